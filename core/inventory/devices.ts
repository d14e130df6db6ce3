import type { StageView } from '../contract/analysis.ts'
import { splitDevicesForReplicas } from '../resolve/replica-devices.ts'
import { hostOfReplica, placementOf } from './lookup.ts'
import type { HostInventory } from './types.ts'

/** A device that one rank of a replica takes. */
export interface DeviceUse {
  readonly stage: string
  readonly replica: number
  readonly rank: number
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

/** Device lists of the replicas; a list that can't be split counts as written, once. */
function listsOf(stage: StageView, written: readonly string[]): readonly (readonly string[])[] {
  const split = splitDevicesForReplicas({
    stageId: stage.id,
    devices: written.join(','),
    replicas: stage.replicas,
    devicesPerReplica: stage.worldSize,
  })
  if (!split.ok) return [written]
  return split.value.map(list => (list ?? '').split(',').filter(id => id !== ''))
}

/** Devices that a stage takes. None for a stage that leaves them to the launcher. */
export function devicesOf(
  stage: StageView,
  inventory: HostInventory | null,
  visibleDevices: VisibleDevices,
): readonly DeviceUse[] {
  if (stage.devices === null) return []
  return listsOf(stage, stage.devices).flatMap((ids, replica) => {
    const host = inventory === null ? null : (hostOfReplica(inventory, stage.id, replica)?.name ?? null)
    const visible = visibleDevices(stage.id, replica)
    return ids.map((yamlId, rank) => ({
      stage: stage.id,
      replica,
      rank,
      host,
      yamlId,
      visible,
      physical: !INDEX.test(yamlId) ? null : visible === null ? yamlId : (visible[Number(yamlId)] ?? null),
    }))
  })
}
