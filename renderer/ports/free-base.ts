import type { MachineFacts, PortEndpoint } from '../../core/contract/analysis.ts'
import type { PortRow } from './port-rows.ts'

const LARGEST_PORT = 65535
const FIRST_UNPRIVILEGED = 1024

export interface FreeBase {
  /** Base port to write; every port of the connector moves by the same distance. */
  readonly base: number
  readonly shift: number
}

const sharesBase = (a: PortEndpoint, b: PortEndpoint): boolean =>
  a.connectorLabel === b.connectorLabel &&
  (a.connectorLabel !== null || (a.edge.from === b.edge.from && a.edge.to === b.edge.to))

/** All rows whose port comes from the same `zmq_port`. */
export const familyOf = (rows: readonly PortRow[], row: PortRow): readonly PortRow[] =>
  rows.filter(other => sharesBase(other.endpoint, row.endpoint))

/** The written base of a port: the first number of its formula. */
export function baseOf(endpoint: PortEndpoint): number | null {
  const match = /^\s*(\d+)/.exec(endpoint.formula)
  return match === null ? null : Number(match[1])
}

/**
 * The next base above the present one with which no port of the connector meets another's on its host, a listening
 * socket of this machine or, where the range is known, the kernel's ephemeral ports; below them when there is none
 * above. Null when the connector's own ports collide with each other whatever the base, or nothing is free.
 */
export function nextFreeBase(
  rows: readonly PortRow[],
  row: PortRow,
  machine: MachineFacts | undefined,
): FreeBase | null {
  const base = baseOf(row.endpoint)
  const own = familyOf(rows, row).filter(({ endpoint }) => endpoint.action === 'bind')
  if (base === null || own.length === 0 || collides(own)) return null
  const taken = new Set(
    rows
      .filter(other => other.endpoint.action === 'bind' && !sharesBase(other.endpoint, row.endpoint))
      .map(other => `${other.host} ${other.endpoint.port}`),
  )
  const listening = new Set((machine?.listeningPorts ?? []).map(({ port }) => port))
  const ephemeral = machine?.ephemeralPortRange ?? null
  const fits = (shift: number): boolean =>
    own.every(({ host, endpoint }) => {
      const port = endpoint.port + shift
      if (port < FIRST_UNPRIVILEGED || port > LARGEST_PORT) return false
      if (ephemeral !== null && port >= ephemeral[0] && port <= ephemeral[1]) return false
      return !taken.has(`${host} ${port}`) && !listening.has(port)
    })
  for (let shift = 1; shift <= LARGEST_PORT - base; shift += 1)
    if (fits(shift)) return { base: base + shift, shift }
  for (let shift = -1; shift >= FIRST_UNPRIVILEGED - base; shift -= 1)
    if (fits(shift)) return { base: base + shift, shift }
  return null
}

/** True when ports of one connector meet each other: moving the base moves both. */
function collides(own: readonly PortRow[]): boolean {
  const seen = new Set<string>()
  return own.some(({ host, endpoint }) => {
    const key = `${host} ${endpoint.port}`
    if (seen.has(key)) return true
    seen.add(key)
    return false
  })
}
