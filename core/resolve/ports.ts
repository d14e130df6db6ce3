import type { PortPurpose, Result } from '../contract/index.ts'
import { DEFAULT_TARGET, TARGETS, type Target } from '../targets/index.ts'
import { type PyDict, type PyInt, type PyValue, pyInt } from '../value/index.ts'
import { expandInt, getConnectorLocalRank, getOmniReplicaId } from './environment.ts'
import { attempt, type RuntimeFault, raise } from './fault.ts'
import { addInts, getOr, intOf, multiplyInts, reprOf, tryInt } from './python.ts'
import type { RuntimeContext } from './types.ts'

/** What each purpose adds to the base port. */
export const REQUEST_FORWARDING_PORT_OFFSET = 0
export const KV_TRANSFER_PORT_OFFSET = 100
export const ORCHESTRATOR_PORT_OFFSET = 200
/** Distance between the ports of neighbouring TP ranks, and between those of neighbouring replicas. */
export const KV_RANK_PORT_STRIDE = 16
export const KV_REPLICA_PORT_STRIDE = 1024

const LARGEST_PORT = 65535

export const targetOf = (runtime: RuntimeContext): Target => TARGETS[runtime.target ?? DEFAULT_TARGET]

/** The TP rank of the process: the given one, else what the environment tells. */
export const rankOf = (runtime: RuntimeContext): PyInt =>
  runtime.localRank ?? getConnectorLocalRank(runtime.env ?? {})

/** The replica of the process: the given one, else what the environment tells. */
export const replicaOf = (runtime: RuntimeContext): PyInt =>
  runtime.replicaId ?? getOmniReplicaId(runtime.env ?? {})

/** `zmq_port` of an extra as an integer; the default base where the key is absent. A null is an error. */
export const basePort = (extra: PyDict, runtime: RuntimeContext): PyInt =>
  expandInt(getOr(extra, 'zmq_port', targetOf(runtime).ports.defaultBase), 'zmq_port', runtime.env ?? {})

/** The sender's id as a port offset; a name counts as 0. */
export const stageOffset = (fromStage: PyValue): PyInt => tryInt(fromStage) ?? 0

/** What replica and rank add to a port. */
export const processOffset = (replica: PyInt, rank: PyInt): PyInt =>
  addInts(multiplyInts(replica, KV_REPLICA_PORT_STRIDE), multiplyInts(rank, KV_RANK_PORT_STRIDE))

const PURPOSE_OFFSETS: Readonly<Record<PortPurpose, number>> = {
  request_forwarding: REQUEST_FORWARDING_PORT_OFFSET,
  kv_transfer: KV_TRANSFER_PORT_OFFSET,
  orchestrator: ORCHESTRATOR_PORT_OFFSET,
}

const isPurpose = (purpose: string): purpose is PortPurpose => Object.hasOwn(PURPOSE_OFFSETS, purpose)

/** What a purpose adds where nothing is checked: an unknown one adds nothing, and neither does `orchestrator`. */
export const uncheckedPurposeOffset = (purpose: string): number =>
  isPurpose(purpose) && purpose !== 'orchestrator' ? PURPOSE_OFFSETS[purpose] : 0

export interface PortRequest {
  readonly basePort: PyInt
  /** `request_forwarding`, `kv_transfer` or `orchestrator`. Default `request_forwarding`. */
  readonly purpose?: string
  readonly fromStage: PyInt
  /** Default 0. */
  readonly localRank?: PyInt
  /** Default 0. */
  readonly replicaId?: PyInt
}

/** As {@link computeConnectorZmqPort}, for code inside the resolver: raises. */
export function checkedPort(request: PortRequest): PyInt {
  const { basePort: base, purpose = 'request_forwarding', fromStage, localRank = 0, replicaId = 0 } = request
  if (!isPurpose(purpose)) return raise('ValueError', `Unsupported connector purpose: ${reprOf(purpose)}`)
  if (fromStage < 0 || fromStage >= KV_RANK_PORT_STRIDE)
    raise('ValueError', `from_stage must be in [0, ${KV_RANK_PORT_STRIDE}), got ${fromStage}`)
  if (localRank < 0) raise('ValueError', `local_rank must be non-negative, got ${localRank}`)
  if (replicaId < 0) raise('ValueError', `replica_id must be non-negative, got ${replicaId}`)
  const port = addInts(base, PURPOSE_OFFSETS[purpose], processOffset(replicaId, localRank), fromStage)
  if (port < 1 || port > LARGEST_PORT)
    raise('ValueError', `Resolved connector port must be in [1, ${LARGEST_PORT}], got ${port}`)
  return port
}

/**
 * The port of a transfer engine with every part checked against its range (runtime, from 2026-09 on:
 * `compute_connector_zmq_port`). ValueError for an unknown purpose, a sender outside 0 to 15, a negative rank or
 * replica, or a port outside 1 to 65535.
 */
export const computeConnectorZmqPort = (request: PortRequest): Result<PyInt, RuntimeFault> =>
  attempt(() => checkedPort(request))

export interface KvPortRequest {
  readonly basePort: PyInt
  /** Id of the sending stage; a name counts as 0. */
  readonly fromStage: PyValue
  /** Default 0, not the environment's. */
  readonly localRank?: PyInt
}

/**
 * The port that a sender of KV caches listens on (runtime: `kv_zmq_port`): base + 100 + replica x 1024 + rank x 16 +
 * sender. The replica is the context's or the environment's. Targets from 2026-09 on check the ranges as
 * {@link computeConnectorZmqPort} does.
 */
export function kvZmqPort(request: KvPortRequest, runtime: RuntimeContext = {}): Result<PyInt, RuntimeFault> {
  return attempt(() => {
    const fromStage = stageOffset(request.fromStage)
    const [localRank, replicaId] = [request.localRank ?? 0, replicaOf(runtime)]
    if (targetOf(runtime).ports.checked)
      return checkedPort({
        basePort: request.basePort,
        purpose: 'kv_transfer',
        fromStage,
        localRank,
        replicaId,
      })
    return addInts(request.basePort, KV_TRANSFER_PORT_OFFSET, processOffset(replicaId, localRank), fromStage)
  })
}

/** The sender's id where targets insist on integers (runtime, from 2026-09 on). */
export function requireStageNumber(stage: PyValue): PyInt {
  const result = pyInt(stage)
  return result.ok
    ? result.value
    : raise('ValueError', `Transfer-engine stage id must be an integer, got ${reprOf(stage)}`)
}

/**
 * The replica where targets read the variable strictly (runtime, from 2026-09 on): a text that is no integer
 * raises, a negative number is 0.
 */
export function strictReplicaOf(runtime: RuntimeContext): PyInt {
  if (runtime.replicaId !== undefined) return runtime.replicaId
  const env = runtime.env ?? {}
  const text = Object.hasOwn(env, 'VLLM_OMNI_REPLICA_ID') ? env.VLLM_OMNI_REPLICA_ID : undefined
  const replica = intOf(text || '0')
  return replica > 0 ? replica : 0
}
