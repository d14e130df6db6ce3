import type { Socket } from 'node:net'
import type { PagePipe } from '../../native/page-pipe.ts'
import { descriptorOf } from '../../native/stream-socket.ts'
import { writeNow } from '../../native/write-now.ts'

/** From here on noting pages costs less than copying them. */
const LENT_FROM = 256 * 1024
/**
 * Written by way of Node when the socket is full: the one way to hear of room in a socket that Node owns. It is copied,
 * so it is short.
 */
const WAITING_BYTES = 64 * 1024

/**
 * All that goes out on one connection, in order. Large parts are lent to the kernel and not copied; the others, and
 * all where that cannot be had, are written together, because a head that is written alone would wait for an
 * acknowledgement.
 */
export class Outbox {
  private readonly socket: Socket
  private readonly pages: PagePipe | null
  private readonly queue: Uint8Array[] = []
  /** Bytes of the first part in the queue that are gone already. */
  private sent = 0
  private isWaiting = false
  private readonly goOn = (): void => {
    this.isWaiting = false
    this.pump()
  }

  /** @param pages null to copy everything */
  constructor(socket: Socket, pages: PagePipe | null) {
    this.socket = socket
    this.pages = pages
  }

  /** Parts may not change until the receiver has read them. */
  send(parts: readonly Uint8Array[]): void {
    if (this.queue.length === 0 && !parts.some(part => this.isLent(part))) {
      this.write(parts)
      return
    }
    for (const part of parts) this.queue.push(part)
    if (!this.isWaiting) this.pump()
  }

  private isLent(part: Uint8Array): boolean {
    return this.pages !== null && part.byteLength >= LENT_FROM
  }

  private pump(): void {
    while (this.queue.length > 0 && !this.isWaiting) {
      const [part] = this.queue
      if (this.socket.destroyed || part === undefined) this.queue.length = 0
      else if (this.isLent(part)) this.lend(part)
      else this.writeUntilLent()
    }
  }

  private writeUntilLent(): void {
    const lent = this.queue.findIndex(part => this.isLent(part))
    this.write(this.queue.splice(0, lent < 0 ? this.queue.length : lent))
  }

  private lend(part: Uint8Array): void {
    // Pages that go to the socket past Node would overtake what Node still holds.
    if (this.socket.writableLength > 0) {
      this.waitFor(NOTHING)
      return
    }
    const fd = descriptorOf(this.socket)
    const taken = fd === null ? 0 : (this.pages?.send(fd, part, this.sent) ?? null)
    if (taken === null) {
      this.socket.destroy()
      return
    }
    this.sent += taken
    const rest = part.subarray(this.sent, this.sent + (fd === null ? part.byteLength : WAITING_BYTES))
    this.sent += rest.byteLength
    if (this.sent >= part.byteLength) {
      this.queue.shift()
      this.sent = 0
    }
    if (rest.byteLength > 0) this.waitFor(rest)
  }

  private waitFor(bytes: Uint8Array): void {
    this.isWaiting = true
    this.socket.write(bytes, this.goOn)
  }

  private write(parts: readonly Uint8Array[]): void {
    const [first] = parts
    if (parts.length === 1 && first !== undefined) {
      writeNow(this.socket, first)
      return
    }
    this.socket.cork()
    for (const part of parts) this.socket.write(part)
    this.socket.uncork()
  }
}

const NOTHING = new Uint8Array(0)
