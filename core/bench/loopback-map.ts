/** Spellings that mean "an address of this machine"; `auto` is what the runtime detects by itself. */
const HERE = new Set(['auto', '', '*', '0.0.0.0', '::', '::1', 'localhost'])

export const isThisMachine = (host: string, own: ReadonlySet<string>): boolean =>
  HERE.has(host.toLowerCase()) || host.startsWith('127.') || own.has(host)

/** True for a host that says nothing of where the stage runs: the runtime looks for an address at start. */
export const isUnresolvedHost = (host: string): boolean =>
  ['auto', '', '*', '0.0.0.0', '::'].includes(host.toLowerCase())

export interface LoopbackMap {
  /** The loopback address that stands for a host of the file. */
  of(host: string): string
  /** What the mapping cannot show on this system; null when it shows everything. */
  readonly limit: string | null
}

/**
 * A loopback address for every host: 127.0.0.1 for this machine, one of its own (127.0.0.2, 127.0.0.3, …) for every
 * other, so that port collisions stay per host. Where the system has 127.0.0.1 only, all hosts share it.
 */
export function mapHosts(
  hosts: readonly string[],
  own: ReadonlySet<string>,
  addresses: 'many' | 'one' = 'many',
): LoopbackMap {
  const foreign = [...new Set(hosts.filter(host => !isThisMachine(host, own)))]
  const mapped = new Map(
    foreign.map((host, index) => [host, addresses === 'many' ? loopbackAddress(index + 2) : '127.0.0.1']),
  )
  return {
    of: host => mapped.get(host) ?? '127.0.0.1',
    limit:
      addresses === 'one' && foreign.length > 0
        ? `This system has no loopback address but 127.0.0.1, so ${foreign.length === 1 ? foreign[0] : `${foreign.length} hosts`} share it with this machine: a port that is free there may look taken here, and a wrong host is not noticed.`
        : null,
  }
}

const loopbackAddress = (index: number): string =>
  `127.${Math.floor(index / 65536) % 256}.${Math.floor(index / 256) % 256}.${index % 256}`
