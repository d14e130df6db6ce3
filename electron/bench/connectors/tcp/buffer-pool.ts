const ALIGNMENT = 4096

interface Span {
  start: number
  size: number
}

/**
 * The transfer engines' allocator over a pool of registered memory: first fit over a free list, sizes rounded up to
 * 4 KiB, neighbours merged. It hands out offsets; what a full or fragmented pool refuses is refused here alike.
 */
export class BufferPool {
  readonly size: number
  private readonly free: Span[]
  private taken = 0

  constructor(size: number) {
    this.size = size
    this.free = [{ start: 0, size }]
  }

  /** Bytes handed out, rounding included. */
  get used(): number {
    return this.taken
  }

  get largestFree(): number {
    return this.free.reduce((largest, span) => Math.max(largest, span.size), 0)
  }

  /** Offset of a block for `bytes`; null when no free block is large enough. */
  allocate(bytes: number): number | null {
    const size = roundUp(bytes)
    const index = this.free.findIndex(span => span.size >= size)
    const span = this.free[index]
    if (span === undefined) return null
    const { start } = span
    if (span.size === size) this.free.splice(index, 1)
    else {
      span.start += size
      span.size -= size
    }
    this.taken += size
    return start
  }

  /** Takes back the block at `start` that was allocated for `bytes`. */
  release(start: number, bytes: number): void {
    const size = roundUp(bytes)
    this.taken -= size
    const found = this.free.findIndex(span => span.start > start)
    const index = found === -1 ? this.free.length : found
    this.free.splice(index, 0, { start, size })
    this.mergeWithNext(index)
    this.mergeWithNext(index - 1)
  }

  private mergeWithNext(index: number): void {
    const span = this.free[index]
    const next = this.free[index + 1]
    if (span === undefined || next === undefined || span.start + span.size !== next.start) return
    span.size += next.size
    this.free.splice(index + 1, 1)
  }
}

const roundUp = (bytes: number): number => Math.ceil(bytes / ALIGNMENT) * ALIGNMENT
