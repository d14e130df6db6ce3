import { Socket } from 'node:net'

/**
 * One byte there, one byte back: how the measuring processes take turns. A socket pair made by `fork`, the same
 * that the Python contender uses.
 */
export class Line {
  private readonly socket: Socket
  private arrived = 0
  private waiting: (() => void) | null = null

  constructor(socket: Socket) {
    this.socket = socket
    socket.on('data', (bytes: Buffer) => {
      this.arrived += bytes.length
      this.wake()
    })
  }

  /** The end that a forked process finds at descriptor 4, after the three standard ones and its channel. */
  static ofChild(): Line {
    return new Line(new Socket({ fd: 4 }))
  }

  signal(): void {
    this.socket.write(ONE)
  }

  async wait(): Promise<void> {
    if (this.arrived === 0)
      await new Promise<void>(resolve => {
        this.waiting = resolve
      })
    this.arrived -= 1
  }

  private wake(): void {
    const resolve = this.waiting
    this.waiting = null
    resolve?.()
  }
}

const ONE = Buffer.alloc(1)
