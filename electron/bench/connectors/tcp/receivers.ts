import { fail, type Result } from '../../../../core/contract/result.ts'
import type { Endpoint } from '../connector.ts'
import type { ReaderBuffers } from '../shm/reader-buffers.ts'
import { Receiver } from './receiver.ts'

/** One connection per sender, made when it is first needed and again after it broke. */
export class Receivers {
  private readonly buffers: ReaderBuffers
  private readonly dialled = new Map<string, Promise<Result<Receiver>>>()
  private latest: Receiver | null = null
  private closed = false

  constructor(buffers: ReaderBuffers) {
    this.buffers = buffers
  }

  /** The connection that was used last, if it goes to this sender; saves the wait for one that is there anyway. */
  openTo({ host, port }: Endpoint): Receiver | null {
    const { latest } = this
    const isIt = latest?.isOpen && latest.endpoint.host === host && latest.endpoint.port === port
    return isIt ? latest : null
  }

  async to(endpoint: Endpoint): Promise<Result<Receiver>> {
    if (this.closed) return fail('closed', 'The connector is closed.')
    const name = `${endpoint.host}:${endpoint.port}`
    const kept = this.dialled.get(name)
    if (kept !== undefined) {
      const receiver = await kept
      if (receiver.ok && receiver.value.isOpen) return this.use(receiver)
      // Several gets may have waited for the same broken one: the first to come back here dials anew.
      if (this.dialled.get(name) !== kept) return this.to(endpoint)
    }
    const dialled = Receiver.dial(endpoint, this.buffers)
    this.dialled.set(name, dialled)
    return this.use(await dialled)
  }

  private use(receiver: Result<Receiver>): Result<Receiver> {
    if (receiver.ok) this.latest = receiver.value
    return receiver
  }

  async close(): Promise<void> {
    this.closed = true
    const all = [...this.dialled.values()]
    this.dialled.clear()
    for (const dialled of all) {
      const receiver = await dialled
      if (receiver.ok) await receiver.value.close()
    }
  }
}
