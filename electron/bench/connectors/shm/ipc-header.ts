import { crc32 } from 'node:zlib'
import { fail, ok, type Result } from '../../../../core/contract/result.ts'

const MAGIC = Buffer.from('OMNIIPC1')
const HEADER_BYTES = 20

/**
 * The payload of a segment. A newer `shm_write_bytes` puts a header before it: magic, length (u64) and CRC-32 (u32),
 * big-endian. MessagePack cannot start with these eight bytes and go on, so the magic alone tells the two apart.
 */
export function stripIpcHeader(bytes: Uint8Array): Result<Uint8Array> {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (view.length < HEADER_BYTES || !view.subarray(0, MAGIC.length).equals(MAGIC)) return ok(bytes)
  const length = view.readBigUInt64BE(MAGIC.length)
  const payload = view.subarray(HEADER_BYTES)
  if (BigInt(payload.length) !== length)
    return fail('shm-damaged', `The segment's header announces ${length} bytes and ${payload.length} follow.`)
  if (crc32(payload) !== view.readUInt32BE(MAGIC.length + 8))
    return fail(
      'shm-damaged',
      `The checksum in the segment's header does not fit its ${payload.length} bytes.`,
    )
  return ok(payload)
}
