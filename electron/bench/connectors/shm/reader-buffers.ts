import { pageMemory } from '../../native/page-memory.ts'

const SMALLEST = 4096
const KEEP_BYTES = 512 * 1024 * 1024

/**
 * Buffers that payloads are read into. A fresh one costs as much in page faults as the copy itself, so a released
 * one is used again. Sizes are powers of two; at most 512 MiB wait for use, or one buffer that is larger.
 */
export class ReaderBuffers {
  private readonly free = new Map<number, Buffer[]>()
  private waiting = 0

  /** A buffer of at least `size` bytes with arbitrary content. */
  take(size: number): Buffer {
    const capacity = capacityFor(size)
    const buffer = this.free.get(capacity)?.pop()
    if (buffer === undefined) return pageMemory(capacity)
    this.waiting -= capacity
    return buffer
  }

  /** Takes a buffer back that nobody reads any more. */
  give(buffer: Buffer): void {
    if (this.waiting > 0 && this.waiting + buffer.length > KEEP_BYTES) return
    const shelf = this.free.get(buffer.length)
    if (shelf === undefined) this.free.set(buffer.length, [buffer])
    else shelf.push(buffer)
    this.waiting += buffer.length
  }

  clear(): void {
    this.free.clear()
    this.waiting = 0
  }
}

const capacityFor = (size: number): number => (size <= SMALLEST ? SMALLEST : 2 ** (32 - Math.clz32(size - 1)))
