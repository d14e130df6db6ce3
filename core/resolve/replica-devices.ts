import type { Result } from '../contract/index.ts'
import type { PyInt, PyValue } from '../value/index.ts'
import { attempt, type RuntimeFault, raise } from './fault.ts'
import { addInts, multiplyInts, reprOf, tryInt } from './python.ts'
import type { StageId } from './types.ts'

export interface DeviceSplit {
  readonly stageId: StageId
  /** `devices` as written: indices with commas. Null = the launcher's own devices. */
  readonly devices: string | null
  readonly replicas: number
  /** TP size of an LLM stage, world size of a diffusion stage. */
  readonly devicesPerReplica: number
}

function readOffsets(split: DeviceSplit, ids: readonly string[]): readonly PyInt[] {
  const { stageId, devices, devicesPerReplica } = split
  const offsets = ids.map(
    id =>
      tryInt(id) ??
      raise('ValueError', `Stage ${stageId}: template-mode devices must be ints, got ${reprOf(devices)}`),
  )
  const outside: readonly PyValue[] = offsets.filter(offset => offset < 0 || offset >= devicesPerReplica)
  if (outside.length > 0)
    raise(
      'ValueError',
      `Stage ${stageId}: template-mode device offset(s) ${reprOf(outside)} out of range [0, ${devicesPerReplica}); devices=${reprOf(devices)}`,
    )
  return offsets
}

/**
 * The devices of each replica (runtime: `split_devices_for_replicas`). A list for all replicas is cut into slices; a
 * list for one replica is a template that moves on by its length. ValueError names both lengths that would do.
 */
export function splitDevicesForReplicas(
  split: DeviceSplit,
): Result<readonly (string | null)[], RuntimeFault> {
  const { stageId, devices, replicas, devicesPerReplica } = split
  return attempt(() => {
    if (devices === null) return Array.from({ length: Math.max(1, replicas) }, () => null)
    if (replicas <= 1) return [devices]
    const ids = devices
      .split(',')
      .map(id => id.trim())
      .filter(id => id !== '')
    const each = Array.from({ length: replicas }, (_, replica) => replica)
    if (ids.length === replicas * devicesPerReplica)
      return each.map(replica =>
        ids.slice(replica * devicesPerReplica, (replica + 1) * devicesPerReplica).join(','),
      )
    if (ids.length === devicesPerReplica) {
      const offsets = readOffsets(split, ids)
      return each.map(replica =>
        offsets.map(offset => addInts(multiplyInts(replica, devicesPerReplica), offset)).join(','),
      )
    }
    return raise(
      'ValueError',
      `Stage ${stageId}: devices=${reprOf(devices)} has ${ids.length} id(s); need either ${devicesPerReplica} (per-replica template) or ${replicas * devicesPerReplica} (pool). num_replicas=${replicas}, devices_per_replica=${devicesPerReplica}.`,
    )
  })
}
