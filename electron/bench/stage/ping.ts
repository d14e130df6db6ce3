import { fail, ok, type Result } from '../../../core/contract/result.ts'
import type { PingJob } from '../messages.ts'
import { makePayload } from '../payload/make.ts'
import { createThrottle, parcelKey, prepare, reportProgress, type StageContext } from './context.ts'
import { sendParcel } from './send.ts'

/**
 * Sends payloads through one edge, each after the receipt of the one before. A payload that arrives changed is
 * counted and the run goes on; any other failure ends the job, because the next would fail alike.
 */
export async function runPing(
  context: StageContext,
  job: PingJob,
): Promise<Result<{ readonly sent: number }>> {
  const { setup, ends, signal } = context
  const end = ends.out(job.edge)
  if (end === null) return fail('not-open', `The sending end of ${job.edge} is not open.`)
  const payload = await makePayload(job.payload, setup.seed)
  if (!payload.ok) return payload
  const recorder = context.recorder(job.job, job.edge)
  recorder.size(payload.value.bytes)
  const mayReport = createThrottle()
  const total = job.warmup + job.requests
  for (let request = 0; request < total; request++) {
    if (signal.aborted) return fail('cancelled', 'The run was cancelled.')
    const hash = prepare(payload.value, request, setup.integrity)
    const key = parcelKey(setup, { job: job.job, request, ordinal: end.ordinal, chunk: 0 })
    const warmup = request < job.warmup
    const parcel = { job: job.job, request, chunk: 0, last: true, key, warmup, hash }
    const sent = await sendParcel(end, payload.value, parcel, recorder, {
      timeoutMs: setup.timeoutMs,
      signal,
    })
    if (!sent.ok && sent.error.code !== 'integrity') return sent
    if (sent.ok && !warmup) recorder.busy(sent.value.busyUs)
    recorder.counts.all += 1
    if (mayReport()) reportProgress(context, job.job, job.edge)
  }
  return ok({ sent: total })
}
