import type { Result } from '../contract/index.ts'
import { isDict, type PyDict, type PyInt, type PyValue, pyTruthy } from '../value/index.ts'
import { attempt, type RuntimeFault } from './fault.ts'
import { basePort, checkedPort, targetOf } from './ports.ts'
import { dictOf, getOr, inNameSet, intOf, setDefault } from './python.ts'
import { fillSenderHost, type MutableExtra } from './stage-config.ts'
import type { RuntimeContext, RuntimeSpec } from './types.ts'

/** `dict(extra) if extra else {}`. */
export const copyExtra = (extra: PyValue): MutableExtra => (pyTruthy(extra) ? dictOf(extra) : new Map())

export interface SpecRequest {
  /** Stage that the connector is for. */
  readonly stageId: PyInt
  /** `sender`, `receiver`, `dual`; absent or null leaves the written one. */
  readonly role?: PyValue
  /** Default `request_forwarding`. */
  readonly purpose?: string
  /** Default 0. */
  readonly localRank?: PyInt
  /** Default 0. */
  readonly replicaId?: PyInt
}

function portOf(extra: PyDict, request: SpecRequest, runtime: RuntimeContext): PyInt {
  const { stageId, purpose = 'request_forwarding', localRank = 0, replicaId = 0 } = request
  return checkedPort({
    basePort: basePort(extra, runtime),
    purpose,
    fromStage: intOf(getOr(extra, 'from_stage', stageId)),
    localRank,
    replicaId,
  })
}

/** A receiver binds nothing, except where NIXL gives a middle stage a listener of its own for its outgoing side. */
function resolveReceiver(
  name: PyValue,
  extra: MutableExtra,
  request: SpecRequest,
  runtime: RuntimeContext,
): void {
  const port = extra.has('sender_zmq_port') ? null : portOf(extra, request, runtime)
  fillSenderHost(extra)
  if (port !== null) setDefault(extra, 'sender_zmq_port', port)
  extra.delete('zmq_port')
  const outgoing = getOr(extra, 'outgoing', null)
  if (name !== 'NixlConnector' || !isDict(outgoing)) return
  extra.set('zmq_port', portOf(outgoing, request, runtime))
  extra.set('host', getOr(outgoing, 'host', 'auto'))
}

/** As {@link resolveConnectorSpec}, for code inside the resolver: raises. */
export function resolvedSpec(spec: RuntimeSpec, request: SpecRequest, runtime: RuntimeContext): RuntimeSpec {
  const extra = copyExtra(spec.extra)
  const role = request.role ?? null
  extra.set('stage_id', request.stageId)
  if (role !== null) extra.set('role', role)
  if (inNameSet(targetOf(runtime).transferEngines, spec.name)) {
    if (role === 'receiver') resolveReceiver(spec.name, extra, request, runtime)
    else extra.set('zmq_port', portOf(extra, request, runtime))
  }
  return { name: spec.name, extra }
}

/**
 * The final specification of a connector in one process (runtime, from 2026-09 on: `resolve_connector_spec`): stage
 * and role are written into a copy of the extra; a transfer engine that binds gets its port, one that receives gets
 * the sender's address and loses `zmq_port`. A sender's port that is written stays as it is, a null included.
 */
export const resolveConnectorSpec = (
  spec: RuntimeSpec,
  request: SpecRequest,
  runtime: RuntimeContext = { target: '2026-09' },
): Result<RuntimeSpec, RuntimeFault> => attempt(() => resolvedSpec(spec, request, runtime))
