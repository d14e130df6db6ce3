import type { MachineFacts, PortEndpoint } from '../contract/analysis.ts'
import { type HostInventory, hostByAddress, hostOfReplica } from '../inventory/index.ts'

const LOOPBACK = /^(?:127\.\d+\.\d+\.\d+|localhost|::1|\[::1\])$/i
const ANYWHERE = new Set(['', 'auto', '*', '0.0.0.0', '::'])

export const isLoopback = (address: string): boolean => LOOPBACK.test(address.trim())

/** Addresses that leave the choice to the connector: `auto`, an empty text and the wildcards. */
export const isAutomatic = (address: string): boolean => ANYWHERE.has(address.trim().toLowerCase())

/** Whose process an endpoint belongs to; the orchestrator lives with the stage that starts the pipeline. */
const stageOf = (endpoint: PortEndpoint): string => (endpoint.stage === 'orchestrator' ? '0' : endpoint.stage)

/**
 * Name of the inventory's host that the endpoint's process runs on: that of its address, else the one where the
 * stage is placed. Null = no inventory, or neither tells.
 */
export function machineOf(endpoint: PortEndpoint, inventory: HostInventory | null): string | null {
  if (inventory === null) return null
  const named = hostByAddress(inventory, endpoint.host)
  if (named !== null) return named.name
  return hostOfReplica(inventory, stageOf(endpoint), endpoint.replica)?.name ?? null
}

/**
 * The interface that a listener takes: two with the same name and port cannot both bind. Without an inventory the
 * processes count as those of one machine, except where addresses differ.
 */
export function interfaceOf(endpoint: PortEndpoint, inventory: HostInventory | null): string {
  const address = endpoint.host.trim().toLowerCase()
  const machine = machineOf(endpoint, inventory)
  if (isLoopback(address)) return machine === null ? '127.0.0.1' : `${machine} (127.0.0.1)`
  if (machine !== null) return machine
  return isAutomatic(address) ? 'this host' : address
}

/** The inventory's host that the measured machine is; null = none of them, or not known. */
export function measuredHost(inventory: HostInventory, machine: MachineFacts): string | null {
  const names = [machine.hostName, machine.autoHostAddress].filter(name => name !== undefined)
  for (const name of names) {
    const host = isLoopback(name) ? null : hostByAddress(inventory, name)
    if (host !== null) return host.name
  }
  return null
}

/** True where the endpoint is on the measured machine: always without an inventory, else where it says so. */
export function isMeasured(
  endpoint: PortEndpoint,
  inventory: HostInventory | null,
  machine: MachineFacts,
): boolean {
  if (inventory === null) return true
  const host = measuredHost(inventory, machine)
  return host !== null && machineOf(endpoint, inventory) === host
}
