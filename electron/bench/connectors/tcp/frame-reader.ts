import type { ReaderBuffers } from '../shm/reader-buffers.ts'
import { releaseOnce } from '../shm/release-once.ts'
import { FRAME, type FrameHead, HEAD_BYTES, readHead } from './frames.ts'
import { SLAB_BYTES, Slab } from './slab.ts'

/** Up to here frames are read several at once; a larger body gets a buffer of its own, which it is read into. */
const DIRECT_FROM = 128 * 1024
/** Read at once where a large body may follow: what is read of it here has to be copied. */
const SHORT_READ = 4096
const LONGEST_DESCRIPTION = 4096
/** 1 GiB of payload and what serialisation adds. */
const LONGEST_BODY = 1024 ** 3 + 64 * 1024 ** 2

/** A whole frame. */
export interface Frame {
  readonly head: FrameHead
  readonly description: Buffer
  /** `release` gives the memory behind the bytes back for reuse. */
  readonly body: { readonly bytes: Buffer; release(): void } | null
}

/** A body that the socket reads straight into its own buffer. */
interface Direct {
  readonly head: FrameHead
  readonly description: Buffer
  readonly buffer: Buffer
  filled: number
}

/**
 * Cuts what a socket reads into frames, without a copy: small frames are views of a slab that many of them are read
 * into by one call, large ones have the socket read into their own buffer.
 */
export class FrameReader {
  private readonly buffers: ReaderBuffers
  private readonly onFrame: (frame: Frame) => void
  private slab: Slab
  /** What lies between the two in the slab has been read and belongs to no frame yet. */
  private begin = 0
  private end = 0
  /** Bytes of the unfinished frame at `begin`, as far as they are known. */
  private needed = HEAD_BYTES
  private direct: Direct | null = null
  private mayBeLarge = true

  constructor(buffers: ReaderBuffers, onFrame: (frame: Frame) => void) {
    this.buffers = buffers
    this.onFrame = onFrame
    this.slab = new Slab(buffers)
  }

  /** Bytes of a large body that has begun and is not whole yet. */
  get missing(): number {
    return this.direct === null ? 0 : this.direct.head.bodyBytes - this.direct.filled
  }

  /** Where the socket has to put what it reads next. */
  target(): Uint8Array {
    const { direct } = this
    if (direct !== null) return direct.buffer.subarray(direct.filled, direct.head.bodyBytes)
    this.makeRoom()
    const until = this.mayBeLarge ? Math.max(this.end + SHORT_READ, this.begin + this.needed) : SLAB_BYTES
    return this.slab.buffer.subarray(this.end, until)
  }

  /** Takes note of `count` bytes in the target; false when they are no frame. */
  advance(count: number): boolean {
    if (this.direct !== null) return this.advanceDirect(this.direct, count)
    this.end += count
    while (this.end - this.begin >= HEAD_BYTES) {
      const head = readHead(this.slab.buffer, this.begin)
      if (!isFrame(head)) return false
      this.needed = HEAD_BYTES + head.descriptionBytes + head.bodyBytes
      if (this.end - this.begin < this.needed) return this.awaitRest(head)
      this.emit(head)
    }
    this.needed = HEAD_BYTES
    return true
  }

  private advanceDirect(direct: Direct, count: number): boolean {
    direct.filled += count
    const { head, description, buffer } = direct
    if (direct.filled < head.bodyBytes) return true
    this.direct = null
    const bytes = buffer.subarray(0, head.bodyBytes)
    this.onFrame({ head, description, body: { bytes, release: releaseOnce(this.buffers, buffer) } })
    return true
  }

  private emit(head: FrameHead): void {
    const bodyAt = this.begin + HEAD_BYTES + head.descriptionBytes
    const description = this.describe(head)
    this.begin = bodyAt + head.bodyBytes
    this.mayBeLarge = false
    const bytes = this.slab.buffer.subarray(bodyAt, this.begin)
    const body = head.bodyBytes === 0 ? null : { bytes, release: this.slab.hold() }
    this.onFrame({ head, description, body })
  }

  /** The rest of a small frame comes into the slab; that of a large one into a buffer of its own. */
  private awaitRest(head: FrameHead): true {
    const bodyAt = this.begin + HEAD_BYTES + head.descriptionBytes
    if (head.bodyBytes < DIRECT_FROM) return true
    this.mayBeLarge = true
    this.needed = HEAD_BYTES + head.descriptionBytes
    if (this.end < bodyAt) return true
    const buffer = this.buffers.take(head.bodyBytes)
    const filled = this.slab.buffer.copy(buffer, 0, bodyAt, this.end)
    this.direct = { head, description: this.describe(head), buffer, filled }
    this.begin = this.end
    this.needed = HEAD_BYTES
    return true
  }

  private describe({ descriptionBytes }: FrameHead): Buffer {
    if (descriptionBytes === 0) return NO_DESCRIPTION
    const at = this.begin + HEAD_BYTES
    return Buffer.from(this.slab.buffer.subarray(at, at + descriptionBytes))
  }

  /** Begins the slab anew when nobody needs what is in it, or takes another when the next frame may not fit. */
  private makeRoom(): void {
    if (this.begin === this.end && this.slab.isFree) {
      this.begin = 0
      this.end = 0
    }
    if (Math.max(this.begin + this.needed, this.end + SHORT_READ) <= SLAB_BYTES) return
    const full = this.slab
    this.slab = new Slab(this.buffers)
    this.end = full.buffer.copy(this.slab.buffer, 0, this.begin, this.end)
    this.begin = 0
    full.retire()
  }
}

const NO_DESCRIPTION = Buffer.alloc(0)

function isFrame({ kind, descriptionBytes, bodyBytes }: FrameHead): boolean {
  if (descriptionBytes > LONGEST_DESCRIPTION || bodyBytes > LONGEST_BODY) return false
  return (
    kind === FRAME.data ||
    (kind === FRAME.info && bodyBytes === 8) ||
    (kind === FRAME.notFound && bodyBytes === 0)
  )
}
