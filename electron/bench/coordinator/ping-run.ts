import { formatBytes } from '../../../core/bench/format.ts'
import { pairsOf, payloadOf, sweepRequests, sweepSizes, transferBytes } from '../../../core/bench/plan.ts'
import type { BenchEdge, PayloadSpec } from '../../../core/bench/types.ts'
import { collectJob } from './collect.ts'
import type { Run } from './run.ts'
import { shipmentOf } from './shipment.ts'
import { warmUp } from './warm-up.ts'

interface PingPart {
  readonly payload: PayloadSpec
  readonly requests: number
}

/** Each edge alone, one after the other, all of them open as in a deployment. */
export async function runPingMode(run: Run): Promise<void> {
  const { options } = run.plan
  for (const edge of run.plan.edges) {
    const part = { payload: payloadOf(options, edge.id), requests: options.requests }
    await warmUp(run, edge, part.payload)
    await repeat(run, edge, part, edge.id)
  }
}

/** Each edge at each size, the small ones first. */
export async function runSweepMode(run: Run): Promise<void> {
  const { options } = run.plan
  for (const edge of run.plan.edges) {
    const sizes = sweepSizes(options)
    await warmUp(run, edge, sized(options.payload, sizes[0] ?? 0))
    for (const size of sizes) {
      const part = { payload: sized(options.payload, size), requests: sweepRequests(options, size) }
      await repeat(run, edge, part, `${edge.id}, ${formatBytes(size)}`)
    }
  }
}

/** A sweep keeps the kind of the payload; a shape or preset would fix its size. */
const sized = ({ kind }: PayloadSpec, bytes: number): PayloadSpec => ({ kind, bytes })

async function repeat(run: Run, edge: BenchEdge, part: PingPart, title: string): Promise<void> {
  const { repetitions, warmup } = run.plan.options
  for (let repetition = 0; repetition < repetitions; repetition++) {
    if (run.signal.aborted) return
    if (run.session.live().includes(edge)) {
      run.tracker.phase(repetitions === 1 ? title : `${title}, ${repetition + 1} of ${repetitions}`)
      run.tracker.begin(edge.id, transferBytes(edge, part.payload))
      await pingOnce(run, edge, part)
      run.tracker.active([])
    }
    run.tracker.settled((part.requests + warmup) * pairsOf(edge))
    run.tracker.figures(run.figures())
  }
}

async function pingOnce(run: Run, edge: BenchEdge, { payload, requests }: PingPart): Promise<void> {
  const { session } = run
  const job = run.nextJob()
  const { warmup } = run.plan.options
  const done = await session.order(edge.from, {
    kind: 'ping',
    job: { job, shipment: shipmentOf(edge, payload), requests, warmup },
  })
  if (!done.ok && done.error.code !== 'cancelled') session.failEdge(edge.id, done.error)
  await collectJob(run, job, edge, transferBytes(edge, payload), 'busy')
}
