import type { PortEndpoint } from '../contract/analysis.ts'

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
