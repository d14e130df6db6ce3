import { processHandles, processLabel, readSystemFile } from './proc.ts'

export interface Listener {
  /** Address as bound, `0.0.0.0` and `::` for all. */
  readonly host: string
  readonly port: number
  /** `name (pid N)`; null when this user may not know. */
  readonly owner: string | null
}

interface RawListener {
  readonly host: string
  readonly port: number
  readonly inode: string
}

const LISTEN = '0A'

const ipv4 = (hex: string): string =>
  [6, 4, 2, 0].map(at => Number.parseInt(hex.slice(at, at + 2), 16)).join('.')

/** Shortest form of the kernel's 128 bits, which stand as four little-endian words. */
function ipv6(hex: string): string {
  const bytes = [0, 8, 16, 24].flatMap(word =>
    [6, 4, 2, 0].map(at => hex.slice(word + at, word + at + 2).toLowerCase()),
  )
  const groups = [0, 2, 4, 6, 8, 10, 12, 14].map(at => `${bytes[at]}${bytes[at + 1]}`.replace(/^0{1,3}/, ''))
  if (groups.slice(0, 5).every(g => g === '0') && groups[5] === 'ffff')
    return bytes
      .slice(12)
      .map(b => Number.parseInt(b, 16))
      .join('.')
  const zeros = [...groups.join(':').matchAll(/(?:^|:)0(?::0)+(?=:|$)/g)].sort(
    (a, b) => b[0].length - a[0].length,
  )[0]
  if (!zeros) return groups.join(':')
  const joined = groups.join(':')
  return `${joined.slice(0, zeros.index)}::${joined.slice(zeros.index + zeros[0].length + 1)}`
}

/** Reads the kernel's table of TCP sockets (`/proc/net/tcp`, `/proc/net/tcp6`) for those that listen. */
export function parseSocketTable(table: string): readonly RawListener[] {
  const listeners: RawListener[] = []
  for (const line of table.split('\n').slice(1)) {
    const [, local, , state, , , , , , inode] = line.trim().split(/\s+/)
    if (local === undefined || state !== LISTEN || inode === undefined) continue
    const [address = '', port = ''] = local.split(':')
    const host = address.length === 8 ? ipv4(address) : ipv6(address)
    listeners.push({ host, port: Number.parseInt(port, 16), inode })
  }
  return listeners
}

async function ownersOf(inodes: ReadonlySet<string>): Promise<ReadonlyMap<string, string>> {
  const owners = new Map<string, string>()
  for await (const process of processHandles()) {
    for (const target of process.targets) {
      const inode = /^socket:\[(\d+)\]$/.exec(target)?.[1]
      if (inode !== undefined && inodes.has(inode) && !owners.has(inode))
        owners.set(inode, processLabel(process))
    }
    if (owners.size === inodes.size) break
  }
  return owners
}

/** Every listening TCP socket of this machine with the process that holds it; null where /proc is not there. */
export async function listListeners(): Promise<readonly Listener[] | null> {
  const tables = await Promise.all(['/proc/net/tcp', '/proc/net/tcp6'].map(readSystemFile))
  if (tables.every(table => table === null)) return null
  const raw = tables.flatMap(table => (table === null ? [] : parseSocketTable(table)))
  const owners = await ownersOf(new Set(raw.map(listener => listener.inode)))
  return raw.map(({ host, port, inode }) => ({ host, port, owner: owners.get(inode) ?? null }))
}

const isAny = (host: string): boolean => host === '0.0.0.0' || host === '::'

/** The listener that keeps `host:port` from being bound; null when there is none. */
export function listenerOn(listeners: readonly Listener[], host: string, port: number): Listener | null {
  return (
    listeners.find(
      other => other.port === port && (other.host === host || isAny(other.host) || isAny(host)),
    ) ?? null
  )
}
