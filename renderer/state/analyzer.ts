import type { Analysis, AnalysisContext } from '../../core/contract/analysis.ts'
import { type AnalysisParcel, openAnalysis } from './parcel/analysis-parcel.ts'

export interface AnalysisRequest {
  readonly serial: number
  readonly text: string
  readonly context: AnalysisContext
}

export type AnalysisAnswer =
  | { readonly serial: number; readonly parcel: AnalysisParcel }
  | { readonly serial: number; readonly error: string }

/** A method's type, which a Worker's own handlers fit although they are told more. */
type AnswerListener = { listen(event: { readonly data: AnalysisAnswer }): void }['listen']

/** The part of a Web Worker that the analyzer uses. */
export interface WorkerLike {
  postMessage(message: AnalysisRequest): void
  terminate(): void
  onmessage: AnswerListener | null
  onerror: { listen(event: unknown): void }['listen'] | null
}

export interface Analyzer {
  /** Asks for an analysis; a newer request takes the place of one that has not begun. */
  request(text: string, context: AnalysisContext): void
  dispose(): void
}

export interface AnalyzerListener {
  readonly onResult: (analysis: Analysis) => void
  readonly onFailure: (message: string) => void
}

/** A running analysis is given up after this many milliseconds, if a newer text waits for it. */
const IMPATIENCE_MS = 2000

/** Analyses at once on the caller's own thread: for tests, and where no worker can be had. */
export const createDirectAnalyzer = (
  analyze: (text: string, context: AnalysisContext) => Analysis,
  { onResult }: AnalyzerListener,
): Analyzer => ({
  request: (text, context) => onResult(analyze(text, context)),
  dispose: () => {},
})

/**
 * Analyses in a worker, one text at a time, the latest wins. Where the worker can't be started or dies, `fallback`
 * does the work on the caller's thread.
 */
export function createWorkerAnalyzer(
  startWorker: () => WorkerLike,
  fallback: (text: string, context: AnalysisContext) => Analysis,
  { onResult, onFailure }: AnalyzerListener,
): Analyzer {
  let serial = 0
  let running: AnalysisRequest | null = null
  let waiting: AnalysisRequest | null = null
  let worker: WorkerLike | null = null
  let broken = false
  let impatience: ReturnType<typeof setTimeout> | null = null

  const stopWorker = () => {
    worker?.terminate()
    worker = null
  }
  const calm = () => {
    if (impatience !== null) clearTimeout(impatience)
    impatience = null
  }
  const next = () => {
    calm()
    running = null
    const request = waiting
    waiting = null
    if (request !== null) run(request)
  }
  const giveUp = () => {
    stopWorker()
    next()
  }
  const runHere = (request: AnalysisRequest) => onResult(fallback(request.text, request.context))

  const onAnswer = (answer: AnalysisAnswer) => {
    if (running === null || answer.serial !== running.serial) return
    if ('error' in answer) onFailure(answer.error)
    else onResult(openAnalysis(answer.parcel, running.text))
    next()
  }
  const start = (): WorkerLike => {
    const started = startWorker()
    started.onmessage = event => onAnswer(event.data)
    started.onerror = () => {
      broken = true
      stopWorker()
      const last = waiting ?? running
      waiting = null
      running = null
      calm()
      if (last !== null) runHere(last)
    }
    return started
  }
  const run = (request: AnalysisRequest) => {
    if (broken) return runHere(request)
    running = request
    worker ??= start()
    worker.postMessage(request)
  }

  return {
    request(text, context) {
      serial += 1
      const request = { serial, text, context }
      if (running === null) return run(request)
      waiting = request
      impatience ??= setTimeout(giveUp, IMPATIENCE_MS)
    },
    dispose() {
      calm()
      waiting = null
      running = null
      stopWorker()
    },
  }
}
