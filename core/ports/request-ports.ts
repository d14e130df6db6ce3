import type { StageView } from '../contract/analysis.ts'
import type { Result } from '../contract/result.ts'
import {
  expandEnvInt,
  getConnectorsConfigForStage,
  type RuntimeFault,
  resolveConnectorSpec,
} from '../resolve/index.ts'
import { dictGet, isDict, isInt, type PyDict, type PyInt, pyInt } from '../value/index.ts'
import type { PortCollector } from './collector.ts'
import { bindHost, type EngineEdge, type PortContext, processOf, roleOf, textAt } from './engine-edge.ts'
import { portFormula, writtenFormula } from './formula.ts'

/** One process of one end of an edge. */
interface Process {
  readonly engine: EngineEdge
  readonly stage: StageView
  readonly sends: boolean
  readonly replica: number
  readonly rank: number
}

/**
 * The extra that the process's connector is made with. Targets that work ports out in the worker leave outbound edges
 * of later stages out of the stage's configuration; their senders resolve the edge's own specification all the same.
 */
function extraOf(process: Process, context: PortContext): Result<PyDict, RuntimeFault> {
  const { engine, stage, sends, replica, rank } = process
  const runtime = processOf(context, rank, replica)
  const { from, to, spec } = engine.edge
  if (context.target.ports.appliedAt === 'creation') {
    const id = pyInt(stage.id)
    const made = resolveConnectorSpec(
      { name: spec.name, extra: new Map([...spec.extra, ['from_stage', from]]) },
      {
        stageId: id.ok ? id.value : 0,
        role: sends ? 'sender' : 'receiver',
        localRank: rank,
        replicaId: replica,
      },
      runtime,
    )
    if (!made.ok) return made
    return { ok: true, value: isDict(made.value.extra) ? made.value.extra : new Map() }
  }
  const config = getConnectorsConfigForStage({ connectors: [engine.edge] }, stage.id, runtime)
  if (!config.ok) return config
  const entry = dictGet(config.value, sends ? `to_stage_${to}` : `from_stage_${from}`)
  const made = isDict(entry) ? dictGet(entry, 'spec') : undefined
  const extra = isDict(made) ? dictGet(made, 'extra') : undefined
  return { ok: true, value: isDict(extra) ? extra : new Map() }
}

const terms = ({ engine, replica, rank }: Process) => ({
  base: engine.base,
  purpose: 'request_forwarding' as const,
  replica,
  rank,
  from: engine.edge.from,
})

const shared = ({ stage, replica, rank }: Process) => ({
  purpose: 'request_forwarding' as const,
  stage: stage.id,
  replica,
  rank,
})

/** A receiver that was given a sender's role binds the base port, which nobody has offset for it. */
function addBind(process: Process, extra: PyDict, context: PortContext, to: PortCollector): void {
  const { engine, sends } = process
  const written = dictGet(extra, 'zmq_port') ?? context.target.ports.defaultBase
  const port = isInt(written)
    ? { ok: true as const, value: written }
    : expandEnvInt(written, 'zmq_port', context.env)
  if (!port.ok) {
    to.fault(engine, port.error)
    return
  }
  to.add(engine, {
    ...shared(process),
    action: 'bind',
    host: bindHost(extra, engine.name, context.target),
    port: port.value,
    formula: sends
      ? portFormula(terms(process), context.target.ports, port.value)
      : writtenFormula('zmq_port', port.value),
  })
}

function addDial(process: Process, extra: PyDict, context: PortContext, to: PortCollector): void {
  const { engine } = process
  const port = dictGet(extra, 'sender_zmq_port') ?? null
  if (port === null) return
  const number: Result<PyInt, RuntimeFault> = isInt(port)
    ? { ok: true, value: port }
    : expandEnvInt(port, 'sender_zmq_port', context.env)
  if (!number.ok) {
    to.fault(engine, number.error)
    return
  }
  const literal = (dictGet(engine.edge.spec.extra, 'sender_zmq_port') ?? null) !== null
  to.add(engine, {
    ...shared(process),
    action: 'dial',
    host: textAt(extra, 'sender_host') ?? 'auto',
    port: number.value,
    formula: literal
      ? writtenFormula('sender_zmq_port', number.value)
      : portFormula(terms(process), context.target.ports, number.value),
  })
}

/** A middle stage's NIXL connector receives, and listens on a port of its own for what it sends. */
function addOutgoing(process: Process, extra: PyDict, context: PortContext, to: PortCollector): void {
  const outgoing = dictGet(extra, 'outgoing')
  const port = dictGet(extra, 'zmq_port')
  if (context.target.ports.appliedAt !== 'creation' || !isDict(outgoing) || !isInt(port)) return
  const base = dictGet(outgoing, 'zmq_port') ?? context.target.ports.defaultBase
  const from = textAt(outgoing, 'from_stage') ?? process.stage.id
  to.add(process.engine, {
    ...shared(process),
    action: 'bind',
    host: bindHost(extra, process.engine.name, context.target),
    port,
    formula: portFormula(
      { ...terms(process), base: isInt(base) ? base : port, from },
      context.target.ports,
      port,
    ),
  })
}

function addProcess(process: Process, context: PortContext, to: PortCollector): void {
  const extra = extraOf(process, context)
  if (!extra.ok) {
    to.fault(process.engine, extra.error)
    return
  }
  const role = roleOf(extra.value)
  if (role === 'sender' || role === 'dual') addBind(process, extra.value, context, to)
  if (process.sends) return
  if (role === 'receiver' || role === 'dual') addDial(process, extra.value, context, to)
  if (role === 'receiver') addOutgoing(process, extra.value, context, to)
}

/** The sockets of the payload path: every worker of the sender binds, every worker of the receiver dials. */
export function addRequestPorts(
  engine: EngineEdge,
  stages: ReadonlyMap<string, StageView>,
  context: PortContext,
  to: PortCollector,
): void {
  const ends = [
    { stage: stages.get(engine.edge.from), sends: true },
    { stage: stages.get(engine.edge.to), sends: false },
  ]
  for (const { stage, sends } of ends) {
    if (stage === undefined) continue
    for (let replica = 0; replica < stage.replicas; replica += 1)
      for (let rank = 0; rank < stage.tensorParallelSize; rank += 1) {
        addProcess({ engine, stage, sends, replica, rank }, context, to)
        if (to.done(engine)) return
      }
  }
}
