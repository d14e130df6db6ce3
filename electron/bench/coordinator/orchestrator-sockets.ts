import { createServer, type Server } from 'node:net'
import type { BenchAddress } from '../../../core/bench/types.ts'
import type { Problem } from '../../../core/contract/result.ts'
import { errnoOf } from '../../errno.ts'

/**
 * The sockets of the orchestrator's own connectors. In the runtime its process binds them; here the coordinator stands
 * for it. Nothing is sent through them: they are there so that a port that somebody else holds is noticed.
 */
export interface OrchestratorSockets {
  /** Binds for an edge; the problem when the port cannot be had. */
  open(edge: string, at: BenchAddress): Promise<Problem | null>
  close(): Promise<void>
}

export function createOrchestratorSockets(): OrchestratorSockets {
  const servers = new Set<Server>()
  return {
    async open(edge, at) {
      const server = createServer(socket => socket.destroy())
      try {
        await new Promise<void>((resolve, reject) =>
          server.once('error', reject).listen({ host: at.host, port: at.port }, resolve),
        )
        servers.add(server)
        return null
      } catch (error) {
        return problemOf(edge, at, error)
      }
    },
    async close() {
      await Promise.all([...servers].map(server => new Promise<void>(done => server.close(() => done()))))
      servers.clear()
    },
  }
}

const problemOf = (edge: string, { host, port, mappedFrom }: BenchAddress, error: unknown): Problem => ({
  code: errnoOf(error) ?? 'bench-error',
  message: `The orchestrator’s own socket of ${edge} at ${host}:${port} (for ${mappedFrom}) cannot be bound: ${error instanceof Error ? error.message : String(error)}.`,
})
