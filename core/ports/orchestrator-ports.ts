import type { RuntimeSpec } from '../resolve/index.ts'
import { createConnectorsFromConfig, getOmniReplicaId } from '../resolve/index.ts'
import { dictGet, isDict, isInt } from '../value/index.ts'
import type { PortCollector } from './collector.ts'
import { bindHost, type EngineEdge, type PortContext } from './engine-edge.ts'
import { portFormula } from './formula.ts'

/** The orchestrator's own sending connector, which it makes for every edge. */
export function addOrchestratorPort(engine: EngineEdge, context: PortContext, to: PortCollector): void {
  const made = createConnectorsFromConfig<RuntimeSpec>(
    [engine.edge],
    {
      callerStageId: 'orchestrator',
      isSender: true,
      factory: spec => ({ ok: true, value: spec }),
    },
    { env: context.env, target: context.target.id },
  )
  if (!made.ok) {
    to.fault(engine, made.error)
    return
  }
  const extra = made.value[0]?.connector.extra ?? null
  const port = isDict(extra) ? dictGet(extra, 'zmq_port') : undefined
  if (!isDict(extra) || !isInt(port)) return
  const { target } = context
  const { from } = engine.edge
  const replica = target.ports.orchestratorReplica ? Number(getOmniReplicaId(context.env)) : 0
  const terms = { base: engine.base, purpose: 'orchestrator' as const, replica, rank: 0, from }
  to.add(engine, {
    purpose: 'orchestrator',
    action: 'bind',
    stage: 'orchestrator',
    replica,
    rank: 0,
    host: bindHost(extra, engine.name, target),
    port,
    formula: portFormula(terms, target.ports, port),
  })
}
