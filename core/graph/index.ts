import type {
  ConnectorDefinitionView,
  EdgeView,
  OmniTransferConfig,
  StageView,
} from '../contract/analysis.ts'
import type { EffectiveConfig } from '../contract/effective.ts'
import type { ParsedDocument } from '../document/index.ts'
import { fieldsByKey, isLegacy, stageListKey } from '../effective/index.ts'
import type { Pipeline } from '../pipelines/index.ts'
import { pyTruthy } from '../value/index.ts'
import { connectorViews } from './connector-views.ts'
import { edgeViews } from './edge-views.ts'
import { placeStages, stagePlaces } from './places.ts'
import { ghostView, type StageFacts, stageView } from './stage-view.ts'
import { type WiredEdge, wireEdges } from './wiring.ts'

export { type StageListKey, stageIdOf, stageList, stageListKey } from '../effective/index.ts'
export { edgeId } from './edge-views.ts'
export { sectionPath } from './wiring.ts'

export interface GraphInput {
  readonly document: ParsedDocument
  readonly effective: EffectiveConfig
  readonly pipeline: Pipeline | null
  /** What the runtime's parser gave; null where it failed or has nothing. */
  readonly transfer: OmniTransferConfig | null
}

export interface Graph {
  readonly stages: readonly StageView[]
  readonly edges: readonly EdgeView[]
  readonly connectors: readonly ConnectorDefinitionView[]
}

function stageFacts(input: GraphInput): readonly StageFacts[] {
  const config = input.effective.transferInput
  const key = stageListKey(config) ?? 'stages'
  const [merged, own] = [stagePlaces(config, key), stagePlaces(input.document.value, key)]
  return input.effective.stages.map(stage => {
    const fields = fieldsByKey(stage)
    const index = own.get(stage.id) ?? null
    return {
      id: stage.id,
      index,
      path: index === null ? null : [key, index],
      origin: merged.has(stage.id) ? 'file' : 'pipeline',
      read: name => fields.get(name)?.value ?? null,
      readWritten: name => {
        const field = fields.get(name)
        return field === undefined || field.source.provenance === 'default' ? null : field.value
      },
    }
  })
}

function ghostIds(wired: readonly WiredEdge[], known: ReadonlySet<string>): readonly string[] {
  const ids = wired.flatMap(edge => [edge.from, edge.to]).filter(id => !known.has(id))
  return [...new Set(ids)]
}

/** A pipeline of one stage has nobody to stream to (runtime: 1.6). */
const asyncChunk = (effective: EffectiveConfig): boolean =>
  effective.stages.length > 1 &&
  pyTruthy(effective.topLevel.find(field => field.key === 'async_chunk')?.value ?? null)

/** Stages, edges and connectors as the canvas draws them. */
export function buildGraph(input: GraphInput): Graph {
  const { effective, document } = input
  const config = effective.transferInput
  const listKey = stageListKey(config) ?? 'stages'
  const legacy = isLegacy(config)
  const graph = { legacy, pipeline: input.pipeline, asyncChunk: asyncChunk(effective) }
  const stages = stageFacts(input).map(facts => stageView(facts, graph))
  const byId = new Map(stages.map(stage => [stage.id, stage]))
  const stageIds = new Set(byId.keys())
  const placed = placeStages(config, document.value, listKey)
  const wired = wireEdges({ config, stages: placed, listKey, own: document.value })
  const edges = edgeViews({
    wired,
    transfer: input.transfer,
    pipeline: legacy ? null : input.pipeline,
    stageIds,
    carriesKv: (from, to) => byId.get(from)?.needSendCache === true && byId.get(to)?.needRecvCache === true,
  })
  return {
    stages: [...stages, ...ghostIds(wired, stageIds).map(ghostView)],
    edges,
    connectors: connectorViews(config, listKey, edges),
  }
}
