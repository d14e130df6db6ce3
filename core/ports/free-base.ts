import type { MachineFacts, PortEndpoint } from '../contract/analysis.ts'
import { nodeAt, type ParsedDocument, type Path } from '../document/index.ts'

const LARGEST_PORT = 65535
const FIRST_UNPRIVILEGED = 1024
/** Larger families are not moved: every step would have to be tried with every port. */
const MOST_PORTS = 4096

export interface FreeBaseRequest {
  /** Present base port. */
  readonly base: number
  /** Ports that move with it. */
  readonly own: readonly number[]
  readonly taken: ReadonlySet<number>
  /** Ranges to keep out of, the kernel's ephemeral ports for example. */
  readonly avoid?: readonly (readonly [number, number])[]
}

/** The written base of a port: the first number of its formula. Null for a port that is written as it is. */
export function baseOf(endpoint: PortEndpoint): number | null {
  const match = /^(\d+) \+/.exec(endpoint.formula)
  return match === null ? null : Number(match[1])
}

/**
 * The base nearest above the present one with which no port is taken, privileged, beyond 65535 or in a range to
 * avoid; below it when there is none above. Null when nothing is free.
 */
export function nextFreeBase({ base, own, taken, avoid = [] }: FreeBaseRequest): number | null {
  const ports = [...new Set(own)]
  if (ports.length === 0 || ports.length > MOST_PORTS) return null
  const isFree = (port: number): boolean =>
    port >= FIRST_UNPRIVILEGED &&
    port <= LARGEST_PORT &&
    !taken.has(port) &&
    !avoid.some(([low, high]) => port >= low && port <= high)
  const fits = (shift: number): boolean => ports.every(port => isFree(port + shift))
  for (let shift = 1; shift <= LARGEST_PORT - base; shift += 1) if (fits(shift)) return base + shift
  for (let shift = -1; shift > -base; shift -= 1) if (fits(shift)) return base + shift
  return null
}

/** Where the base is written, or would be, of an endpoint or definition at `path`. */
export const basePathOf = (path: Path): Path =>
  path.at(-1) === 'zmq_port' ? path : [...path, 'extra', 'zmq_port']

const pathKey = (endpoint: PortEndpoint): string => JSON.stringify(basePathOf(endpoint.path))

/** True for ports that come from one `zmq_port` and so move together. */
export const sameBase = (a: PortEndpoint, b: PortEndpoint): boolean => pathKey(a) === pathKey(b)

/** False where the definition at `path` is not in this text, or its base is no plain number (`${PORT}`). */
export function isBaseWritable(document: ParsedDocument, path: Path): boolean {
  if (nodeAt(document, path) === null) return false
  const written = nodeAt(document, basePathOf(path))
  return written === null || (written.kind === 'scalar' && typeof written.value === 'number')
}

/** What a moved base keeps clear of, besides the ports of the other connectors and this machine's listeners. */
export interface Obstacles {
  readonly taken?: Iterable<number>
  readonly avoid?: readonly (readonly [number, number])[]
}

/**
 * The next base for the endpoint's connector with which none of its ports meets another's on any host, a listening
 * socket of the measured machine or, as long as there is room, the ports that its kernel gives away.
 */
export function freeBaseFor(
  endpoint: PortEndpoint,
  endpoints: readonly PortEndpoint[],
  machine: MachineFacts | undefined,
  { taken = [], avoid = [] }: Obstacles = {},
): number | null {
  const base = baseOf(endpoint)
  if (base === null) return null
  const bound = endpoints.filter(other => other.action === 'bind')
  const own = bound.filter(other => sameBase(other, endpoint)).map(other => other.port)
  const others = bound.filter(other => !sameBase(other, endpoint)).map(other => other.port)
  const listening = (machine?.listeningPorts ?? []).map(({ port }) => port)
  const request = { base, own, taken: new Set([...others, ...listening, ...taken]) }
  const ephemeral = machine?.ephemeralPortRange === undefined ? [] : [machine.ephemeralPortRange]
  return nextFreeBase({ ...request, avoid: [...avoid, ...ephemeral] }) ?? nextFreeBase({ ...request, avoid })
}
