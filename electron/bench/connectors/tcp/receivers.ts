import { fail, type Result } from '../../../../core/contract/result.ts'
import type { Endpoint } from '../connector.ts'
import type { ReaderBuffers } from '../shm/reader-buffers.ts'
import { Receiver } from './receiver.ts'

/** One connection per sender, made when it is first needed and again after it broke. */
export class Receivers {
  private readonly buffers: ReaderBuffers
  private readonly open = new Map<string, Promise<Result<Receiver>>>()
  private closed = false

  constructor(buffers: ReaderBuffers) {
    this.buffers = buffers
  }

  async to(endpoint: Endpoint): Promise<Result<Receiver>> {
    if (this.closed) return fail('closed', 'The connector is closed.')
    const name = `${endpoint.host}:${endpoint.port}`
    const kept = this.open.get(name)
    if (kept !== undefined) {
      const receiver = await kept
      if (receiver.ok && receiver.value.isOpen) return receiver
      // Several gets may have waited for the same broken one: the first to come back here dials anew.
      if (this.open.get(name) !== kept) return this.to(endpoint)
    }
    const dialled = Receiver.dial(endpoint, this.buffers)
    this.open.set(name, dialled)
    return dialled
  }

  async close(): Promise<void> {
    this.closed = true
    const all = [...this.open.values()]
    this.open.clear()
    for (const dialled of all) {
      const receiver = await dialled
      if (receiver.ok) await receiver.value.close()
    }
  }
}
