/**
 * A frame of the stand-in's protocol: 12 bytes (body length u32, exchange id u32, kind u8, flags u8, length of the
 * description u16, all little-endian), the description, the body. The receiver asks, the sender answers under the
 * same id; a body of a question is the key in UTF-8.
 */
export interface FrameHead {
  readonly kind: number
  readonly id: number
  readonly fast: boolean
  readonly descriptionBytes: number
  readonly bodyBytes: number
}

export const HEAD_BYTES = 12

export const FRAME = {
  /** Is the key there, and how large is it? (`query_info`) */
  query: 1,
  /** Send it. */
  pull: 2,
  /** It has arrived whole; its buffer may go. No answer. */
  release: 3,
  /** Answer to a query: the size as u64. */
  info: 16,
  /** `info_not_found` */
  notFound: 17,
  /** The payload. */
  data: 18,
} as const

const FAST = 1

/** Writes a head at `at` and returns where what follows it begins. */
export function writeHead(bytes: Buffer, at: number, head: FrameHead): number {
  bytes.writeUInt32LE(head.bodyBytes, at)
  bytes.writeUInt32LE(head.id, at + 4)
  bytes[at + 8] = head.kind
  bytes[at + 9] = head.fast ? FAST : 0
  bytes.writeUInt16LE(head.descriptionBytes, at + 10)
  return at + HEAD_BYTES
}

export const readHead = (bytes: Buffer, at: number): FrameHead => ({
  bodyBytes: bytes.readUInt32LE(at),
  id: bytes.readUInt32LE(at + 4),
  kind: bytes[at + 8] ?? 0,
  fast: bytes[at + 9] === FAST,
  descriptionBytes: bytes.readUInt16LE(at + 10),
})

/** A question or a release, before it is bytes. */
export interface KeyFrame {
  readonly kind: number
  readonly id: number
  readonly key: string
}

/** Several of them in one piece, so that they are one write. On the way of every payload: no iterators, no copies. */
export function keyFrames(frames: readonly KeyFrame[]): Buffer {
  let size = 0
  for (const { key } of frames) size += HEAD_BYTES + Buffer.byteLength(key)
  const bytes = Buffer.allocUnsafe(size)
  let at = 0
  for (const { kind, id, key } of frames) {
    const bodyBytes = bytes.write(key, at + HEAD_BYTES)
    writeHead(bytes, at, { kind, id, fast: false, descriptionBytes: 0, bodyBytes })
    at += HEAD_BYTES + bodyBytes
  }
  return bytes
}
