import { createServer } from 'node:net'

/** Whether this system can bind more of 127.0.0.0/8 than 127.0.0.1. Linux can; others need an alias per address. */
export async function loopbacks(): Promise<'many' | 'one'> {
  const server = createServer()
  try {
    await new Promise<void>((resolve, reject) =>
      server.once('error', reject).listen({ host: '127.0.0.2', port: 0 }, resolve),
    )
    return 'many'
  } catch {
    return 'one'
  } finally {
    server.close()
  }
}
