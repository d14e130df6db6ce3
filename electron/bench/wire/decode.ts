import { isUtf8 } from 'node:buffer'
import { fail, ok, type Result } from '../../../core/contract/result.ts'
import { MAX_DEPTH } from './encode.ts'
import { restoreTagged } from './tagged.ts'
import { Undecodable } from './undecodable.ts'
import { Float, type MapKey, type PayloadValue } from './value.ts'

/**
 * Reads one MessagePack document after the rules of the runtime's `OmniSerializer.deserialize`: marked maps become
 * tensors, arrays and images and are not walked further; lists and other maps are walked. Binary parts are views
 * of `bytes`, not copies. Maps that look like a `RequestOutput` stay maps: those classes exist in Python only.
 */
export function decode(bytes: Uint8Array): Result<PayloadValue> {
  const reader = new Reader(bytes)
  try {
    const value = reader.value(0)
    reader.expectEnd()
    return ok(value)
  } catch (error) {
    if (error instanceof Undecodable) return fail('wire-decode', error.message)
    throw error
  }
}

class Reader {
  private readonly bytes: Buffer
  private at = 0

  constructor(bytes: Uint8Array) {
    this.bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  value(depth: number): PayloadValue {
    if (depth > MAX_DEPTH) throw new Undecodable(`The payload is nested more than ${MAX_DEPTH} deep.`)
    const tag = this.uint(1)
    if (tag < 0x80) return tag
    if (tag < 0x90) return this.map(tag & 0x0f, depth)
    if (tag < 0xa0) return this.list(tag & 0x0f, depth)
    if (tag < 0xc0) return this.text(tag & 0x1f)
    if (tag >= 0xe0) return tag - 0x100
    return this.tagged(tag, depth)
  }

  expectEnd(): void {
    const rest = this.bytes.length - this.at
    if (rest > 0)
      throw new Undecodable(`${rest} more bytes follow the end of the payload at byte ${this.at}.`)
  }

  private tagged(tag: number, depth: number): PayloadValue {
    switch (tag) {
      case 0xc0:
        return null
      case 0xc2:
        return false
      case 0xc3:
        return true
      case 0xc4:
        return this.take(this.uint(1))
      case 0xc5:
        return this.take(this.uint(2))
      case 0xc6:
        return this.take(this.uint(4))
      case 0xca:
        return float(this.bytes.readFloatBE(this.skip(4)))
      case 0xcb:
        return float(this.bytes.readDoubleBE(this.skip(8)))
      case 0xcc:
        return this.uint(1)
      case 0xcd:
        return this.uint(2)
      case 0xce:
        return this.uint(4)
      case 0xcf:
        return narrow(this.bytes.readBigUInt64BE(this.skip(8)))
      case 0xd0:
        return this.bytes.readInt8(this.skip(1))
      case 0xd1:
        return this.bytes.readInt16BE(this.skip(2))
      case 0xd2:
        return this.bytes.readInt32BE(this.skip(4))
      case 0xd3:
        return narrow(this.bytes.readBigInt64BE(this.skip(8)))
      case 0xd9:
        return this.text(this.uint(1))
      case 0xda:
        return this.text(this.uint(2))
      case 0xdb:
        return this.text(this.uint(4))
      case 0xdc:
        return this.list(this.uint(2), depth)
      case 0xdd:
        return this.list(this.uint(4), depth)
      case 0xde:
        return this.map(this.uint(2), depth)
      case 0xdf:
        return this.map(this.uint(4), depth)
      case 0xc1:
        throw new Undecodable(`Byte ${this.at - 1} is 0xC1, which MessagePack never uses.`)
      default:
        throw new Undecodable(
          `Byte ${this.at - 1} starts an extension type. The runtime's serializer writes none.`,
        )
    }
  }

  private list(count: number, depth: number): PayloadValue {
    this.need(count)
    const list: PayloadValue[] = []
    for (let index = 0; index < count; index += 1) list.push(this.value(depth + 1))
    return list
  }

  private map(count: number, depth: number): PayloadValue {
    this.need(count * 2)
    const map = new Map<MapKey, PayloadValue>()
    for (let index = 0; index < count; index += 1) {
      const at = this.at
      const key = this.value(depth + 1)
      if (typeof key !== 'string' && typeof key !== 'bigint' && !Number.isSafeInteger(key))
        throw new Undecodable(`The map key at byte ${at} is neither text nor an integer.`)
      map.set(key as MapKey, this.value(depth + 1))
    }
    return restoreTagged(map) ?? map
  }

  private text(size: number): string {
    const start = this.skip(size)
    const bytes = this.bytes.subarray(start, start + size)
    const text = bytes.toString('utf8')
    if (text.includes('\uFFFD') && !isUtf8(bytes))
      throw new Undecodable(`The text at byte ${start} is not UTF-8.`)
    return text
  }

  private take(size: number): Uint8Array {
    const start = this.skip(size)
    return this.bytes.subarray(start, start + size)
  }

  private uint(size: 1 | 2 | 4): number {
    return this.bytes.readUIntBE(this.skip(size), size)
  }

  private skip(size: number): number {
    this.need(size)
    const start = this.at
    this.at += size
    return start
  }

  /** Every item takes at least a byte, so a count beyond the rest is damage, found before anything is allocated. */
  private need(size: number): void {
    if (size > this.bytes.length - this.at)
      throw new Undecodable(
        `The payload ends at byte ${this.bytes.length}; ${size} more bytes were expected at byte ${this.at}.`,
      )
  }
}

const narrow = (value: bigint): number | bigint =>
  value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value

/** Whole floats stay floats, so that writing the value again gives the same bytes. */
const float = (value: number): number | Float =>
  Number.isSafeInteger(value) && !Object.is(value, -0) ? new Float(value) : value
