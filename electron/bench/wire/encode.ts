import { fail, ok, type Result } from '../../../core/contract/result.ts'
import { PartWriter } from './part-writer.ts'
import { Float, type MapKey, NdArray, type PayloadValue, PilImage, Tensor } from './value.ts'

/**
 * A MessagePack document in pieces, ready for `writev`. Large binary parts are the caller's own bytes, not copies:
 * they must not change before the pieces are written.
 */
export interface Encoded {
  readonly parts: readonly Uint8Array[]
  readonly size: number
}

/** Nesting beyond this is refused on both ways, before it could exhaust the stack. */
export const MAX_DEPTH = 512

const INT64_MIN = -(2n ** 63n)
const UINT64_LIMIT = 2n ** 64n

/** Says why a value has no MessagePack form; thrown and caught within this file. */
class Unencodable extends Error {}

/**
 * The bytes that the runtime's `OmniSerializer.serialize` writes: one plain MessagePack document; tensors, arrays
 * and images are maps marked `__tensor__`, `__ndarray__` and `__pil_image__`.
 */
export function encode(value: PayloadValue): Result<Encoded> {
  const out = new PartWriter()
  try {
    writeValue(out, value, 0)
  } catch (error) {
    if (error instanceof Unencodable) return fail('wire-encode', error.message)
    throw error
  }
  return ok(out.finish())
}

/** The pieces as one array of bytes. */
export function joinParts(encoded: Encoded): Uint8Array {
  const [first] = encoded.parts
  return encoded.parts.length === 1 && first !== undefined ? first : Buffer.concat(encoded.parts)
}

function writeValue(out: PartWriter, value: PayloadValue, depth: number): void {
  if (depth > MAX_DEPTH)
    throw new Unencodable(`The payload is nested more than ${MAX_DEPTH} deep. Flatten it or break its cycle.`)
  if (value === null) out.byte(0xc0)
  else if (typeof value === 'number') writeNumber(out, value)
  else if (typeof value === 'string') writeText(out, value)
  else if (typeof value === 'boolean') out.byte(value ? 0xc3 : 0xc2)
  else if (typeof value === 'bigint') writeBigInt(out, value)
  else if (value instanceof Uint8Array) writeBytes(out, value)
  else if (value instanceof Tensor) writeTagged(out, '__tensor__', 'dtype', value.dtype, value)
  else if (value instanceof NdArray) writeTagged(out, '__ndarray__', 'dtype', value.dtype, value)
  else if (value instanceof PilImage) writeTagged(out, '__pil_image__', 'mode', value.mode, value)
  else if (value instanceof Float) writeFloat(out, value.value)
  else if (Array.isArray(value)) writeList(out, value, depth)
  else if (value instanceof Map) writeMap(out, value, value.size, depth)
  else if (typeof value === 'object') {
    const entries = Object.entries(value)
    writeMap(out, entries, entries.length, depth)
  } else
    throw new Unencodable(
      `A ${typeof value} has no MessagePack form. Use null, booleans, numbers, text, bytes, tensors, arrays, images, lists or maps.`,
    )
}

function writeNumber(out: PartWriter, value: number): void {
  if (!Number.isSafeInteger(value) || Object.is(value, -0)) writeFloat(out, value)
  else if (value >= 0) writeUnsigned(out, value)
  else writeNegative(out, value)
}

function writeFloat(out: PartWriter, value: number): void {
  const at = out.room(9)
  out.buffer[at] = 0xcb
  out.buffer.writeDoubleBE(value, at + 1)
}

function writeUnsigned(out: PartWriter, value: number): void {
  if (value < 0x80) out.byte(value)
  else if (value < 0x100) out.tagged8(0xcc, value)
  else if (value < 0x10000) out.tagged16(0xcd, value)
  else if (value < 0x1_0000_0000) out.tagged32(0xce, value)
  else out.tagged64(0xcf, BigInt(value))
}

function writeNegative(out: PartWriter, value: number): void {
  if (value >= -0x20) out.byte(value & 0xff)
  else if (value >= -0x80) out.tagged8(0xd0, value & 0xff)
  else if (value >= -0x8000) out.tagged16(0xd1, value & 0xffff)
  else if (value >= -0x8000_0000) out.tagged32(0xd2, value >>> 0)
  else out.tagged64(0xd3, BigInt.asUintN(64, BigInt(value)))
}

function writeBigInt(out: PartWriter, value: bigint): void {
  if (value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER))
    writeNumber(out, Number(value))
  else if (value >= UINT64_LIMIT || value < INT64_MIN)
    throw new Unencodable(`The integer ${value} does not fit 64 bits.`)
  else out.tagged64(value > 0n ? 0xcf : 0xd3, BigInt.asUintN(64, value))
}

function writeText(out: PartWriter, text: string): void {
  const size = Buffer.byteLength(text)
  if (size < 32) out.byte(0xa0 | size)
  else if (size < 0x100) out.tagged8(0xd9, size)
  else if (size < 0x10000) out.tagged16(0xda, size)
  else out.tagged32(0xdb, size)
  out.text(text, size)
}

function writeBytes(out: PartWriter, bytes: Uint8Array): void {
  const size = bytes.byteLength
  if (size < 0x100) out.tagged8(0xc4, size)
  else if (size < 0x10000) out.tagged16(0xc5, size)
  else if (size < 0x1_0000_0000) out.tagged32(0xc6, size)
  else throw new Unencodable(`MessagePack carries at most 4,294,967,295 bytes in one piece, not ${size}.`)
  out.bytes(bytes)
}

function writeTagged(
  out: PartWriter,
  tag: string,
  label: string,
  name: string,
  value: { readonly shape: readonly number[]; readonly data: Uint8Array },
): void {
  out.byte(0x84)
  writeText(out, tag)
  out.byte(0xc3)
  writeText(out, label)
  writeText(out, name)
  writeText(out, 'shape')
  writeHead(out, value.shape.length, 0x90, 0xdc, 0xdd)
  for (const size of value.shape) writeNumber(out, size)
  writeText(out, 'data')
  writeBytes(out, value.data)
}

function writeHead(out: PartWriter, count: number, fixed: number, tag16: number, tag32: number): void {
  if (count < 16) out.byte(fixed | count)
  else if (count < 0x10000) out.tagged16(tag16, count)
  else out.tagged32(tag32, count)
}

function writeList(out: PartWriter, list: readonly PayloadValue[], depth: number): void {
  writeHead(out, list.length, 0x90, 0xdc, 0xdd)
  for (const item of list) writeValue(out, item, depth + 1)
}

function writeMap(
  out: PartWriter,
  entries: Iterable<readonly [MapKey, PayloadValue]>,
  count: number,
  depth: number,
): void {
  writeHead(out, count, 0x80, 0xde, 0xdf)
  for (const [key, value] of entries) {
    writeValue(out, key, depth + 1)
    writeValue(out, value, depth + 1)
  }
}
