import { Socket } from 'node:net'
import { writeNow } from '../../electron/bench/native/write-now.ts'

/**
 * One byte there, one byte back: how the measuring processes take turns. A socket pair made by `fork`, the same
 * that the Python contender uses.
 */
export class Line {
  private readonly socket: Socket
  private arrived = 0
  private told = ''
  private waiting: (() => void) | null = null

  constructor(socket: Socket) {
    this.socket = socket
    socket.on('data', (bytes: Buffer) => {
      this.arrived += bytes.length
      if (bytes.length > 1 || this.told !== '') this.told += bytes.toString()
      this.wake()
    })
  }

  /** The end that a forked process finds at descriptor 4, after the three standard ones and its channel. */
  static ofChild(): Line {
    return new Line(new Socket({ fd: 4 }))
  }

  signal(): void {
    writeNow(this.socket, ONE)
  }

  /** Tells plain data; the other end hears it. */
  tell(value: unknown): void {
    writeNow(this.socket, Buffer.from(`${JSON.stringify(value)}\n`))
  }

  async hear(): Promise<unknown> {
    for (;;) {
      const end = this.told.indexOf('\n')
      if (end >= 0) {
        const value: unknown = JSON.parse(this.told.slice(0, end))
        this.told = this.told.slice(end + 1)
        this.arrived -= end + 1
        return value
      }
      await this.more()
    }
  }

  async wait(): Promise<void> {
    if (this.arrived === 0) await this.more()
    this.arrived -= 1
  }

  private more(): Promise<void> {
    return new Promise(resolve => {
      this.waiting = resolve
    })
  }

  private wake(): void {
    const resolve = this.waiting
    this.waiting = null
    resolve?.()
  }
}

const ONE = Buffer.alloc(1)
