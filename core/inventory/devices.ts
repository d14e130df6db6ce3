import type { StageView } from '../contract/analysis.ts'
import { splitDevicesForReplicas } from '../resolve/replica-devices.ts'
import { hostOfReplica, placementOf } from './lookup.ts'
import type { HostInventory } from './types.ts'

/** A device that one rank of a replica takes. */
export interface DeviceUse {
  readonly stage: string
  readonly replica: number
  readonly rank: number
  /** Place of the id in the written list; null where the list is a template for all replicas. */
  readonly position: number | null
  /** Host of the inventory; null = no inventory, or the stage is not placed. */
  readonly host: string | null
  /** Id as the replica gets it. */
  readonly yamlId: string
  /** What the launcher sees, logical index by logical index; null = all devices in their own order. */
  readonly visible: readonly string[] | null
  /** Physical device; null = the id leads past the visible ones, or is no index. */
  readonly physical: string | null
}

/** Devices that the launcher of a stage sees; null = not known, taken as all of them. */
export type VisibleDevices = (stage: string, replica: number) => readonly string[] | null

/** Visible devices as the inventory tells them, those of the placement before the host's. */
export const inventoryVisible =
  (inventory: HostInventory | null): VisibleDevices =>
  (stage, replica) =>
    inventory === null
      ? null
      : (placementOf(inventory, stage)?.visibleDevices ??
        hostOfReplica(inventory, stage, replica)?.visibleDevices ??
        null)

const INDEX = /^\d+$/

/** `cpu` leaves the visible devices alone. */
const LEFT_ALONE = new Set(['cpu', 'none', 'null'])

/** False for a stage that takes what its launcher sees: it writes none, or `cpu`. */
export const namesDevices = (stage: StageView): boolean =>
  stage.devices !== null && !stage.devices.some(id => LEFT_ALONE.has(id.toLowerCase()))

interface DeviceLists {
  readonly lists: readonly (readonly string[])[]
  /** Why the runtime refuses to split the list, in its words; the list then counts as written, once. */
  readonly problem: string | null
}

/** Device lists of the replicas of a stage. */
export function replicaDevices(stage: StageView): DeviceLists {
  const written = stage.devices ?? []
  const split = splitDevicesForReplicas({
    stageId: stage.id,
    devices: written.join(','),
    replicas: stage.replicas,
    devicesPerReplica: stage.worldSize,
  })
  if (!split.ok) return { lists: [written], problem: split.error.message }
  return { lists: split.value.map(list => (list ?? '').split(',').filter(id => id !== '')), problem: null }
}

/** Devices that a stage takes. None for a stage that leaves them to the launcher. */
export function devicesOf(
  stage: StageView,
  inventory: HostInventory | null,
  visibleDevices: VisibleDevices,
): readonly DeviceUse[] {
  if (stage.devices === null) return []
  const { lists } = replicaDevices(stage)
  const isTemplate = lists.flat().length !== stage.devices.length
  return lists.flatMap((ids, replica) => {
    const host = inventory === null ? null : (hostOfReplica(inventory, stage.id, replica)?.name ?? null)
    const visible = visibleDevices(stage.id, replica)
    const before = lists.slice(0, replica).flat().length
    return ids.map((yamlId, rank) => ({
      stage: stage.id,
      replica,
      rank,
      position: isTemplate ? null : before + rank,
      host,
      yamlId,
      visible,
      physical: !INDEX.test(yamlId) ? null : visible === null ? yamlId : (visible[Number(yamlId)] ?? null),
    }))
  })
}
