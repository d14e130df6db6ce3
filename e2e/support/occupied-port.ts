import { createServer } from 'node:net'

export interface OccupiedPort {
  release(): Promise<void>
}

/** Listens on a port, as another program would; rejects when it is taken already. */
export function occupyPort(port: number, host: string): Promise<OccupiedPort> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject)
    server.listen(port, host, () =>
      resolve({ release: () => new Promise(done => server.close(() => done(undefined))) }),
    )
  })
}
