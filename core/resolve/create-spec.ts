import { copyExtra, resolvedSpec } from './connector-spec.ts'
import { isDigits } from './digits.ts'
import {
  basePort,
  ORCHESTRATOR_PORT_OFFSET,
  processOffset,
  rankOf,
  replicaOf,
  requireStageNumber,
  stageOffset,
  strictReplicaOf,
  targetOf,
  uncheckedPurposeOffset,
} from './ports.ts'
import { addInts, getOr, inNameSet, intOf, setDefault } from './python.ts'
import { fillSenderHost } from './stage-config.ts'
import type { RuntimeContext, RuntimeEdge, RuntimeSpec, StageId } from './types.ts'

/** Who creates connectors, and what for. */
export interface Caller {
  /** `request_forwarding` (default) or `kv_transfer`. */
  readonly purpose?: string
  /** Stage whose process it is, or `orchestrator`. */
  readonly callerStageId?: StageId | null
  /** Forces the role; absent or null lets the caller's place at the edge decide. */
  readonly isSender?: boolean | null
}

const callerText = (caller: Caller): string | null =>
  caller.callerStageId === undefined || caller.callerStageId === null ? null : String(caller.callerStageId)

/** The role before the 2026-09 target: a caller that is neither end sends; nobody's connector keeps its own. */
function uncheckedRole(edge: RuntimeEdge, caller: Caller): 'sender' | 'receiver' | null {
  const { isSender = null } = caller
  if (isSender !== null) return isSender ? 'sender' : 'receiver'
  const id = callerText(caller)
  if (id === null) return null
  return id !== edge.from && id === edge.to ? 'receiver' : 'sender'
}

function uncheckedSpec(edge: RuntimeEdge, caller: Caller, runtime: RuntimeContext): RuntimeSpec {
  const extra = copyExtra(edge.spec.extra)
  const base = basePort(extra, runtime)
  const port =
    callerText(caller) === 'orchestrator'
      ? addInts(base, ORCHESTRATOR_PORT_OFFSET, stageOffset(edge.from))
      : addInts(
          base,
          uncheckedPurposeOffset(caller.purpose ?? 'request_forwarding'),
          stageOffset(edge.from),
          processOffset(replicaOf(runtime), rankOf(runtime)),
        )
  extra.set('zmq_port', port)
  const role = uncheckedRole(edge, caller)
  extra.set('role', role ?? getOr(extra, 'role', 'auto'))
  if (role === 'receiver') {
    fillSenderHost(extra)
    setDefault(extra, 'sender_zmq_port', port)
  }
  return { name: edge.spec.name, extra }
}

function checkedSpec(edge: RuntimeEdge, caller: Caller, runtime: RuntimeContext): RuntimeSpec {
  const from = requireStageNumber(edge.from)
  const to = intOf(edge.to)
  const id = callerText(caller)
  const orchestrator = id === 'orchestrator'
  const { isSender = null, purpose = 'request_forwarding' } = caller
  const extra = copyExtra(edge.spec.extra)
  const own = id === edge.to ? 'receiver' : id === edge.from ? 'sender' : getOr(extra, 'role', 'auto')
  extra.set('from_stage', from)
  extra.set('to_stage', to)
  return resolvedSpec(
    { name: edge.spec.name, extra },
    {
      stageId: id !== null && isDigits(id) ? intOf(id) : from,
      role: isSender === null ? own : isSender ? 'sender' : 'receiver',
      purpose: orchestrator ? 'orchestrator' : purpose,
      localRank: orchestrator ? 0 : rankOf(runtime),
      replicaId: strictReplicaOf(runtime),
    },
    runtime,
  )
}

/** The specification that the factory gets for an edge: transfer engines get ports and a role, others pass. */
export function specToCreate(edge: RuntimeEdge, caller: Caller, runtime: RuntimeContext): RuntimeSpec {
  const target = targetOf(runtime)
  if (!inNameSet(target.transferEngines, edge.spec.name)) return edge.spec
  return target.ports.checked ? checkedSpec(edge, caller, runtime) : uncheckedSpec(edge, caller, runtime)
}
