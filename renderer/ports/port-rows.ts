import type { Analysis, MachineFacts, PortEndpoint } from '../../core/contract/analysis.ts'
import { type HostInventory, hostByAddress, hostOfReplica } from '../../core/inventory/index.ts'

/** One socket of the plan with the machine that it is on and what stands in its way. */
export interface PortRow {
  readonly key: string
  readonly endpoint: PortEndpoint
  /** Name in the inventory where one is known, else the address as resolved. */
  readonly host: string
  /** Other endpoints of the plan that bind the same port there; empty for what only dials. */
  readonly rivals: readonly PortEndpoint[]
  /** A process of this machine that listens on the port already; null = nobody or not known. */
  readonly takenBy: string | null
}

const LOOPBACK = /^(127\.|localhost$|::1$)/
const ANYWHERE = new Set(['0.0.0.0', '::', '*', ''])

/**
 * The machine that an endpoint's address means: the inventory's by name or address, else, for `auto` and loopback,
 * the one that the binding stage is placed on. Without an inventory the address itself.
 */
export function hostOf(endpoint: PortEndpoint, inventory: HostInventory | null): string {
  if (inventory === null) return endpoint.host
  const named = hostByAddress(inventory, endpoint.host)
  if (named !== null) return named.name
  const local = endpoint.host === 'auto' || LOOPBACK.test(endpoint.host) || ANYWHERE.has(endpoint.host)
  const placed = local ? hostOfReplica(inventory, endpoint.stage, endpoint.replica) : null
  return placed?.name ?? endpoint.host
}

const placeKey = (host: string, port: number): string => `${host}\u0000${port}`

/** The rows of the plan in its own order, with conflicts between those that bind. */
export function portRows(
  analysis: Pick<Analysis, 'ports'>,
  inventory: HostInventory | null,
  machine: MachineFacts | undefined,
): readonly PortRow[] {
  const endpoints = analysis.ports.endpoints.map(endpoint => ({
    endpoint,
    host: hostOf(endpoint, inventory),
  }))
  const binders = new Map<string, PortEndpoint[]>()
  for (const { endpoint, host } of endpoints) {
    if (endpoint.action !== 'bind') continue
    const key = placeKey(host, endpoint.port)
    binders.set(key, [...(binders.get(key) ?? []), endpoint])
  }
  const listening = new Map(
    (machine?.listeningPorts ?? []).map(({ port, owner }) => [port, owner ?? 'a process of another user']),
  )
  return endpoints.map(({ endpoint, host }, index) => {
    const binds = endpoint.action === 'bind'
    const here = inventory === null
    return {
      key: String(index),
      endpoint,
      host,
      rivals: binds
        ? (binders.get(placeKey(host, endpoint.port)) ?? []).filter(other => other !== endpoint)
        : [],
      takenBy: binds && here ? (listening.get(endpoint.port) ?? null) : null,
    }
  })
}

export const isConflict = (row: PortRow): boolean => row.rivals.length > 0 || row.takenBy !== null

export const ownerWords = (endpoint: PortEndpoint): string =>
  [
    endpoint.stage === 'orchestrator' ? 'the orchestrator' : `stage ${endpoint.stage}`,
    endpoint.replica > 0 ? `replica ${endpoint.replica}` : '',
    `rank ${endpoint.rank}`,
    `(${PURPOSES[endpoint.purpose]}, ${endpoint.edge.from}→${endpoint.edge.to})`,
  ]
    .filter(part => part !== '')
    .join(' ')

export const PURPOSES: Readonly<Record<PortEndpoint['purpose'], string>> = {
  request_forwarding: 'requests',
  kv_transfer: 'KV',
  orchestrator: 'orchestrator',
}

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
