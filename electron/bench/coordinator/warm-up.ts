import { transferBytes } from '../../../core/bench/plan.ts'
import type { BenchEdge, PayloadSpec } from '../../../core/bench/types.ts'
import type { Run } from './run.ts'
import { shipmentOf } from './shipment.ts'

/** For every warm-up that was asked for, and at most. */
const EACH_MS = 100
const MOST_MS = 500
const MOST_TRANSFERS = 5000
/** A larger payload takes so long that few would fit. */
const LARGEST = 1024 ** 2

/**
 * Lets an edge run unmeasured until the code of its two processes is compiled, which takes some hundred transfers; else
 * the first edge and the smallest size would pay for all that come after. An edge that fails here has failed.
 */
export async function warmUp(run: Run, edge: BenchEdge, payload: PayloadSpec): Promise<void> {
  const { options } = run.plan
  if (options.warmup === 0 || run.signal.aborted || !run.session.live().includes(edge)) return
  run.tracker.phase(`${edge.id}, warming up`)
  const small = transferBytes(edge, payload) <= LARGEST ? payload : { kind: payload.kind, bytes: LARGEST }
  const done = await run.session.order(edge.from, {
    kind: 'ping',
    job: {
      job: run.nextJob(),
      shipment: shipmentOf(edge, edge.kv === undefined ? small : payload),
      requests: 0,
      warmup: MOST_TRANSFERS,
      warmupMs: Math.min(MOST_MS, EACH_MS * options.warmup),
    },
  })
  if (!done.ok && done.error.code !== 'cancelled') run.session.failEdge(edge.id, done.error)
}
