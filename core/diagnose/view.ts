import type { AnalysisContext } from '../contract/analysis.ts'
import { type HostInventory, type InventoryProblem, parseInventory } from '../inventory/index.ts'
import { findPipeline, type Pipeline, type PipelineMatch, parsePipelineTexts } from '../pipelines/index.ts'
import { TARGETS, type Target } from '../targets/index.ts'
import { dictGet, isDict, isString } from '../value/index.ts'
import type { RuleInput } from './types.ts'

/** Analyses the same text in a changed context, without its findings. */
export type Reanalyse = (change: Partial<AnalysisContext>) => RuleInput

/** What `diagnose` may use besides its input; a rule that needs what is absent says nothing. */
export interface DiagnoseServices {
  readonly reanalyse?: Reanalyse
}

/** What a rule looks at: the input with everything parsed and indexed once. */
export interface RuleView extends RuleInput {
  readonly services: DiagnoseServices
  readonly runtime: Target
  readonly match: PipelineMatch
  /** The topology that the file means; null = unknown, and rules about topology say nothing. */
  readonly pipeline: Pipeline | null
  /** The machines and which stage runs where; null = not given or not readable. */
  readonly hosts: HostInventory | null
  readonly hostProblems: readonly InventoryProblem[]
}

function matchPipeline(input: RuleInput): PipelineMatch {
  const { context, effective } = input
  const key = dictGet(effective.merged, 'pipeline')
  return findPipeline({
    key: isString(key) ? key : null,
    fileName: context.fileName ?? null,
    choice: context.pipeline ?? null,
    userPipelines: parsePipelineTexts(context.pipelineTexts ?? []).pipelines,
  })
}

function readHosts(text: string | undefined): Pick<RuleView, 'hosts' | 'hostProblems'> {
  if (text === undefined || text.trim() === '') return { hosts: null, hostProblems: [] }
  const result = parseInventory(text)
  return result.ok ? { hosts: result.value, hostProblems: [] } : { hosts: null, hostProblems: result.error }
}

export function createView(input: RuleInput, services: DiagnoseServices): RuleView {
  const match = matchPipeline(input)
  const reads = input.document.ok && isDict(input.document.value)
  return {
    ...input,
    ...readHosts(input.context.hostsText),
    services,
    runtime: TARGETS[input.target],
    match,
    pipeline: reads ? match.pipeline : null,
  }
}
