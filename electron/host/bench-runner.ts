import type { BenchOptions, BenchProgress, BenchReport } from '../../core/bench/types.ts'
import type { AnalysisContext } from '../../core/contract/analysis.ts'
import type { Result } from '../../core/contract/result.ts'

export interface BenchRequest {
  readonly text: string
  readonly fileName: string
  readonly context: AnalysisContext
  readonly options: BenchOptions
}

/** What the host needs of the test bench. One run at a time; it belongs to the host, not to a window. */
export interface BenchRunner {
  start(request: BenchRequest): Promise<Result<{ readonly runId: string }>>
  cancel(runId: string): Promise<Result<null>>
  /** The run that goes on, or the one that ended last since the start of the app. */
  current(): { readonly progress: BenchProgress | null; readonly report: BenchReport | null }
  render(report: BenchReport, format: 'json' | 'csv' | 'md' | 'html'): string
  on(listener: (event: BenchEvent) => void): () => void
  /** Resolves when no run goes on. */
  idle(): Promise<void>
  close(): Promise<void>
}

export type BenchEvent =
  | { readonly kind: 'progress'; readonly progress: BenchProgress }
  | { readonly kind: 'done'; readonly report: BenchReport }
