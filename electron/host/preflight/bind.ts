import { createServer, type Server } from 'node:net'
import type { PortEndpoint } from '../../../core/contract/analysis.ts'
import { type Listener, listenerOn, listListeners } from '../machine/sockets.ts'
import { mapToLoopback } from './loopback.ts'

/** A planned listening port that this machine would not give, and who or what has it. */
export interface TakenPort {
  readonly endpoint: PortEndpoint
  /** The loopback address that stood for the endpoint's host. */
  readonly address: string
  /** `EADDRINUSE`, `EACCES` … */
  readonly code: string
  /** `name (pid N)`; null when nobody can be named. */
  readonly owner: string | null
  /** The endpoint of the same plan that was bound first; null when another program has the port. */
  readonly samePlan: PortEndpoint | null
}

export interface BindResult {
  readonly bound: number
  readonly taken: readonly TakenPort[]
}

function bind(address: string, port: number): Promise<Server | string> {
  return new Promise(resolve => {
    const server = createServer()
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'unknown'))
    // Not shared with other processes and not left waiting: the same flags as a listener of the runtime.
    server.listen({ host: address, port, exclusive: true }, () => resolve(server))
  })
}

const release = (server: Server): Promise<void> => new Promise(resolve => server.close(() => resolve()))

/** A listener on a real address of this machine also counts: the runtime binds that one, the test only loopback. */
const holder = (listeners: readonly Listener[], address: string, port: number): Listener | null =>
  listenerOn(listeners, address, port) ??
  (address === '127.0.0.1' ? (listeners.find(other => other.port === port) ?? null) : null)

/**
 * Binds every planned port for real, each host on a loopback address of its own, all at once so that two stages
 * with one port show too, and lets them go again. Nothing is accepted meanwhile.
 */
export async function bindPlannedPorts(endpoints: readonly PortEndpoint[]): Promise<BindResult> {
  const planned = endpoints.filter(endpoint => endpoint.action === 'bind')
  const addresses = mapToLoopback(planned.map(endpoint => endpoint.host))
  const listeners = (await listListeners()) ?? []
  const held = new Map<string, { server: Server; endpoint: PortEndpoint }>()
  const taken: TakenPort[] = []
  try {
    for (const endpoint of planned) {
      const { port } = endpoint
      const address = addresses.of(endpoint.host)
      const first = held.get(`${address}:${port}`)
      if (first) {
        taken.push({ endpoint, address, code: 'EADDRINUSE', owner: null, samePlan: first.endpoint })
        continue
      }
      if (!Number.isInteger(port) || port < 1 || port > 65535) {
        taken.push({ endpoint, address, code: 'ERANGE', owner: null, samePlan: null })
        continue
      }
      const other = holder(listeners, address, port)
      const server = await bind(address, port)
      if (typeof server === 'string')
        taken.push({ endpoint, address, code: server, owner: other?.owner ?? null, samePlan: null })
      else {
        held.set(`${address}:${port}`, { server, endpoint })
        if (other) taken.push({ endpoint, address, code: 'EADDRINUSE', owner: other.owner, samePlan: null })
      }
    }
  } finally {
    await Promise.all([...held.values()].map(({ server }) => release(server)))
  }
  return { bound: planned.length - taken.length, taken }
}
