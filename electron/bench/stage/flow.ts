import { setTimeout as sleep } from 'node:timers/promises'
import type { TimelineSpan } from '../../../core/bench/types.ts'
import { fail, ok, type Problem, type Result } from '../../../core/contract/result.ts'
import { millisBetween, nowNs } from '../clock.ts'
import type { FlowJob, Notice } from '../messages.ts'
import { createPayloadPool, type PayloadPool } from '../payload/pool.ts'
import { createThrottle, parcelKey, prepare, reportProgress, type StageContext } from './context.ts'
import { sendParcel } from './send.ts'

/** One stage's part of a flow: await every input of a request, compute, send to every output. */
export interface Flow {
  readonly job: number
  /** Starts a request at a stage without inputs. */
  begin(request: number): void
  arrived(notice: Notice, endNs: bigint): void
  /** Goes on without an edge that has failed. */
  drop(edge: string): void
}

export async function createFlow(context: StageContext, job: FlowJob): Promise<Result<Flow>> {
  const pools = new Map<string, PayloadPool>()
  for (const { edge, payload } of job.outputs) {
    if (context.ends.out(edge) === null) return fail('not-open', `The sending end of ${edge} is not open.`)
    const pool = await createPayloadPool(payload, context.setup.seed, job.concurrency)
    if (!pool.ok) return pool
    pools.set(edge, pool.value)
  }
  const inputs = new Set(job.inputs)
  const dropped = new Set<string>()
  const here = new Map<number, Set<string>>()
  const started = createRecent()
  const mayReport = createThrottle()
  const spans: TimelineSpan[] = []

  const span = (request: number, lane: string, kind: TimelineSpan['kind'], start: bigint, end: bigint) => {
    if (request < job.warmup || request >= job.warmup + job.timelineRequests) return
    const since = (at: bigint) => millisBetween(job.originNs, at)
    spans.push({ request: request - job.warmup, lane, kind, startMs: since(start), endMs: since(end) })
  }
  const flushSpans = () => {
    if (spans.length > 0) context.send({ kind: 'spans', job: job.job, spans: spans.splice(0) })
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
    await Promise.all(job.outputs.map(output => deliver(request, output)))
    flushSpans()
    context.send({ kind: 'finished', job: job.job, request })
  }

  const deliver = async (request: number, output: FlowJob['outputs'][number]) => {
    const { edge, chunks } = output
    const pool = pools.get(edge)
    if (pool === undefined || dropped.has(edge)) return
    const payload = await pool.acquire()
    for (let chunk = 0; chunk < chunks && !dropped.has(edge) && !context.signal.aborted; chunk++) {
      const failed = await deliverChunk(request, edge, payload, chunk, chunk === chunks - 1)
      if (failed === null) continue
      context.send({ kind: 'failed', job: job.job, edge, request, error: failed })
      if (failed.code !== 'integrity') break
    }
    pool.release(payload)
  }

  const deliverChunk = async (
    request: number,
    edge: string,
    payload: Awaited<ReturnType<PayloadPool['acquire']>>,
    chunk: number,
    last: boolean,
  ): Promise<Problem | null> => {
    const end = context.ends.out(edge)
    if (end === null) return { code: 'not-open', message: `The sending end of ${edge} is not open.` }
    const { setup, signal } = context
    const hash = prepare(payload, request, setup.integrity)
    const key = parcelKey(setup, { job: job.job, request, ordinal: end.ordinal, chunk })
    const parcel = { job: job.job, request, chunk, last, key, warmup: request < job.warmup, hash }
    const recorder = context.recorder(job.job, edge)
    const sent = await sendParcel(end, payload, parcel, recorder, { timeoutMs: setup.timeoutMs, signal })
    recorder.counts.all += 1
    if (mayReport()) reportProgress(context, job.job, edge)
    return sent.ok ? null : sent.error
  }

  return ok({
    job: job.job,
    begin(request) {
      if (!here.has(request)) here.set(request, new Set())
      startWhenComplete(request)
    },
    arrived(notice, endNs) {
      span(notice.request, notice.edge, 'edge', notice.startedNs, endNs)
      if (!notice.last) return
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
