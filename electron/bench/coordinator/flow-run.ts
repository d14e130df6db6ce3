import { computeMsOf, MAX_OPEN_LOOP, pairsOf, payloadOf, transferBytes } from '../../../core/bench/plan.ts'
import type { BenchEdge } from '../../../core/bench/types.ts'
import { nowNs } from '../clock.ts'
import type { FlowJob } from '../messages.ts'
import { collectJob } from './collect.ts'
import { createFlight } from './flight.ts'
import type { Run } from './run.ts'
import { shipmentOf } from './shipment.ts'

/** First requests whose passage through stages and edges is kept for the timeline. */
const TIMELINE_REQUESTS = 20

/** Requests through the whole graph, as many at a time as asked for, or at a given rate. */
export async function runFlowMode(run: Run): Promise<void> {
  const { repetitions, mode } = run.plan.options
  for (let repetition = 0; repetition < repetitions && !run.signal.aborted; repetition++) {
    if (run.session.live().length === 0) return
    run.tracker.phase(repetitions === 1 ? mode : `${mode}, ${repetition + 1} of ${repetitions}`)
    await flowOnce(run)
    run.tracker.figures(run.figures())
  }
}

async function flowOnce(run: Run): Promise<void> {
  const { plan, session, tracker } = run
  const job = run.nextJob()
  const originNs = nowNs()
  for (const { id } of plan.stages) {
    const prepared = await session.order(id, { kind: 'flow', job: jobOf(run, job, id, originNs) })
    if (prepared.ok) continue
    for (const edge of session.live()) if (edge.from === id) session.failEdge(edge.id, prepared.error)
  }
  tracker.active(session.live().map(({ id }) => id))
  const flight = createFlight(run, job)
  await flight.fly()
  tracker.active([])
  for (const edge of plan.edges) {
    const bytes = transferBytes(edge, payloadOf(plan.options, edge.id))
    await collectJob(run, job, edge, bytes, 'window')
    tracker.settled(flight.started * (edge.chunks ?? 1) * pairsOf(edge))
  }
}

function jobOf(run: Run, job: number, stage: string, originNs: number): FlowJob {
  const { options } = run.plan
  const live = run.session.live()
  const output = (edge: BenchEdge) => ({
    ...shipmentOf(edge, payloadOf(options, edge.id)),
    chunks: edge.chunks ?? 1,
  })
  return {
    job,
    concurrency: options.loop === 'open' ? MAX_OPEN_LOOP : options.concurrency,
    inputs: live.filter(({ to }) => to === stage).map(({ id }) => id),
    outputs: live.filter(({ from }) => from === stage).map(output),
    computeMs: computeMsOf(options, stage),
    warmup: options.warmup,
    timelineRequests: TIMELINE_REQUESTS,
    originNs,
  }
}
