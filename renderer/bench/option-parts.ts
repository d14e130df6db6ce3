import type { BenchOptions } from '../../core/bench/types.ts'
import type { EdgeView, StageView } from '../../core/contract/analysis.ts'
import type { Pipeline } from '../../core/pipelines/index.ts'

export interface BenchOptionsFormProps {
  readonly options: BenchOptions
  readonly stages: readonly StageView[]
  readonly edges: readonly EdgeView[]
  readonly pipeline: Pipeline | null
  /** What each edge of the pipeline usually carries. */
  readonly usual: BenchOptions['edgePayloads']
  readonly disabled: boolean
  readonly onChange: (options: BenchOptions) => void
  readonly onPickFile: (suggested: string) => Promise<string | null>
}

/** What a part of the form gets; an option that is set to undefined is taken back. */
export interface PartProps extends BenchOptionsFormProps {
  readonly set: (patch: { readonly [K in keyof BenchOptions]?: BenchOptions[K] | undefined }) => void
}
