import type { Analysis, StageView } from '../../core/contract/analysis.ts'
import { type HostInventory, hostOfReplica, placementOf } from '../../core/inventory/index.ts'
import { splitDevicesForReplicas } from '../../core/resolve/replica-devices.ts'
import { stageLabel } from '../panel/index.ts'

/** Part of a card that one rank of a stage takes. */
export interface RackShare {
  readonly stage: string
  readonly label: string
  readonly replica: number
  readonly rank: number
  /** Id as the replica gets it. */
  readonly yamlId: string
  /** Position in the written `devices`; null where the list is a template for all replicas. */
  readonly position: number | null
  /** Share of the card's memory, 0 to 1. */
  readonly share: number
  /** True when the file does not say it and the runtime's 0.9 is taken. */
  readonly assumed: boolean
}

export interface RackCard {
  readonly host: string
  readonly physical: string
  readonly memoryBytes: number | null
  readonly shares: readonly RackShare[]
  readonly sum: number
}

export interface RackHost {
  readonly name: string
  readonly addresses: readonly string[]
  readonly cards: readonly RackCard[]
  /** `CUDA_VISIBLE_DEVICES` of the host; null = all cards in order. */
  readonly visible: readonly string[] | null
}

/** One line of the table YAML id → visible → physical. */
export interface DeviceRow extends RackShare {
  readonly host: string
  /** What the process sees under that index; null = the index is past the end of the visible list. */
  readonly physical: string | null
  readonly visible: readonly string[] | null
}

export interface Rack {
  readonly hosts: readonly RackHost[]
  readonly rows: readonly DeviceRow[]
  /** Stages that name no devices: they take what the launcher gives. */
  readonly unplaced: readonly StageView[]
  readonly problems: readonly { readonly stage: string; readonly message: string }[]
}

/** Name of the one host while there is no inventory. */
export const LONE_HOST = 'One host'
/** What the runtime takes where `gpu_memory_utilization` is not set. */
const DEFAULT_SHARE = 0.9

/** `1 talker`; a bare id would look like a number of something. */
export const rackLabel = (stage: StageView): string =>
  stage.name === null ? `Stage ${stage.id}` : stageLabel(stage)

interface Placed {
  readonly rows: readonly DeviceRow[]
  readonly problem: string | null
}

/** Ids of each replica; one that can't be split counts as written, for all replicas. */
function replicaDevices(stage: StageView, written: readonly string[]) {
  const split = splitDevicesForReplicas({
    stageId: stage.id,
    devices: written.join(','),
    replicas: stage.replicas,
    devicesPerReplica: stage.worldSize,
  })
  if (!split.ok) return { lists: [written], template: false, problem: split.error.message }
  const lists = split.value.map(list => (list ?? '').split(',').filter(id => id !== ''))
  return {
    lists,
    template: stage.replicas > 1 && written.length !== lists.flat().length,
    problem: null,
  }
}

function placeStage(stage: StageView, written: readonly string[], inventory: HostInventory | null): Placed {
  const { lists, template, problem } = replicaDevices(stage, written)
  const own = inventory === null ? null : (placementOf(inventory, stage.id)?.visibleDevices ?? null)
  let position = 0
  const rows = lists.flatMap((ids, replica) => {
    const host = inventory === null ? null : hostOfReplica(inventory, stage.id, replica)
    const visible = own ?? host?.visibleDevices ?? null
    return ids.map((yamlId, rank): DeviceRow => {
      const index = position
      position += 1
      return {
        stage: stage.id,
        label: rackLabel(stage),
        replica,
        rank,
        yamlId,
        position: template ? null : index,
        share: stage.gpuMemoryUtilization ?? DEFAULT_SHARE,
        assumed: stage.gpuMemoryUtilization === null,
        host: host?.name ?? (inventory === null ? LONE_HOST : NOT_PLACED),
        visible,
        physical: visible === null ? yamlId : (visible[Number(yamlId)] ?? null),
      }
    })
  })
  return { rows, problem }
}

/** Host of stages that the inventory places nowhere. */
export const NOT_PLACED = 'Not placed'

const byNumber = (a: string, b: string): number => a.localeCompare(b, 'en', { numeric: true })

/** Cards that a host has besides those in use: the inventory's, else one more than is used, to drop a stage on. */
function cardNames(used: readonly string[], count: number | null): readonly string[] {
  const numbers = used.map(Number).filter(Number.isInteger)
  const known = count ?? (numbers.length === 0 ? 2 : Math.max(...numbers) + 2)
  const listed = Array.from({ length: Math.min(known, 1024) }, (_, index) => String(index))
  return [...new Set([...listed, ...used])].sort(byNumber)
}

function hostOf(name: string, rows: readonly DeviceRow[], inventory: HostInventory | null): RackHost {
  const known = inventory?.hosts.find(host => host.name === name) ?? null
  const own = rows.filter(row => row.host === name)
  const used = [...new Set(own.flatMap(row => row.physical ?? []))]
  const gpus = known?.gpus ?? null
  const cards = cardNames(used, gpus?.length ?? null).map(physical => {
    const shares = own.filter(row => row.physical === physical)
    return {
      host: name,
      physical,
      memoryBytes: gpus?.[Number(physical)]?.memoryBytes ?? null,
      shares,
      sum: shares.reduce((sum, row) => sum + row.share, 0),
    }
  })
  return { name, addresses: known?.addresses ?? [], cards, visible: known?.visibleDevices ?? null }
}

/** The machines with their cards and what the stages take of each. */
export function buildRack(analysis: Pick<Analysis, 'stages'>, inventory: HostInventory | null): Rack {
  const stages = analysis.stages.filter(stage => stage.origin !== 'ghost')
  const placed = stages.map(stage => ({
    stage,
    ...(stage.devices === null ? { rows: [], problem: null } : placeStage(stage, stage.devices, inventory)),
  }))
  const rows = placed.flatMap(item => item.rows)
  const names =
    inventory === null
      ? [LONE_HOST]
      : [
          ...inventory.hosts.map(host => host.name),
          ...(rows.some(row => row.host === NOT_PLACED) ? [NOT_PLACED] : []),
        ]
  return {
    hosts: names.map(name => hostOf(name, rows, inventory)),
    rows,
    unplaced: stages.filter(stage => stage.devices === null),
    problems: placed.flatMap(({ stage, problem }) =>
      problem === null ? [] : [{ stage: stage.id, message: problem }],
    ),
  }
}
