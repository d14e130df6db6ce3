import type { EdgeSpec, EdgeView } from '../contract/analysis.ts'
import type { EdgeRef, KvStage, KvTransfer } from '../contract/index.ts'
import type { Path } from '../document/index.ts'
import { firstBy, groupBy } from './group.ts'
import { oncePerView } from './once.ts'
import type { RuleView } from './view.ts'

/** An edge as the key of a map. */
export const edgeKey = (from: string, to: string): string => JSON.stringify([from, to])

const keyOfEdge = ({ from, to }: EdgeRef): string => edgeKey(from, to)

const shownEdges = oncePerView(view => firstBy(view.edges, keyOfEdge))
const edgesByStart = oncePerView(view => groupBy(view.edges, edge => [edge.from]))
const transfers = oncePerView(view => groupBy(view.kv.transfers, transfer => [keyOfEdge(transfer)]))
const managers = oncePerView(view => firstBy(view.kv.stages, stage => stage.stage))
const labels = oncePerView(view => firstBy(view.connectors, connector => connector.label))
const entriesById = oncePerView(view =>
  firstBy(
    view.config.stages.filter(stage => stage.id !== null),
    stage => stage.id ?? '',
  ),
)
const idsByPosition = oncePerView(view => {
  const ids = new Map<unknown, string | null>()
  for (const { id, place } of view.config.stages) if (!ids.has(place.path[1])) ids.set(place.path[1], id)
  return ids
})
const specsByEdge = oncePerView(view => firstBy(specEdges(view), keyOfEdge))
const specsByStage = oncePerView(view => groupBy(specEdges(view), edge => new Set([edge.from, edge.to])))

/** Edges of the runtime's configuration, as far as it could be read. */
export const specEdges = (view: RuleView): readonly EdgeSpec[] =>
  view.transfer.ok ? (view.transfer.value?.connectors ?? []) : []

/** Those of them that begin or end at the stage. */
export const specEdgesOf = (view: RuleView, stage: string): readonly EdgeSpec[] =>
  specsByStage(view).get(stage) ?? []

/** The edge as the runtime's configuration has it. */
export const specOf = (view: RuleView, { from, to }: EdgeRef): EdgeSpec | undefined =>
  specsByEdge(view).get(edgeKey(from, to))

/** The edge as the graph shows it. */
export const shownEdge = (view: RuleView, { from, to }: EdgeRef): EdgeView | undefined =>
  shownEdges(view).get(edgeKey(from, to))

/** The edges of the graph that begin at the stage. */
export const edgesFrom = (view: RuleView, stage: string): readonly EdgeView[] =>
  edgesByStart(view).get(stage) ?? []

/** The KV transfers of an edge. */
export const kvTransfersOf = (view: RuleView, { from, to }: EdgeRef): readonly KvTransfer[] =>
  transfers(view).get(edgeKey(from, to)) ?? []

/** What the KV manager of a stage does. */
export const kvStageOf = (view: RuleView, stage: string): KvStage | undefined => managers(view).get(stage)

/** Ids of the stages that an edge begins or ends at. */
export const touchedStages = oncePerView(
  (view): ReadonlySet<string> => new Set(view.edges.flatMap(edge => [edge.from, edge.to])),
)

/** Where the connector of that label is defined. */
export const connectorPath = (view: RuleView, label: string | null): Path | undefined =>
  label === null ? undefined : labels(view).get(label)?.path

/** The id of the entry at that position of this text's list; null for one without. */
export const stageIdAt = (view: RuleView, position: number): string | null =>
  idsByPosition(view).get(position) ?? null

/** The stage's first entry in what the parser gets. */
export const stageEntry = (view: RuleView, id: string) => entriesById(view).get(id)
