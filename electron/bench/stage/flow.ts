import { setTimeout as sleep } from 'node:timers/promises'
import type { TimelineSpan } from '../../../core/bench/types.ts'
import { ok, type Result } from '../../../core/contract/result.ts'
import { millisBetween, nowNs } from '../clock.ts'
import type { FlowJob, Notice } from '../messages.ts'
import { createThrottle, reportProgress, type StageContext } from './context.ts'
import { createDelivery, type Delivery } from './deliver.ts'

/** One stage's part of a flow: await every input of a request, compute, send to every output. */
export interface Flow {
  readonly job: number
  /** Starts a request at a stage without inputs. */
  begin(request: number): void
  arrived(notice: Notice, endNs: number): void
  /** Goes on without an edge that has failed. */
  drop(edge: string): void
}

export async function createFlow(context: StageContext, job: FlowJob): Promise<Result<Flow>> {
  const deliveries: { readonly delivery: Delivery; readonly chunks: number }[] = []
  for (const output of job.outputs) {
    const dress = output.chunks > 1 ? 'chunk' : 'envelope'
    const delivery = await createDelivery(context, job.job, output, job.concurrency, dress)
    if (!delivery.ok) return delivery
    deliveries.push({ delivery: delivery.value, chunks: output.chunks })
  }
  const inputs = new Set(job.inputs)
  const dropped = new Set<string>()
  const here = new Map<number, Set<string>>()
  const kvParts = new Map<string, number>()
  const started = createRecent()
  const mayReport = createThrottle()
  const spans: TimelineSpan[] = []

  const span = (request: number, lane: string, kind: TimelineSpan['kind'], start: number, end: number) => {
    if (request < job.warmup || request >= job.warmup + job.timelineRequests) return
    const since = (at: number) => millisBetween(job.originNs, at)
    spans.push({ request: request - job.warmup, lane, kind, startMs: since(start), endMs: since(end) })
  }
  const flushSpans = () => {
    if (spans.length > 0) context.send({ kind: 'spans', job: job.job, spans: spans.splice(0) })
  }

  /** KV caches are there when all pairs of ranks have brought their part, those of the companions as well. */
  const isWhole = ({ request, edge, kv }: Notice): boolean => {
    if (kv === undefined) return true
    const key = `${request} ${edge}`
    const parts = (kvParts.get(key) ?? 0) + 1
    const wanted = Math.max(kv.cache.fromTp, kv.cache.toTp) * (1 + kv.cache.companions)
    if (parts < wanted) kvParts.set(key, parts)
    else kvParts.delete(key)
    return parts >= wanted
  }

  /** Runs a request's stage once all its inputs that still live are there. */
  const startWhenComplete = (request: number) => {
    const got = here.get(request)
    if (got === undefined || [...inputs].some(edge => !got.has(edge) && !dropped.has(edge))) return
    here.delete(request)
    if (started.isNew(request)) void context.track(compute(request))
  }

  const compute = async (request: number) => {
    const start = nowNs()
    if (job.computeMs > 0) await sleep(job.computeMs)
    span(request, context.setup.stage, 'stage', start, nowNs())
    await Promise.all(deliveries.map(({ delivery, chunks }) => deliver(request, delivery, chunks)))
    flushSpans()
    context.send({ kind: 'finished', job: job.job, request })
  }

  const deliver = async (request: number, delivery: Delivery, chunks: number) => {
    const { edge } = delivery
    const warmup = request < job.warmup
    for (let chunk = 0; chunk < chunks; chunk++) {
      if (dropped.has(edge) || context.signal.aborted) return
      const sent = await delivery.send({ request, chunk, last: chunk === chunks - 1, warmup })
      if (mayReport()) reportProgress(context, job.job, edge)
      if (sent.ok) continue
      context.send({ kind: 'failed', job: job.job, edge, request, error: sent.error })
      if (sent.error.code !== 'integrity') return
    }
  }

  return ok({
    job: job.job,
    begin(request) {
      if (!here.has(request)) here.set(request, new Set())
      startWhenComplete(request)
    },
    arrived(notice, endNs) {
      span(notice.request, notice.edge, 'edge', notice.startedNs, endNs)
      if (!notice.last || !isWhole(notice)) return
      const got = here.get(notice.request) ?? new Set<string>()
      here.set(notice.request, got.add(notice.edge))
      startWhenComplete(notice.request)
    },
    drop(edge) {
      dropped.add(edge)
      for (const request of [...here.keys()]) startWhenComplete(request)
    },
  })
}

const REMEMBERED = 4096

/** Remembers the last few thousand requests: one that comes again through another input has run already. */
function createRecent(): { isNew(request: number): boolean } {
  const seen = new Set<number>()
  return {
    isNew(request) {
      if (seen.has(request)) return false
      seen.add(request)
      const oldest = seen.size > REMEMBERED ? seen.values().next().value : undefined
      if (oldest !== undefined) seen.delete(oldest)
      return true
    },
  }
}
