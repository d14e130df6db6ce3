import type { EdgeSpec, StageView } from '../contract/analysis.ts'
import type { Path } from '../document/index.ts'
import { edgeId } from '../graph/index.ts'
import { type EngineEdge, engineEdge, portContext } from '../ports/engine-edge.ts'
import { kvStageOf, specEdges } from './lookups.ts'
import { oncePerView } from './once.ts'
import type { RuleView } from './view.ts'

/** An edge with a transfer engine, whose ports the framework computes. */
export interface Engine {
  readonly edge: EdgeSpec
  readonly name: string
  readonly label: string | null
  /** Base port before any offset. */
  readonly base: number
  /** Where the base is written, or the definition that leaves it out. */
  readonly path: Path
  /** Null for an end that nobody declares. */
  readonly sender: StageView | null
  readonly receiver: StageView | null
  /** True when the sender's KV manager listens on the edge too. */
  readonly sendsKv: boolean
}

const declared = (view: RuleView, id: string): StageView | null =>
  view.declared.has(id) ? (view.stageById.get(id) ?? null) : null

function toEngine(view: RuleView, edge: EdgeSpec, engine: EngineEdge): Engine {
  const { from, to } = edge
  const manager = kvStageOf(view, from)
  return {
    edge,
    name: engine.name,
    label: engine.label,
    base: Number(engine.base),
    path: engine.path,
    sender: declared(view, from),
    receiver: declared(view, to),
    sendsKv: manager?.needSend === true && manager.from === from && manager.to === to,
  }
}

/** The transfer-engine edges whose base port is known. */
export const enginesOf = oncePerView((view): readonly Engine[] => {
  const context = portContext(view.context, view.config.connectorsPath)
  const views = new Map(view.edges.map(edge => [edge.id, edge]))
  return specEdges(view).flatMap(edge => {
    const engine = engineEdge(edge, views.get(edgeId(edge.from, edge.to)), context)
    return engine?.ok ? [toEngine(view, edge, engine.value)] : []
  })
})
