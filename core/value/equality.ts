import { isBytes, isDate, isDict, isFloat, isInt, isList } from './guards.ts'
import { floatText } from './text.ts'
import type { PyDict, PyInt, PyValue } from './types.ts'

/** The number that Python compares by, or null for what is no number. `True` is 1. */
function asNumber(value: PyValue): PyInt | null {
  if (typeof value === 'boolean') return value ? 1 : 0
  if (isInt(value)) return value
  if (isFloat(value)) {
    if (Number.isSafeInteger(value.float)) return value.float + 0
    if (Number.isInteger(value.float)) return BigInt(value.float)
    return value.float
  }
  return null
}

/**
 * A text that is the same for two values exactly when Python takes them for one dictionary key (`1`, `True` and
 * `1.0` are one); null for the unhashable ones, lists and dicts.
 */
export function keyIdentity(value: PyValue): string | null {
  if (typeof value === 'string') return `s${value}`
  const number = asNumber(value)
  if (number !== null) return `n${typeof number === 'number' ? floatText(number) : number}`
  if (value === null) return 'null'
  if (isDate(value)) return `d${value.date}`
  if (isBytes(value)) return `b${value.bytes.join()}`
  return null
}

/** `dict[key]` with Python's key equality; `undefined` when the key is absent. */
export function dictGet(dict: PyDict, key: PyValue): PyValue | undefined {
  const direct = dict.get(key)
  if (direct !== undefined || typeof key === 'string') return direct
  const identity = keyIdentity(key)
  if (identity === null) return undefined
  for (const [candidate, value] of dict) if (keyIdentity(candidate) === identity) return value
  return undefined
}

/** `key in dict` with Python's key equality. */
export const dictHas = (dict: PyDict, key: PyValue): boolean => dictGet(dict, key) !== undefined

function dictsEqual(a: PyDict, b: PyDict): boolean {
  if (a.size !== b.size) return false
  for (const [key, value] of a) {
    const other = dictGet(b, key)
    if (other === undefined || !pyEquals(value, other)) return false
  }
  return true
}

/** Python's `a == b`: numbers by value whatever their type, dicts without regard to order. */
export function pyEquals(a: PyValue, b: PyValue): boolean {
  if (a === b) return true
  const [x, y] = [asNumber(a), asNumber(b)]
  if (x !== null || y !== null) return x === y
  if (isList(a))
    return isList(b) && a.length === b.length && a.every((item, index) => pyEquals(item, b[index] ?? null))
  if (isDict(a)) return isDict(b) && dictsEqual(a, b)
  if (isDate(a)) return isDate(b) && a.date === b.date
  if (isBytes(a))
    return isBytes(b) && a.bytes.length === b.bytes.length && a.bytes.every((byte, i) => byte === b.bytes[i])
  return false
}

/** Equal in type and key order too: what a text round trip must give back. */
export function pyIdentical(a: PyValue, b: PyValue): boolean {
  if (isFloat(a)) return isFloat(b) && Object.is(a.float, b.float)
  if (isFloat(b)) return false
  if (isList(a))
    return isList(b) && a.length === b.length && a.every((item, index) => pyIdentical(item, b[index] ?? null))
  if (isDict(a)) {
    if (!isDict(b) || a.size !== b.size) return false
    const others = [...b]
    return [...a].every(([key, value], index) => {
      const [otherKey, other] = others[index] ?? [null, null]
      return pyIdentical(key, otherKey) && pyIdentical(value, other)
    })
  }
  return typeof a === typeof b && pyEquals(a, b)
}
