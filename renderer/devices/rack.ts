import type { Analysis, StageView } from '../../core/contract/analysis.ts'
import { type Launch, visibleDevices } from '../../core/diagnose/devices.ts'
import {
  type DeviceUse,
  devicesOf,
  type HostInventory,
  memoryShare,
  namesDevices,
  replicaDevices,
} from '../../core/inventory/index.ts'
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
  /** Share of the card's memory, 0 to 1; null where the stage reserves none. */
  readonly share: number | null
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
/** Host of stages that the inventory places nowhere. */
export const NOT_PLACED = 'Not placed'

/** `1 talker`; a bare id would look like a number of something. */
export const rackLabel = (stage: StageView): string =>
  stage.name === null ? `Stage ${stage.id}` : stageLabel(stage)

function rowOf(stage: StageView, use: DeviceUse, inventory: HostInventory | null): DeviceRow {
  const share = memoryShare(stage)
  return {
    stage: stage.id,
    label: rackLabel(stage),
    replica: use.replica,
    rank: use.rank,
    yamlId: use.yamlId,
    position: use.position,
    share: share?.value ?? null,
    assumed: share?.assumed ?? false,
    host: use.host ?? (inventory === null ? LONE_HOST : NOT_PLACED),
    visible: use.visible,
    physical: use.physical,
  }
}

const byNumber = (a: string, b: string): number => a.localeCompare(b, 'en', { numeric: true })

/** Cards that a host has besides those in use: the inventory's, else one more than is used, to drop a stage on. */
function cardNames(used: readonly string[], count: number | null): readonly string[] {
  const numbers = used.map(Number).filter(Number.isInteger)
  const known = count ?? (numbers.length === 0 ? 2 : Math.max(...numbers) + 2)
  const listed = Array.from({ length: Math.min(known, 1024) }, (_, index) => String(index))
  return [...new Set([...listed, ...used])].sort(byNumber)
}

interface Scene {
  readonly rows: readonly DeviceRow[]
  readonly inventory: HostInventory | null
  /** What a launcher sees of which the inventory says nothing; null = all. */
  readonly visible: readonly string[] | null
}

function hostOf(name: string, { rows, inventory, visible }: Scene): RackHost {
  const known = inventory?.hosts.find(host => host.name === name) ?? null
  const own = rows.filter(row => row.host === name)
  const used = [...new Set(own.flatMap(row => row.physical ?? []))]
  const gpus = known?.gpus ?? null
  const seen = known?.visibleDevices ?? visible
  const cards = cardNames([...used, ...(seen ?? [])], gpus?.length ?? null).map(physical => {
    const shares = own.filter(row => row.physical === physical)
    return {
      host: name,
      physical,
      memoryBytes: gpus?.[Number(physical)]?.memoryBytes ?? null,
      shares,
      sum: shares.reduce((sum, row) => sum + (row.share ?? 0), 0),
    }
  })
  return { name, addresses: known?.addresses ?? [], cards, visible: seen }
}

/** The machines with their cards and what the stages take of each. */
export function buildRack(analysis: Pick<Analysis, 'stages'>, launch: Launch): Rack {
  const { hosts: inventory } = launch
  const visibleOf = visibleDevices(launch)
  const stages = analysis.stages.filter(stage => stage.origin !== 'ghost')
  const placed = stages.filter(namesDevices)
  const rows = placed.flatMap(stage =>
    devicesOf(stage, inventory, visibleOf).map(use => rowOf(stage, use, inventory)),
  )
  const names =
    inventory === null
      ? [LONE_HOST]
      : [
          ...inventory.hosts.map(host => host.name),
          ...(rows.some(row => row.host === NOT_PLACED) ? [NOT_PLACED] : []),
        ]
  const scene = { rows, inventory, visible: visibleForAll(launch) }
  return {
    hosts: names.map(name => hostOf(name, scene)),
    rows,
    unplaced: stages.filter(stage => !namesDevices(stage)),
    problems: placed.flatMap(stage => {
      const { problem } = replicaDevices(stage)
      return problem === null ? [] : [{ stage: stage.id, message: problem }]
    }),
  }
}

/** The visible devices of a process for all stages, where no inventory tells them. */
const visibleForAll = (launch: Launch): readonly string[] | null =>
  visibleDevices({ ...launch, hosts: null })('', 0)
