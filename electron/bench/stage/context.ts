import type { Report, StageSetup } from '../messages.ts'
import type { StageEnds } from './ends.ts'
import { createRecorder, type Recorder } from './recorder.ts'

/** What the parts of a stage process share. */
export interface StageContext {
  readonly setup: StageSetup
  readonly ends: StageEnds
  readonly signal: AbortSignal
  send(report: Report): void
  recorder(job: number, edge: string): Recorder
  /** Drops a job's recorder and gives it. */
  take(job: number, edge: string): Recorder | null
  /** Work that has to be over before the connectors may be closed: a put that ends later would leave its payload. */
  track<T>(work: Promise<T>): Promise<T>
  /** Resolves when no tracked work is under way. */
  settled(): Promise<void>
}

export function createStageContext(
  setup: StageSetup,
  ends: StageEnds,
  signal: AbortSignal,
  send: (report: Report) => void,
): StageContext {
  const recorders = new Map<string, Recorder>()
  const underWay = new Set<Promise<unknown>>()
  return {
    setup,
    ends,
    signal,
    send,
    recorder(job, edge) {
      const key = `${job} ${edge}`
      const recorder = recorders.get(key) ?? createRecorder()
      recorders.set(key, recorder)
      return recorder
    },
    take(job, edge) {
      const key = `${job} ${edge}`
      const recorder = recorders.get(key) ?? null
      recorders.delete(key)
      return recorder
    },
    track(work) {
      const noted: Promise<unknown> = work.then(
        () => underWay.delete(noted),
        () => underWay.delete(noted),
      )
      underWay.add(noted)
      return work
    },
    async settled() {
      while (underWay.size > 0) await Promise.all(underWay)
    },
  }
}

const SAMPLE_EVERY = 16

/** Whether the run compares what was sent of this request with what arrived. */
export const isChecked = (request: number, integrity: StageSetup['integrity']): boolean =>
  integrity === 'all' || (integrity === 'sampled' && request % SAMPLE_EVERY === 0)

/** Key of a payload: the run's prefix first, so that a sweep finds what is left of it. */
export const parcelKey = (
  setup: StageSetup,
  place: { readonly job: number; readonly request: number; readonly ordinal: number; readonly chunk: number },
): string => `${setup.runPrefix}-${place.job}-${place.request}_${place.ordinal}_${place.chunk}`

const REPORT_EVERY_MS = 200

/** Lets through one call per interval: live figures cost time, and nobody reads them faster. */
export function createThrottle(now: () => number = () => performance.now()): () => boolean {
  let last = Number.NEGATIVE_INFINITY
  return () => {
    const time = now()
    if (time - last < REPORT_EVERY_MS) return false
    last = time
    return true
  }
}

/** Tells the coordinator how a job goes at this end of an edge. */
export function reportProgress(context: StageContext, job: number, edge: string): void {
  const recorder = context.recorder(job, edge)
  const { recorded, all, checked, mismatched } = recorder.counts
  context.send({
    kind: 'progress',
    job,
    edge,
    sizeBytes: recorder.sizeBytes,
    done: recorded,
    transfers: all,
    checked,
    mismatched,
    phases: recorder.distributions(),
  })
}
