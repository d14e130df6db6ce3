import { networkInterfaces } from 'node:os'

const ANY = new Set(['auto', '', '*', '0.0.0.0', '::', 'localhost', '::1'])

const isHere = (host: string, own: ReadonlySet<string>): boolean =>
  ANY.has(host) || host.startsWith('127.') || own.has(host)

/** The addresses of this machine's interfaces. */
export const ownAddresses = (): ReadonlySet<string> =>
  new Set(
    Object.values(networkInterfaces())
      .flat()
      .flatMap(address => address?.address ?? []),
  )

/**
 * A loopback address for every host of a plan: 127.0.0.1 for this machine, one of its own for every other, so that
 * collisions stay per host. Nothing outside the machine is bound or dialled.
 */
export function mapToLoopback(
  hosts: readonly string[],
  own: ReadonlySet<string> = ownAddresses(),
): ReadonlyMap<string, string> {
  const mapped = new Map<string, string>()
  let next = 2
  for (const host of hosts) {
    if (mapped.has(host)) continue
    if (isHere(host, own)) mapped.set(host, '127.0.0.1')
    else {
      mapped.set(host, `127.0.${Math.floor(next / 256)}.${next % 256}`)
      next += 1
    }
  }
  return mapped
}
