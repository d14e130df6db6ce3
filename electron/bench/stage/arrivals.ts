import { transferLimitMs } from '../../../core/bench/plan.ts'
import type { Announcement, Notice, Receipt } from '../messages.ts'
import { keysAsked } from '../payload/kv-keys.ts'
import { createThrottle, reportProgress, type StageContext } from './context.ts'
import { createKvReader } from './kv-reader.ts'
import type { OnAnnounced } from './peers.ts'
import { receiveParcel } from './receive.ts'

/** Called with every payload that has arrived whole. */
export type OnArrived = (notice: Notice, endNs: number) => void

/** Reads what notices announce, reports how it goes and answers the sender. */
export function createArrivals(context: StageContext, onArrived: OnArrived): OnAnnounced {
  const mayReport = createThrottle()
  const kv = createKvReader(context.setup.seed)
  const limitsFor = (bytes: number) => ({
    timeoutMs: transferLimitMs(context.setup.timeoutMs, bytes),
    signal: context.signal,
  })
  return (announced, answer) => {
    const reply = (result: Receipt['result']) =>
      answer({ kind: 'receipt', lane: announced.lane, key: announced.key, result })
    const end = context.ends.in(announced.lane)
    if (end === null) return () => reply(notOpen(announced))
    const recorder = context.recorder(announced.job, announced.edge)
    if (announced.kv !== undefined && recorder.counts.all === 0)
      for (const key of keysAsked(end.from, end.to, announced.kv.cache)) recorder.key(key)

    const receive = async (notice: Notice, arrivedNs: number) => {
      const limits = limitsFor(notice.sizeBytes)
      const received = await receiveParcel(end, notice, arrivedNs, recorder, kv, limits)
      if (!received.ok) return reply(received)
      recorder.counts.all += 1
      if (!notice.warmup) {
        recorder.counts.recorded += 1
        recorder.window(notice.startedNs, received.value.endNs)
      }
      const reportUs = mayReport() ? timed(() => reportProgress(context, notice.job, notice.edge)) : 0
      onArrived(notice, received.value.endNs)
      reply({ ok: true, asideUs: received.value.asideUs + reportUs })
    }
    return (goAhead, arrivedNs) => void context.track(receive({ ...announced, ...goAhead }, arrivedNs))
  }
}

const notOpen = ({ lane }: Announcement): Receipt['result'] => ({
  ok: false,
  error: { code: 'not-open', message: `The receiving end of ${lane} is not open.` },
})

function timed(work: () => void): number {
  const start = performance.now()
  work()
  return (performance.now() - start) * 1000
}
