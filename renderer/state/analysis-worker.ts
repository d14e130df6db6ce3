import { analyze } from '../../core/analyze.ts'
import type { AnalysisAnswer, AnalysisRequest } from './analyzer.ts'
import { packAnalysis, transferOf } from './parcel/analysis-parcel.ts'

/** The worker's side of the analyzer: one request in, one answer out. */
self.onmessage = (event: MessageEvent<AnalysisRequest>) => {
  const { serial, text, context } = event.data
  const answer = answerTo(serial, () => packAnalysis(analyze(text, context)))
  self.postMessage(answer, { transfer: 'parcel' in answer ? transferOf(answer.parcel) : [] })
}

function answerTo(serial: number, work: () => ReturnType<typeof packAnalysis>): AnalysisAnswer {
  try {
    return { serial, parcel: work() }
  } catch (error) {
    return { serial, error: error instanceof Error ? error.message : String(error) }
  }
}
