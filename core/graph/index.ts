import type {
  ConnectorDefinitionView,
  EdgeView,
  OmniTransferConfig,
  StageView,
} from '../contract/analysis.ts'
import type { EffectiveConfig } from '../contract/effective.ts'
import { nodeAt, type ParsedDocument } from '../document/index.ts'
import { flattenStage } from '../effective/flatten.ts'
import type { Pipeline } from '../pipelines/index.ts'
import { dictGet, isDict, type PyValue } from '../value/index.ts'
import { connectorViews } from './connector-views.ts'
import { edgeViews } from './edge-views.ts'
import { isLegacy, stageIdOf, stageList, stageListKey } from './stage-list.ts'
import { ghostView, type StageFacts, stageView } from './stage-view.ts'
import { type PlacedStage, type WiredEdge, wireEdges } from './wiring.ts'

export { edgeId } from './edge-views.ts'
export { stageIdOf, stageList, stageListKey } from './stage-list.ts'

export interface GraphInput {
  readonly document: ParsedDocument
  readonly effective: EffectiveConfig
  readonly pipeline: Pipeline | null
  readonly transfer: OmniTransferConfig | null
}

export interface Graph {
  readonly stages: readonly StageView[]
  readonly edges: readonly EdgeView[]
  readonly connectors: readonly ConnectorDefinitionView[]
}

function fileStages(input: GraphInput, placed: readonly PlacedStage[]): readonly StageFacts[] {
  const key = stageListKey(input.effective.transferInput) ?? 'stages'
  const facts = new Map<string, StageFacts>()
  for (const { value, index } of placed) {
    const id = stageIdOf(value)
    if (id === null) continue
    const path = index === null ? null : [key, index]
    const node = path === null ? null : nodeAt(input.document, path)
    const fields = node === null || path === null ? new Map() : flattenStage(node, path)
    const read = (name: string): PyValue => fields.get(name)?.value ?? null
    facts.set(id, { id, index, path, origin: 'file', read, readWritten: read })
  }
  return [...facts.values()]
}

function ghostIds(wired: readonly WiredEdge[], known: ReadonlySet<string>): readonly string[] {
  const ids = wired.flatMap(edge => [edge.from, edge.to]).filter(id => !known.has(id))
  return [...new Set(ids)]
}

/** Stages, edges and connectors as the canvas draws them. */
export function buildGraph(input: GraphInput): Graph {
  const config = input.effective.transferInput
  const listKey = stageListKey(config) ?? 'stages'
  const placed = stageList(config).map((value, index) => ({ value, index }))
  const legacy = isLegacy(input.document)
  const pipeline = legacy ? null : input.pipeline
  const written = fileStages(input, placed)
  const ids = new Set(written.map(stage => stage.id))
  const added = (pipeline?.stages ?? []).map(stage => String(stage.id)).filter(id => !ids.has(id))
  const nothing = (): PyValue => null
  const facts: readonly StageFacts[] = [
    ...written,
    ...added.map(id => ({
      id,
      index: null,
      path: null,
      origin: 'pipeline' as const,
      read: nothing,
      readWritten: nothing,
    })),
  ]
  const top = isDict(config) ? dictGet(config, 'async_chunk') : undefined
  const asyncChunk = (top === undefined ? !legacy : top === true) && facts.length > 1
  const stages = facts.map(stage => stageView(stage, { legacy, pipeline: input.pipeline, asyncChunk }))
  const byId = new Map(stages.map(stage => [stage.id, stage]))
  const wired = wireEdges({ config, stages: placed, listKey, own: input.document.value })
  const edges = edgeViews({
    wired,
    transfer: input.transfer,
    pipeline,
    stageIds: new Set(byId.keys()),
    carriesKv: (from, to) => byId.get(from)?.needSendCache === true && byId.get(to)?.needRecvCache === true,
  })
  return {
    stages: [...stages, ...ghostIds(wired, new Set(byId.keys())).map(ghostView)],
    edges,
    connectors: connectorViews(config, listKey, edges),
  }
}
