import type { BenchEdge } from '../../../core/bench/types.ts'
import { recordingOf } from './figures.ts'
import type { Run } from './run.ts'

/**
 * Takes what both ends of an edge recorded of a job. An end whose process is gone has nothing more to tell.
 * The rate is of the time within transfers (`busy`) or from the first to the last of them (`window`).
 */
export async function collectJob(
  run: Run,
  job: number,
  edge: BenchEdge,
  sizeBytes: number,
  rate: 'busy' | 'window',
): Promise<void> {
  const tally = run.tally(edge.id, sizeBytes)
  const of = (stage: string) => run.session.order(stage, { kind: 'collect', job, edge: edge.id })
  const [sender, receiver] = await Promise.all([of(edge.from), of(edge.to)])
  for (const end of [sender, receiver]) if (end.ok) tally.add(end.value)
  if (sender.ok) run.noteKeys(edge.id, 'sent', recordingOf(sender.value)?.keys ?? [])
  if (receiver.ok) run.noteKeys(edge.id, 'asked', recordingOf(receiver.value)?.keys ?? [])
  const timed = rate === 'busy' ? sender : receiver
  if (timed.ok) tally.addTime(timed.value, rate)
  const { integrity } = tally.figures()
  if (integrity.failed > 0)
    run.session.failEdge(edge.id, {
      code: 'integrity',
      message: `${integrity.failed} of ${integrity.checked} payloads arrived changed.`,
    })
}
