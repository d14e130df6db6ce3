import { createSocket } from 'node:dgram'
import { hostname } from 'node:os'
import { readSystemFile } from './proc.ts'

/** The address of this machine's own route to the outside. Connecting a UDP socket sends nothing. */
function routeAddress(): Promise<string | null> {
  return new Promise(resolve => {
    const socket = createSocket('udp4')
    const end = (address: string | null) => {
      socket.removeAllListeners()
      socket.on('error', () => undefined)
      socket.close()
      resolve(address)
    }
    socket.on('error', () => end(null))
    socket.connect(80, '8.8.8.8', () => end(socket.address().address))
  })
}

/** The IPv4 address of `name` in an /etc/hosts text. */
export function addressInHosts(hosts: string, name: string): string | null {
  for (const line of hosts.split('\n')) {
    const [address, ...names] = line.replace(/#.*/, '').trim().split(/\s+/)
    if (address?.includes('.') && names.includes(name)) return address
  }
  return null
}

/**
 * What `host: auto` picks on this machine: the address of the route to 8.8.8.8, else the host name's, else
 * 127.0.0.1. The host name is looked up in /etc/hosts only, so that no name server is asked.
 */
export async function autoHostAddress(): Promise<string> {
  const route = await routeAddress()
  if (route !== null) return route
  const hosts = await readSystemFile('/etc/hosts')
  return (hosts === null ? null : addressInHosts(hosts, hostname())) ?? '127.0.0.1'
}
