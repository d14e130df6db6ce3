import type { ReaderBuffers } from '../shm/reader-buffers.ts'

/** Holds several frames of usual size, and stays within the cache of a processor. */
export const SLAB_BYTES = 512 * 1024

/** A buffer that several frames are read into; it goes back to the pool when the last of them is released. */
export class Slab {
  readonly buffer: Buffer
  private readonly buffers: ReaderBuffers
  private held = 0
  private isRetired = false

  constructor(buffers: ReaderBuffers) {
    this.buffers = buffers
    this.buffer = buffers.take(SLAB_BYTES)
  }

  get isFree(): boolean {
    return this.held === 0
  }

  /** Keeps what a frame has in here until the returned function is called; a second call does nothing. */
  hold(): () => void {
    this.held += 1
    let isHeld = true
    return () => {
      if (!isHeld) return
      isHeld = false
      this.held -= 1
      this.giveBack()
    }
  }

  /** Nothing more is read into it. */
  retire(): void {
    this.isRetired = true
    this.giveBack()
  }

  private giveBack(): void {
    if (this.isRetired && this.held === 0) this.buffers.give(this.buffer)
  }
}
