import { setTimeout as sleep } from 'node:timers/promises'
import type { BenchOptions, Residue } from '../../core/bench/types.ts'
import type { BenchRunner } from '../../electron/host/bench-runner.ts'

/** How one cancelled run ended; milliseconds from the request to cancel. */
export interface Cancelled {
  /** Until whoever watches the run is told that it is cancelled. */
  readonly seenMs: number
  /** Until its processes have ended and its report is there. */
  readonly overMs: number
  readonly residue: Residue
}

/** Starts a run, cancels it after a while and follows its end as a window does. */
export async function cancelOnce(
  runner: BenchRunner,
  text: string,
  options: BenchOptions,
  afterMs: number,
): Promise<Cancelled> {
  const started = await runner.start({ text, fileName: 'cancel.yaml', context: {}, options })
  if (!started.ok) throw new Error(started.error.message)
  await sleep(afterMs)
  let seenAt = Number.POSITIVE_INFINITY
  const stop = runner.on(event => {
    if (event.kind === 'done' || event.progress.cancelled === true)
      seenAt = Math.min(seenAt, performance.now())
  })
  const askedAt = performance.now()
  const ended = await runner.cancel(started.value.runId)
  const overAt = performance.now()
  stop()
  const { report } = runner.current()
  if (!ended.ok || report === null) throw new Error(`The run was over before ${afterMs} ms.`)
  return { seenMs: seenAt - askedAt, overMs: overAt - askedAt, residue: report.residue }
}
