import type { AnalysisContext, EdgeView, StageView } from '../contract/analysis.ts'
import type { EffectiveField } from '../contract/effective.ts'
import { type HostInventory, hostNamesOf, type InventoryProblem, parseInventory } from '../inventory/index.ts'
import { type LaunchCommand, parseLaunch } from '../launch/index.ts'
import { findPipeline, type Pipeline, type PipelineMatch, parsePipelineTexts } from '../pipelines/index.ts'
import { TARGETS, type Target } from '../targets/index.ts'
import { dictGet, isDict, isList, isString, pyStr } from '../value/index.ts'
import { type ConfigIndex, indexConfig, listedEdges, placeAt } from './config.ts'
import type { Place, RuleInput } from './types.ts'

/** Analyses the same text in a changed context, without its findings. */
export type Reanalyse = (change: Partial<AnalysisContext>) => RuleInput

/** What `diagnose` may use besides its input; a rule that needs what is absent says nothing. */
export interface DiagnoseServices {
  readonly reanalyse?: Reanalyse
}

/** What a rule looks at: the input with everything parsed and indexed once. */
export interface RuleView extends RuleInput {
  readonly services: DiagnoseServices
  /** Codes of all rules. */
  readonly codes: ReadonlySet<string>
  readonly runtime: Target
  readonly match: PipelineMatch
  /** The topology that the file means; null = unknown, and rules about topology say nothing. */
  readonly pipeline: Pipeline | null
  /** What the transfer parser walks, with places. */
  readonly config: ConfigIndex
  /** False where the target's parser does not read this dialect: its wiring then means nothing. */
  readonly readsWiring: boolean
  /** The machines and which stage runs where; null = not given or not readable. */
  readonly hosts: HostInventory | null
  readonly hostProblems: readonly InventoryProblem[]
  /** What the launch command starts; empty where none is given. */
  readonly launch: LaunchCommand
  readonly stageById: ReadonlyMap<string, StageView>
  /** Ids of the stages that the file or its pipeline has. */
  readonly declared: ReadonlySet<string>
  /** Edges that `edges` and `engine_input_source` give, as `JSON.stringify([from, to])`. */
  readonly declaredEdges: ReadonlySet<string>
  /** A stage's field after all layers; null where nothing gives it. */
  readonly field: (stage: string, key: string) => EffectiveField | null
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

function fieldReader(input: RuleInput): RuleView['field'] {
  const stages = new Map(
    input.effective.stages.map(stage => [stage.id, new Map(stage.fields.map(field => [field.key, field]))]),
  )
  return (stage, key) => stages.get(stage)?.get(key) ?? null
}

function declaredEdges(input: RuleInput, config: ConfigIndex): ReadonlySet<string> {
  const listed = listedEdges(config, input.effective.transferInput).flatMap(({ from, to }) =>
    from === null || to === null ? [] : [JSON.stringify([pyStr(from), pyStr(to)])],
  )
  const sources = config.stages.flatMap(({ id, value }) => {
    const from = isDict(value) ? dictGet(value, 'engine_input_source') : undefined
    return id !== null && isList(from) ? from.map(source => JSON.stringify([pyStr(source), id])) : []
  })
  return new Set([...listed, ...sources])
}

export function createView(
  input: RuleInput,
  services: DiagnoseServices,
  codes: ReadonlySet<string>,
): RuleView {
  const match = matchPipeline(input)
  const runtime = TARGETS[input.target]
  const config = indexConfig(input.document, input.effective.transferInput)
  return {
    ...input,
    ...readHosts(input.context.hostsText),
    services,
    codes,
    runtime,
    match,
    pipeline: input.document.ok && isDict(input.document.value) ? match.pipeline : null,
    config,
    readsWiring: config.legacy || runtime.readsDeploy,
    launch: parseLaunch(input.context.command ?? ''),
    stageById: new Map(input.stages.map(stage => [stage.id, stage])),
    declared: new Set(input.stages.filter(stage => stage.origin !== 'ghost').map(stage => stage.id)),
    declaredEdges: declaredEdges(input, config),
    field: fieldReader(input),
  }
}

/** Where a field's value is written: in this text, or in the layer that gives it. */
export const fieldPlace = (field: EffectiveField, part?: Place['part']): Place => ({
  path: field.source.path,
  ...(part === undefined ? {} : { part }),
  ...(field.source.file === null && field.source.range !== null ? {} : { elsewhere: true }),
})

/** Where a stage stands; its entry of the list, or elsewhere for one that the pipeline or a base file adds. */
export const stagePlace = (view: RuleView, id: string, part?: Place['part']): Place => {
  const path = view.stageById.get(id)?.path ?? null
  if (path === null) return { path: [view.config.listKey], elsewhere: true }
  return { path: [...path, 'stage_id'], ...(part === undefined ? {} : { part }) }
}

/** Where an edge stands in the text: at its receiving or sending end, in `edges`, or with the stage that receives. */
export function edgePlace(view: RuleView, edge: EdgeView): Place {
  const path = edge.inputPath ?? edge.outputPath ?? edge.edgePath
  return path === null ? stagePlace(view, edge.to) : placeAt(view.document, path)
}

/** True when the inventory puts the two stages on different hosts; null when it does not place both. */
export function hostsDiffer(view: RuleView, from: string, to: string): boolean | null {
  if (view.hosts === null) return null
  const [a, b] = [hostNamesOf(view.hosts, from), hostNamesOf(view.hosts, to)]
  if (a.length === 0 || b.length === 0) return null
  return a.some(host => b.some(other => other !== host))
}
