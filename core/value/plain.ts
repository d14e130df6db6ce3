import { isBytes, isDate, isDict, isFloat, isInt, isList } from './guards.ts'
import { normalizeInt } from './numbers.ts'
import { floatText, pyStr } from './text.ts'
import type { PyValue } from './types.ts'

/** JSON-like input of the planners and tests. A fractional number is a float, a whole one an integer. */
export type PlainValue = PyValue | undefined | readonly PlainValue[] | { readonly [key: string]: PlainValue }

const isTaggedLeaf = (value: object): boolean => {
  const keys = Object.keys(value)
  if (keys.length !== 1) return false
  if ('float' in value) return typeof value.float === 'number'
  if ('date' in value) return typeof value.date === 'string'
  return 'bytes' in value && value.bytes instanceof Uint8Array
}

function fromNumber(value: number): PyValue {
  if (!Number.isInteger(value) || Object.is(value, -0)) return { float: value }
  return Number.isSafeInteger(value) ? value : BigInt(value)
}

/** JSON-like data to a PyValue; `undefined` members vanish. PyValues pass through. */
export function fromPlain(value: PlainValue): PyValue {
  if (value === null || value === undefined) return null
  if (typeof value === 'number') return fromNumber(value)
  if (typeof value === 'bigint') return normalizeInt(value)
  if (typeof value !== 'object') return value
  if (Array.isArray(value)) return value.map(fromPlain)
  if (value instanceof Map) return new Map([...value].map(([key, item]) => [fromPlain(key), fromPlain(item)]))
  if (isTaggedLeaf(value)) return value as PyValue
  const entries = Object.entries(value).filter(([, item]) => item !== undefined)
  return new Map(entries.map(([key, item]) => [key, fromPlain(item)]))
}

/** JSON-like data for display and export: what `toPlain` gives. */
export type JsonValue =
  | null
  | boolean
  | number
  | string
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue }

/**
 * A PyValue as JSON data for reports. Lossy where JSON is: big integers, dates, bytes and non-finite floats become
 * text, keys their `str()`, and whole floats lose their dot.
 */
export function toPlain(value: PyValue): JsonValue {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value
  if (isInt(value)) return typeof value === 'bigint' ? value.toString() : value
  if (isFloat(value)) return Number.isFinite(value.float) ? value.float : floatText(value.float)
  if (isList(value)) return value.map(toPlain)
  if (isDict(value)) {
    const entries = [...value].map(([key, item]) => [pyStr(key), toPlain(item)] as const)
    const plain: Record<string, JsonValue> = {}
    for (const [key, item] of entries)
      Object.defineProperty(plain, key, { value: item, enumerable: true, configurable: true, writable: true })
    return plain
  }
  if (isDate(value)) return value.date
  return isBytes(value) ? Array.from(value.bytes) : null
}
