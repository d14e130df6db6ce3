import { createHash, type Hash } from 'node:crypto'
import { Float, NdArray, type PayloadValue, PilImage, Tensor } from '../wire/value.ts'

/**
 * A hash of what a payload means, not of how it is written: the sender hashes what it puts, the receiver what it
 * decoded, and both agree whatever container the wire format gave it (plain object or `Map`, 1 or `Float(1)`).
 */
export function contentHash(value: PayloadValue): string {
  const hash = createHash('sha256')
  feed(hash, value)
  return hash.digest('base64')
}

function feed(hash: Hash, value: PayloadValue): void {
  if (value instanceof Uint8Array) feedBytes(hash, 'bytes', value)
  else if (value instanceof Tensor)
    feedBytes(hash, `tensor ${value.dtype} ${value.shape.join('x')}`, value.data)
  else if (value instanceof NdArray)
    feedBytes(hash, `array ${value.dtype} ${value.shape.join('x')}`, value.data)
  else if (value instanceof PilImage)
    feedBytes(hash, `image ${value.mode} ${value.shape.join('x')}`, value.data)
  else if (value instanceof Float) feedNumber(hash, value.value)
  else if (value instanceof Map) feedMap(hash, [...value])
  else if (isList(value)) feedList(hash, value)
  else if (typeof value === 'number') feedNumber(hash, value)
  else if (typeof value === 'object' && value !== null) feedMap(hash, Object.entries(value))
  else hash.update(`${typeof value} ${String(value).length} ${String(value)};`)
}

const isList = (value: PayloadValue): value is readonly PayloadValue[] => Array.isArray(value)

function feedBytes(hash: Hash, head: string, data: Uint8Array): void {
  hash.update(`${head} ${data.byteLength};`)
  hash.update(data)
}

const feedNumber = (hash: Hash, value: number) => hash.update(`number ${value};`)

function feedMap(hash: Hash, entries: readonly (readonly [unknown, PayloadValue])[]): void {
  hash.update(`map ${entries.length};`)
  for (const [key, item] of entries) {
    hash.update(`key ${String(key).length} ${String(key)};`)
    feed(hash, item)
  }
}

function feedList(hash: Hash, items: readonly PayloadValue[]): void {
  hash.update(`list ${items.length};`)
  const numbers = new Float64Array(items.length)
  for (const [index, item] of items.entries()) {
    const value = item instanceof Float ? item.value : item
    if (typeof value !== 'number') {
      for (const each of items) feed(hash, each)
      return
    }
    numbers[index] = value
  }
  hash.update(new Uint8Array(numbers.buffer))
}
