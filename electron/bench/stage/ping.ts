import { fail, ok, type Result } from '../../../core/contract/result.ts'
import type { PingJob } from '../messages.ts'
import { createThrottle, reportProgress, type StageContext } from './context.ts'
import { createDelivery } from './deliver.ts'

/**
 * Sends payloads through one edge, each after the receipt of the one before. A payload that arrives changed is
 * counted and the run goes on; any other failure ends the job, because the next would fail alike. A job of nothing but
 * warm-up reports no progress: nobody counts on it.
 */
export async function runPing(
  context: StageContext,
  job: PingJob,
): Promise<Result<{ readonly sent: number }>> {
  const delivery = await createDelivery(context, job.job, job.shipment, 1)
  if (!delivery.ok) return delivery
  const { edge } = job.shipment
  const recorder = context.recorder(job.job, edge)
  const mayReport = createThrottle()
  let sent = 0
  for (const { request, warmup } of requestsOf(job)) {
    if (context.signal.aborted) return fail('cancelled', 'The run was cancelled.')
    const done = await delivery.value.send({ request, chunk: 0, last: true, warmup })
    if (!done.ok && done.error.code !== 'integrity') return done
    sent += 1
    if (done.ok && !warmup) recorder.busy(done.value.busyUs)
    if (job.requests > 0 && mayReport()) reportProgress(context, job.job, edge)
  }
  return ok({ sent })
}

/** The warm-ups, until their time is up, and then what counts. */
function* requestsOf({ requests, warmup, warmupMs = Number.POSITIVE_INFINITY }: PingJob) {
  const until = performance.now() + warmupMs
  for (let request = 0; request < warmup && performance.now() < until; request++)
    yield { request, warmup: true }
  for (let request = warmup; request < warmup + requests; request++) yield { request, warmup: false }
}
