import type { StageView } from '../contract/analysis.ts'
import type { KvPlan, KvStage, KvTransfer } from '../contract/effective.ts'
import { kvZmqPort } from '../resolve/index.ts'
import type { PortCollector } from './collector.ts'
import { bindHost, type EngineEdge, type PortContext, processOf } from './engine-edge.ts'
import { portFormula } from './formula.ts'

interface KvEdge {
  readonly engine: EngineEdge
  readonly sender: StageView
  readonly context: PortContext
}

interface KvPort {
  readonly port: number | bigint
  readonly formula: string
}

/** The port that a rank of a replica of the sender listens on; complains and gives null where there is none. */
function kvPort(edge: KvEdge, replica: number, rank: number, to: PortCollector): KvPort | null {
  const { engine, context } = edge
  const { from } = engine.edge
  const port = kvZmqPort(
    { basePort: engine.base, fromStage: from, localRank: rank },
    processOf(context, rank, replica),
  )
  if (!port.ok) {
    to.fault(engine, port.error)
    return null
  }
  const terms = { base: engine.base, purpose: 'kv_transfer' as const, replica, rank, from }
  return { port: port.value, formula: portFormula(terms, context.target.ports, port.value) }
}

function addSenders(edge: KvEdge, to: PortCollector): void {
  const { engine, sender, context } = edge
  for (let replica = 0; replica < sender.replicas; replica += 1)
    for (let rank = 0; rank < sender.tensorParallelSize; rank += 1) {
      const at = kvPort(edge, replica, rank, to)
      if (to.done(engine)) return
      if (at === null) continue
      to.add(engine, {
        purpose: 'kv_transfer',
        action: 'bind',
        stage: sender.id,
        replica,
        rank,
        host: bindHost(engine.edge.spec.extra, engine.name, context.target),
        ...at,
      })
    }
}

/** A receiver learns rank 0's port of the replica that made the request, and adds 16 for each rank it pulls from. */
function addReceivers(edge: KvEdge, receiver: StageView, transfer: KvTransfer, to: PortCollector): void {
  const { engine, sender, context } = edge
  if (transfer.pairs.length === 0) return
  for (let replica = 0; replica < receiver.replicas; replica += 1)
    for (const { fromRank, toRank } of transfer.pairs) {
      const at = kvPort(edge, replica % sender.replicas, fromRank, to)
      if (to.done(engine)) return
      if (at === null) continue
      to.add(engine, {
        purpose: 'kv_transfer',
        action: 'dial',
        stage: receiver.id,
        replica,
        rank: toRank,
        host: bindHost(engine.edge.spec.extra, engine.name, context.target),
        ...at,
      })
    }
}

const isFor = (plan: KvStage | undefined, from: string, to: string): plan is KvStage =>
  plan?.from === from && plan.to === to

/** KV managers by stage and transfers by edge, looked up once for the whole plan. */
export interface KvIndex {
  readonly stages: ReadonlyMap<string, KvStage>
  readonly transfers: ReadonlyMap<string, KvTransfer>
}

const edgeKey = (from: string, to: string): string => JSON.stringify([from, to])

export const indexKv = (kv: KvPlan): KvIndex => ({
  stages: new Map(kv.stages.map(stage => [stage.stage, stage])),
  transfers: new Map(kv.transfers.map(transfer => [edgeKey(transfer.from, transfer.to), transfer])),
})

/** The sockets of the KV path, for an edge that a KV manager was given a connector for. */
export function addKvPorts(
  engine: EngineEdge,
  stages: ReadonlyMap<string, StageView>,
  kv: KvIndex,
  context: PortContext,
  to: PortCollector,
): void {
  const { from, to: target } = engine.edge
  const [sender, receiver] = [stages.get(from), stages.get(target)]
  if (sender === undefined) return
  const edge = { engine, sender, context }
  const sending = kv.stages.get(from)
  if (sending?.needSend && isFor(sending, from, target)) addSenders(edge, to)
  const receiving = kv.stages.get(target)
  const transfer = kv.transfers.get(edgeKey(from, target))
  if (
    receiver !== undefined &&
    transfer !== undefined &&
    receiving?.needRecv &&
    isFor(receiving, from, target)
  )
    addReceivers(edge, receiver, transfer, to)
}
