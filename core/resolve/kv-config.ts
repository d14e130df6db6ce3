import type { Result } from '../contract/index.ts'
import { isString, type PyDict, type PyInt, type PyValue } from '../value/index.ts'
import { compareText, isDigits } from './digits.ts'
import { attempt, type RuntimeFault, raiseNative } from './fault.ts'
import { intOf, setDefault } from './python.ts'
import type { LoadedSpec, StageId, TransferConfig } from './types.ts'

/** The connector that a stage's KV manager uses, and the edge; all null where no edge touches the stage. */
export interface OmniKvConfig {
  /** `{type: connector name, ...extra, role}`. */
  readonly config: PyDict | null
  readonly from: string | null
  readonly to: string | null
}

interface Neighbour {
  readonly id: string
  readonly key: PyInt | string
  readonly spec: LoadedSpec
}

/** Ids of digits only go by number, others by text; Python refuses to order the one against the other. */
function compareKeys(a: Neighbour, b: Neighbour): number {
  if (isString(a.key) && isString(b.key)) return compareText(a.key, b.key)
  if (isString(a.key) || isString(b.key))
    return raiseNative('TypeError', "'<' not supported between instances of 'str' and 'int'")
  return a.key < b.key ? -1 : a.key > b.key ? 1 : 0
}

function smallest(neighbours: readonly Neighbour[]): Neighbour | null {
  return neighbours.toSorted(compareKeys)[0] ?? null
}

const neighbour = (id: string, spec: LoadedSpec): Neighbour => ({
  id,
  key: isDigits(id) ? intOf(id) : id,
  spec,
})

function connectorConfig(spec: LoadedSpec, role: string): PyDict {
  const config = new Map<PyValue, PyValue>([['type', spec.name], ...spec.extra])
  setDefault(config, 'role', role)
  return config
}

/**
 * The connector configuration that is put into `omni_kv_config` of a stage (runtime:
 * `resolve_omni_kv_config_for_stage`). An outgoing edge wins over an incoming one, and of several the one with the
 * smallest neighbour, so a middle stage only ever sends. `type` in the extra overrides the connector's name.
 */
export function resolveOmniKvConfigForStage(
  config: TransferConfig | null,
  stageId: StageId,
): Result<OmniKvConfig, RuntimeFault> {
  const stage = String(stageId)
  const edges = config?.connectors ?? []
  return attempt(() => {
    const receiver = smallest(
      edges.filter(edge => edge.from === stage).map(edge => neighbour(edge.to, edge.spec)),
    )
    if (receiver !== null)
      return { config: connectorConfig(receiver.spec, 'sender'), from: stage, to: receiver.id }
    const sender = smallest(
      edges.filter(edge => edge.to === stage).map(edge => neighbour(edge.from, edge.spec)),
    )
    if (sender === null) return { config: null, from: null, to: null }
    return { config: connectorConfig(sender.spec, 'receiver'), from: sender.id, to: stage }
  })
}
