import type { ReaderBuffers } from '../shm/reader-buffers.ts'
import { FRAME, type FrameHead, HEAD_BYTES, readHead } from './frames.ts'

const SCRATCH_BYTES = 256 * 1024
/** Bodies from this size on are worth a read of their own, and little of them is read before they are known. */
const DIRECT_FROM = 128 * 1024
const SMALL_SCRATCH_BYTES = 4096
const LONGEST_DESCRIPTION = 4096
/** 1 GiB of payload and what serialisation adds. */
const LONGEST_BODY = 1024 ** 3 + 64 * 1024 ** 2

/** A whole frame. The buffer behind the body comes from the pool and goes back there by whoever is done with it. */
export interface Frame {
  readonly head: FrameHead
  readonly description: Buffer
  readonly body: { readonly buffer: Buffer; readonly bytes: Buffer } | null
}

/**
 * Puts frames together from what a socket reads. Small frames are read into a scratch buffer, several at once, and
 * copied out of it. Once a large body is known to come, the socket reads straight into it; payloads of an edge are
 * much alike, so after a large one little is read into the scratch buffer.
 */
export class FrameReader {
  private readonly buffers: ReaderBuffers
  private readonly onFrame: (frame: Frame) => void
  private readonly scratch = Buffer.allocUnsafeSlow(SCRATCH_BYTES)
  private readonly smallScratch = this.scratch.subarray(0, SMALL_SCRATCH_BYTES)
  private lastBodyBytes = 0
  private readonly headBytes = Buffer.allocUnsafeSlow(HEAD_BYTES)
  private head: FrameHead | null = null
  private description: Buffer = this.headBytes.subarray(0, 0)
  private body: Frame['body'] = null
  /** Bytes that the present frame has already got: of the head, then of what follows it. */
  private filled = 0
  private isDirect = false

  constructor(buffers: ReaderBuffers, onFrame: (frame: Frame) => void) {
    this.buffers = buffers
    this.onFrame = onFrame
  }

  /** Where the socket has to put what it reads next. */
  target(): Uint8Array {
    const rest = this.bodyRest()
    this.isDirect = rest !== null && rest.length >= SMALL_SCRATCH_BYTES
    return this.isDirect && rest !== null ? rest : this.scratchForNext()
  }

  private scratchForNext(): Buffer {
    return this.lastBodyBytes >= DIRECT_FROM ? this.smallScratch : this.scratch
  }

  /** Takes note of `count` bytes in the target; false when they are no frame. */
  advance(count: number): boolean {
    if (this.isDirect) {
      this.filled += count
      this.finishIfWhole()
      return true
    }
    let at = 0
    while (at < count) {
      const taken = this.take(this.scratch.subarray(at, count))
      if (taken === null) return false
      at += taken
    }
    return true
  }

  /** The unread part of a body whose head and description are there; null while something else comes first. */
  private bodyRest(): Buffer | null {
    if (this.head === null || this.body === null) return null
    const done = this.filled - this.head.descriptionBytes
    return done < 0 || done >= this.body.bytes.length ? null : this.body.bytes.subarray(done)
  }

  private take(bytes: Buffer): number | null {
    return this.head === null ? this.takeHead(bytes) : this.takeRest(this.head, bytes)
  }

  private takeHead(bytes: Buffer): number | null {
    const taken = bytes.copy(this.headBytes, this.filled, 0, HEAD_BYTES - this.filled)
    this.filled += taken
    return this.filled < HEAD_BYTES || this.begin(readHead(this.headBytes, 0)) ? taken : null
  }

  private begin(head: FrameHead): boolean {
    const isKnown = head.kind === FRAME.data || (head.kind === FRAME.info && head.bodyBytes === 8)
    if (!isKnown && (head.kind !== FRAME.notFound || head.bodyBytes > 0)) return false
    if (head.descriptionBytes > LONGEST_DESCRIPTION || head.bodyBytes > LONGEST_BODY) return false
    this.head = head
    this.filled = 0
    this.lastBodyBytes = head.bodyBytes
    this.description = Buffer.allocUnsafe(head.descriptionBytes)
    this.body = this.takeBuffer(head.bodyBytes)
    this.finishIfWhole()
    return true
  }

  private takeBuffer(size: number): Frame['body'] {
    if (size === 0) return null
    const buffer = this.buffers.take(size)
    return { buffer, bytes: buffer.subarray(0, size) }
  }

  private takeRest(head: FrameHead, bytes: Buffer): number {
    const described = Math.max(0, head.descriptionBytes - this.filled)
    const first = bytes.copy(this.description, this.filled, 0, Math.min(described, bytes.length))
    this.filled += first
    const rest = this.bodyRest()
    const second = rest === null ? 0 : bytes.copy(rest, 0, first)
    this.filled += second
    this.finishIfWhole()
    return first + second
  }

  private finishIfWhole(): void {
    const { head, description, body } = this
    if (head === null || this.filled < head.descriptionBytes + head.bodyBytes) return
    this.head = null
    this.body = null
    this.filled = 0
    this.onFrame({ head, description, body })
  }
}
