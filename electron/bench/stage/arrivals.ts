import type { Notice } from '../messages.ts'
import { createThrottle, reportProgress, type StageContext } from './context.ts'
import { createKvReader } from './kv-reader.ts'
import type { OnNotice } from './peers.ts'
import { receiveParcel } from './receive.ts'

/** Called with every payload that has arrived whole. */
export type OnArrived = (notice: Notice, endNs: bigint) => void

/** Reads what notices announce, reports how it goes and answers the sender. */
export function createArrivals(context: StageContext, onArrived: OnArrived): OnNotice {
  const mayReport = createThrottle()
  const kv = createKvReader(context.setup.seed)
  return (notice, arrivedNs, answer) => {
    const reply = (result: Parameters<typeof answer>[0]['result']) =>
      answer({ kind: 'receipt', lane: notice.lane, key: notice.key, result })
    const end = context.ends.in(notice.lane)
    if (end === null) {
      reply({
        ok: false,
        error: { code: 'not-open', message: `The receiving end of ${notice.lane} is not open.` },
      })
      return
    }
    const recorder = context.recorder(notice.job, notice.edge)
    const { timeoutMs } = context.setup
    const limits = { timeoutMs, signal: context.signal }
    void context.track(receiveParcel(end, notice, arrivedNs, recorder, kv, limits)).then(received => {
      if (!received.ok) return reply(received)
      recorder.counts.all += 1
      if (!notice.warmup) {
        recorder.counts.recorded += 1
        recorder.window(notice.startedNs, received.value.endNs)
      }
      const reportUs = mayReport() ? timed(() => reportProgress(context, notice.job, notice.edge)) : 0
      onArrived(notice, received.value.endNs)
      reply({ ok: true, asideUs: received.value.asideUs + reportUs })
    })
  }
}

function timed(work: () => void): number {
  const start = performance.now()
  work()
  return (performance.now() - start) * 1000
}
