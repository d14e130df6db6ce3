import type { HostInventory, InventoryHost, Placement } from './types.ts'

export const findHost = (inventory: HostInventory, name: string): InventoryHost | null =>
  inventory.hosts.find(host => host.name === name) ?? null

export const placementOf = (inventory: HostInventory, stage: string): Placement | null =>
  inventory.placements.find(placement => placement.stage === stage) ?? null

/** The hosts that a stage's replicas run on, each once; empty = not placed. */
export const hostNamesOf = (inventory: HostInventory, stage: string): readonly string[] => [
  ...new Set(placementOf(inventory, stage)?.hosts ?? []),
]

/** The host of one replica: the list of hosts is walked in turn; null = the stage is not placed. */
export function hostOfReplica(
  inventory: HostInventory,
  stage: string,
  replica: number,
): InventoryHost | null {
  const hosts = placementOf(inventory, stage)?.hosts ?? []
  const name = hosts[replica % Math.max(1, hosts.length)]
  return name === undefined ? null : findHost(inventory, name)
}

/** The host that an address of the file means, by name or address; null = none of the inventory. */
export const hostByAddress = (inventory: HostInventory, address: string): InventoryHost | null =>
  inventory.hosts.find(host => host.name === address || host.addresses.includes(address)) ?? null
