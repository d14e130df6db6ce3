import type { Socket } from 'node:net'
import { descriptorOf, type StreamSocket, streamSocket } from '../../native/stream-socket.ts'

/** What a read should find at least: of 64, 128, 256 and 512 KiB the fastest for bodies from 16 MiB on. */
const BATCH = 128 * 1024
/** A shorter body is read in so few steps that two more calls are not worth it. */
const WORTH_FROM = 2 * 1024 * 1024
/** The system shrinks the window of a socket whose buffer is smaller than what it has to wait for. */
const ROOM = 4 * BATCH

/**
 * Keeps a socket from waking its reader for every segment of a large body: a reader that is woken early reads little,
 * sleeps, and has the sender pay for waking it again.
 */
export class LowWater {
  private readonly socket: Socket
  private readonly calls: StreamSocket | null
  private set = 1
  private hasRoom = false

  constructor(socket: Socket, calls = streamSocket()) {
    this.socket = socket
    this.calls = calls
  }

  /** @param missing bytes that are sure to come; what comes behind them may be short and must not wait */
  expect(missing: number): void {
    const isWorthIt = this.set > 1 ? missing >= BATCH : missing >= WORTH_FROM
    const bytes = isWorthIt ? BATCH : 1
    if (bytes === this.set) return
    const { calls } = this
    const fd = descriptorOf(this.socket)
    if (calls === null || fd === null) return
    this.hasRoom ||= calls.receiveBuffer(fd) >= ROOM
    if (!this.hasRoom) return
    calls.setReceiveLowWater(fd, bytes)
    this.set = bytes
  }
}
