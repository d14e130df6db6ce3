import type { Result } from '../contract/index.ts'
import type { PyDict, PyValue } from '../value/index.ts'
import { expandInt } from './environment.ts'
import { attempt, faultOf, type RuntimeFault } from './fault.ts'
import { basePort, processOffset, rankOf, replicaOf, stageOffset, targetOf } from './ports.ts'
import { addInts, getOr, inNameSet, intOf, setDefault } from './python.ts'
import type { LoadedSpec, RuntimeContext, RuntimeEdge, StageId, TransferConfig } from './types.ts'

/** Which ends of an edge a stage is. Both for an edge from a stage to itself. */
interface Ends {
  readonly puts: boolean
  readonly gets: boolean
}

/** An extra under construction. */
export type MutableExtra = Map<PyValue, PyValue>

/** The receiver's idea of the sender's address: `host` even when that is null, else this machine. */
export function fillSenderHost(extra: MutableExtra): void {
  setDefault(extra, 'sender_host', getOr(extra, 'host', '127.0.0.1'))
}

/**
 * Replaces the base port by the port that this stage binds, and fills in the port that it dials (runtime:
 * `_apply_transfer_engine_ports`). The purpose adds nothing here; a port written for the sender is taken literally.
 */
function applyPorts(extra: MutableExtra, from: string, ends: Ends, runtime: RuntimeContext): void {
  const base = basePort(extra, runtime)
  const port = addInts(base, stageOffset(from), processOffset(replicaOf(runtime), rankOf(runtime)))
  if (ends.puts) extra.set('zmq_port', port)
  if (!ends.gets) return
  const written = getOr(extra, 'sender_zmq_port', null)
  extra.set(
    'sender_zmq_port',
    written === null ? port : expandInt(written, 'sender_zmq_port', runtime.env ?? {}),
  )
  fillSenderHost(extra)
}

function extraForStage(edge: RuntimeEdge<LoadedSpec>, ends: Ends, runtime: RuntimeContext): MutableExtra {
  const target = targetOf(runtime)
  const extra: MutableExtra = new Map(edge.spec.extra)
  if (target.injectsRole && ends.puts !== ends.gets)
    setDefault(extra, 'role', ends.puts ? 'sender' : 'receiver')
  if (target.injectsStages) {
    extra.set('from_stage', intOf(edge.from))
    extra.set('to_stage', intOf(edge.to))
  }
  if (target.ports.appliedAt === 'planning' && inNameSet(target.transferEngines, edge.spec.name))
    applyPorts(extra, edge.from, ends, runtime)
  return extra
}

const specEntry = (name: PyValue, extra: PyDict): PyDict =>
  new Map<PyValue, PyValue>([
    [
      'spec',
      new Map<PyValue, PyValue>([
        ['name', name],
        ['extra', extra],
      ]),
    ],
  ])

/** As {@link getConnectorsConfigForStage}, for code inside the resolver: raises. */
export function stageConfig(
  config: TransferConfig | null,
  stageId: StageId,
  runtime: RuntimeContext,
): PyDict {
  const entries = new Map<PyValue, PyValue>()
  const stage = String(stageId)
  const sends = targetOf(runtime).outbound === 'every-stage' || stage === '0'
  for (const edge of config?.connectors ?? []) {
    const ends = { puts: sends && edge.from === stage, gets: edge.to === stage }
    if (!ends.puts && !ends.gets) continue
    const extra = extraForStage(edge, ends, runtime)
    if (ends.gets) entries.set(`from_stage_${edge.from}`, specEntry(edge.spec.name, extra))
    if (ends.puts) entries.set(`to_stage_${edge.to}`, specEntry(edge.spec.name, new Map(extra)))
  }
  return entries
}

/**
 * What a worker of the stage gets (runtime: `get_connectors_config_for_stage`): `from_stage_X` and `to_stage_Y`, each
 * `{spec: {name, extra}}`, in registration order, with role and ports for the given rank and replica. Fails as the
 * runtime does, at the first edge whose port is no integer.
 */
export const getConnectorsConfigForStage = (
  config: TransferConfig | null,
  stageId: StageId,
  runtime: RuntimeContext = {},
): Result<PyDict, RuntimeFault> => attempt(() => stageConfig(config, stageId, runtime))

/** An outcome that can't fail, and the warnings logged on the way. */
export interface Tolerated<T> {
  readonly ok: true
  readonly value: T
  readonly warnings: readonly string[]
}

/**
 * The tolerant variant (runtime: `get_stage_connector_config`): one bad edge leaves the whole stage without
 * connectors, and only a warning tells.
 */
export function getStageConnectorConfig(
  config: TransferConfig | null,
  stageId: StageId,
  runtime: RuntimeContext = {},
): Tolerated<PyDict> {
  try {
    return { ok: true, value: stageConfig(config, stageId, runtime), warnings: [] }
  } catch (error) {
    const warning = `Failed to build connector config for stage ${stageId}: ${faultOf(error).message}. Using IPC fallback.`
    return { ok: true, value: new Map(), warnings: [warning] }
  }
}
