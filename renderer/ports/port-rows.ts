import type { Analysis, MachineFacts, PortEndpoint } from '../../core/contract/analysis.ts'
import type { HostInventory } from '../../core/inventory/index.ts'
import { hostByAddress } from '../../core/inventory/lookup.ts'
import { interfaceOf, isAutomatic, isMeasured, machineOf } from '../../core/ports/machines.ts'
import { ownerWords } from '../../core/ports/words.ts'

/** One socket of the plan with the machine that it is on and what stands in its way. */
export interface PortRow {
  readonly key: string
  readonly endpoint: PortEndpoint
  /** Name in the inventory where one is known, else the address as resolved. */
  readonly host: string
  /** Where others reach it; null where that is not known. */
  readonly address: string | null
  /** Other endpoints of the plan that bind the same port there; empty for what only dials. */
  readonly rivals: readonly PortEndpoint[]
  /** A process of this machine that listens on the port already; null = nobody or not known. */
  readonly takenBy: string | null
}

/** The rows of the plan in its own order, with conflicts between those that bind. */
export function portRows(
  analysis: Pick<Analysis, 'ports'>,
  inventory: HostInventory | null,
  machine: MachineFacts | undefined,
): readonly PortRow[] {
  const { endpoints } = analysis.ports
  const placeKey = (endpoint: PortEndpoint): string =>
    JSON.stringify([interfaceOf(endpoint, inventory), endpoint.port])
  const binders = new Map<string, PortEndpoint[]>()
  for (const endpoint of endpoints.filter(({ action }) => action === 'bind')) {
    const group = binders.get(placeKey(endpoint))
    if (group === undefined) binders.set(placeKey(endpoint), [endpoint])
    else group.push(endpoint)
  }
  const listening = new Map(
    (machine?.listeningPorts ?? []).map(({ port, owner }) => [port, owner ?? 'a process of another user']),
  )
  return endpoints.map((endpoint, index) => {
    const binds = endpoint.action === 'bind'
    const here = machine !== undefined && isMeasured(endpoint, inventory, machine)
    return {
      key: String(index),
      endpoint,
      host: machineOf(endpoint, inventory) ?? endpoint.host,
      address: addressOf(endpoint, inventory),
      rivals: binds ? (binders.get(placeKey(endpoint)) ?? []).filter(other => other !== endpoint) : [],
      takenBy: binds && here ? (listening.get(endpoint.port) ?? null) : null,
    }
  })
}

/** The address to reach the port under; null where neither the file nor the inventory gives one. */
function addressOf(endpoint: PortEndpoint, inventory: HostInventory | null): string | null {
  if (!isAutomatic(endpoint.host)) return endpoint.host
  const name = machineOf(endpoint, inventory)
  if (inventory === null || name === null) return null
  return hostByAddress(inventory, name)?.addresses[0] ?? name
}

export const isConflict = (row: PortRow): boolean => row.rivals.length > 0 || row.takenBy !== null

export interface PortFilter {
  /** Null = all hosts. */
  readonly host: string | null
  readonly action: PortEndpoint['action'] | null
  readonly conflictsOnly: boolean
  /** Words that must all occur in the row. */
  readonly words: string
}

export const NO_PORT_FILTER: PortFilter = { host: null, action: null, conflictsOnly: false, words: '' }

export function filterRows(rows: readonly PortRow[], filter: PortFilter): readonly PortRow[] {
  const words = filter.words.toLowerCase().split(/\s+/).filter(Boolean)
  return rows.filter(row => {
    if (filter.host !== null && row.host !== filter.host) return false
    if (filter.action !== null && row.endpoint.action !== filter.action) return false
    if (filter.conflictsOnly && !isConflict(row)) return false
    const { endpoint } = row
    const text =
      `${row.host} ${endpoint.port} ${ownerWords(endpoint)} ${endpoint.action} ${endpoint.connectorLabel ?? ''} ${endpoint.connectorName}`.toLowerCase()
    return words.every(word => text.includes(word))
  })
}
