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

export function writeHead(head: FrameHead): Buffer {
  const bytes = Buffer.allocUnsafe(HEAD_BYTES)
  bytes.writeUInt32LE(head.bodyBytes, 0)
  bytes.writeUInt32LE(head.id, 4)
  bytes[8] = head.kind
  bytes[9] = head.fast ? FAST : 0
  bytes.writeUInt16LE(head.descriptionBytes, 10)
  return bytes
}

export const readHead = (bytes: Buffer): FrameHead => ({
  bodyBytes: bytes.readUInt32LE(0),
  id: bytes.readUInt32LE(4),
  kind: bytes[8] ?? 0,
  fast: bytes[9] === FAST,
  descriptionBytes: bytes.readUInt16LE(10),
})

/** A question or a release: all of it in one piece, so that it is one write. */
export function keyFrame(kind: number, id: number, key: string): Buffer {
  const bodyBytes = Buffer.byteLength(key)
  const frame = Buffer.allocUnsafe(HEAD_BYTES + bodyBytes)
  writeHead({ kind, id, fast: false, descriptionBytes: 0, bodyBytes }).copy(frame)
  frame.write(key, HEAD_BYTES)
  return frame
}
