import { analyze } from '../../core/analyze.ts'
import type { AnalysisAnswer, AnalysisRequest } from './analyzer.ts'

/** The worker's side of the analyzer: one request in, one answer out. */
self.onmessage = (event: MessageEvent<AnalysisRequest>) => {
  const { serial, text, context } = event.data
  self.postMessage(answer(serial, () => analyze(text, context)))
}

function answer(serial: number, work: () => ReturnType<typeof analyze>): AnalysisAnswer {
  try {
    return { serial, analysis: work() }
  } catch (error) {
    return { serial, error: error instanceof Error ? error.message : String(error) }
  }
}
