import { fail, ok, type Result } from '../../../core/contract/result.ts'
import type { PingJob } from '../messages.ts'
import { createThrottle, reportProgress, type StageContext } from './context.ts'
import { createDelivery } from './deliver.ts'

/**
 * Sends payloads through one edge, each after the receipt of the one before. A payload that arrives changed is
 * counted and the run goes on; any other failure ends the job, because the next would fail alike.
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
  const total = job.warmup + job.requests
  for (let request = 0; request < total; request++) {
    if (context.signal.aborted) return fail('cancelled', 'The run was cancelled.')
    const warmup = request < job.warmup
    const sent = await delivery.value.send({ request, chunk: 0, last: true, warmup })
    if (!sent.ok && sent.error.code !== 'integrity') return sent
    if (sent.ok && !warmup) recorder.busy(sent.value.busyUs)
    if (mayReport()) reportProgress(context, job.job, edge)
  }
  return ok({ sent: total })
}
