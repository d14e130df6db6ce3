import { analyze } from '../../core/analyze.ts'
import { type Analyzer, type AnalyzerListener, createWorkerAnalyzer } from '../state/analyzer.ts'

/** Analyses in a worker, so that a large file never holds up a frame. */
export const createAppAnalyzer = (listener: AnalyzerListener): Analyzer =>
  createWorkerAnalyzer(
    () => new Worker(new URL('../state/analysis-worker.ts', import.meta.url), { type: 'module' }),
    analyze,
    listener,
  )
