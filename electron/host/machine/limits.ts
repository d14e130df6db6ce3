import { readSystemFile } from './proc.ts'

type PortRange = readonly [number, number]

/** The soft limit of locked memory from `/proc/self/limits`, in bytes; null when the text has none. */
export function parseMemlock(limits: string): number | 'unlimited' | null {
  const soft = /^Max locked memory\s+(\S+)/m.exec(limits)?.[1]
  if (soft === undefined) return null
  return soft === 'unlimited' ? 'unlimited' : Number(soft)
}

/** `32768	60999` as of `ip_local_port_range`. */
export function parsePortRange(text: string): PortRange | null {
  const [low, high] = text.trim().split(/\s+/).map(Number)
  return low !== undefined && high !== undefined && low <= high ? [low, high] : null
}

/** `8080,50051-50300` as of `ip_local_reserved_ports`; an empty text is an empty list. */
export function parseReservedPorts(text: string): readonly PortRange[] {
  return text
    .trim()
    .split(',')
    .filter(part => part !== '')
    .map(part => part.split('-').map(Number))
    .flatMap(([low, high]): PortRange[] => (low === undefined ? [] : [[low, high ?? low]]))
}

/** `MemAvailable` of `/proc/meminfo` in bytes. */
export function parseMemoryAvailable(meminfo: string): number | null {
  const kib = /^MemAvailable:\s+(\d+) kB/m.exec(meminfo)?.[1]
  return kib === undefined ? null : Number(kib) * 1024
}

async function parsed<T>(path: string, parse: (text: string) => T | null): Promise<T | null> {
  const text = await readSystemFile(path)
  return text === null ? null : parse(text)
}

export const readMemlock = () => parsed('/proc/self/limits', parseMemlock)
export const readEphemeralRange = () => parsed('/proc/sys/net/ipv4/ip_local_port_range', parsePortRange)
export const readReservedPorts = () =>
  parsed('/proc/sys/net/ipv4/ip_local_reserved_ports', parseReservedPorts)
export const readMemoryAvailable = () => parsed('/proc/meminfo', parseMemoryAvailable)
