import type { AnalysisContext, EdgeView, PortPlan, StageView } from '../contract/analysis.ts'
import type { KvPlan } from '../contract/effective.ts'
import type { Path } from '../document/index.ts'
import { edgeId } from '../graph/index.ts'
import type { TransferConfig } from '../resolve/index.ts'
import { PortCollector } from './collector.ts'
import { engineEdge, portContext } from './engine-edge.ts'
import { addKvPorts, indexKv } from './kv-ports.ts'
import { addOrchestratorPort } from './orchestrator-ports.ts'
import { addRequestPorts } from './request-ports.ts'

export interface PortInput {
  readonly context: AnalysisContext
  readonly transfer: TransferConfig | null
  readonly stages: readonly StageView[]
  readonly edges: readonly EdgeView[]
  readonly kv: KvPlan
  /** Where named connectors are defined. */
  readonly connectorsPath: Path
}

/**
 * Every socket that the transfer engines of a configuration bind or dial, edge by edge: the payload path of each
 * replica and TP rank, the KV path where caches travel, and the orchestrator's own. Senders bind, receivers dial.
 * Stages that nobody declares run nowhere, so they have no sockets.
 */
export function planPorts(input: PortInput): PortPlan {
  const context = portContext(input.context, input.connectorsPath)
  const stages = new Map(
    input.stages.filter(stage => stage.origin !== 'ghost').map(stage => [stage.id, stage]),
  )
  const views = new Map(input.edges.map(edge => [edge.id, edge]))
  const kv = indexKv(input.kv)
  const collector = new PortCollector()
  for (const edge of input.transfer?.connectors ?? []) {
    const engine = engineEdge(edge, views.get(edgeId(edge.from, edge.to)), context)
    if (engine === null) continue
    if (!engine.ok) {
      collector.complain(edge, engine.error.message, engine.error.cause ?? engine.error.type)
      continue
    }
    addRequestPorts(engine.value, stages, context, collector)
    addKvPorts(engine.value, stages, kv, context, collector)
    addOrchestratorPort(engine.value, context, collector)
  }
  return collector.plan()
}
