import {
  dictGet,
  dictHas,
  fromPlain,
  isBytes,
  isDate,
  isDict,
  isList,
  isString,
  keyIdentity,
  MAX_INT_DIGITS,
  normalizeInt,
  type PlainValue,
  type PyDict,
  type PyInt,
  type PyValue,
  pyEquals,
  pyInt,
  pyRepr,
  pyStr,
  pyTypeName,
} from '../value/index.ts'
import { raiseNative } from './fault.ts'

const SMALLEST_LONG_INT = 10n ** BigInt(MAX_INT_DIGITS)

const isLongInt = (value: PyValue): boolean =>
  typeof value === 'bigint' && (value >= SMALLEST_LONG_INT || value <= -SMALLEST_LONG_INT)

function holdsLongInt(value: PyValue): boolean {
  if (isList(value)) return value.some(holdsLongInt)
  if (isDict(value)) return [...value].some(([key, item]) => isLongInt(key) || holdsLongInt(item))
  return isLongInt(value)
}

function refuseLongInt(value: PyValue): void {
  if (typeof value !== 'string' && holdsLongInt(value))
    raiseNative(
      'ValueError',
      `Exceeds the limit (${MAX_INT_DIGITS} digits) for integer string conversion; use sys.set_int_max_str_digits() to increase the limit`,
    )
}

/** `str(value)`; integers past Python's printing limit raise as there. */
export function strOf(value: PyValue): string {
  refuseLongInt(value)
  return pyStr(value)
}

/** `repr(value)`. */
export function reprOf(value: PyValue): string {
  refuseLongInt(value)
  return pyRepr(value)
}

/** JSON-like data from a caller; a PyValue that is a mapping or scalar already stays the same object. */
export const toPyValue = (value: PlainValue): PyValue => (value instanceof Map ? value : fromPlain(value))

/** `int(value)`. */
export function intOf(value: PyValue): PyInt {
  const result = pyInt(value)
  return result.ok ? result.value : raiseNative(result.error.code, result.error.message)
}

/** `int(value)`, or null where it raises TypeError or ValueError (but not where it overflows). */
export function tryInt(value: PyValue): PyInt | null {
  const result = pyInt(value)
  if (result.ok) return result.value
  if (result.error.code === 'OverflowError') raiseNative(result.error.code, result.error.message)
  return null
}

/** Sum of Python integers, exact at any size. */
export const addInts = (...values: readonly PyInt[]): PyInt =>
  normalizeInt(values.reduce<bigint>((sum, value) => sum + BigInt(value), 0n))

export const multiplyInts = (a: PyInt, b: PyInt): PyInt => normalizeInt(BigInt(a) * BigInt(b))

/** Python's `a % b` for a positive `b`: never negative. */
export function moduloInt(a: PyInt, b: number): number {
  const size = BigInt(b)
  return Number(((BigInt(a) % size) + size) % size)
}

/** `key in container`. */
export function contains(container: PyValue, key: string): boolean {
  if (isDict(container)) return dictHas(container, key)
  if (isList(container)) return container.some(item => pyEquals(item, key))
  if (isString(container)) return container.includes(key)
  if (isBytes(container)) return raiseNative('TypeError', "a bytes-like object is required, not 'str'")
  return raiseNative('TypeError', `argument of type '${pyTypeName(container)}' is not iterable`)
}

/** `container.get(key, fallback)`. */
export function getOr<F extends PyValue>(container: PyValue, key: string, fallback: F): PyValue | F {
  if (!isDict(container))
    return raiseNative('AttributeError', `'${pyTypeName(container)}' object has no attribute 'get'`)
  const value = dictGet(container, key)
  return value === undefined ? fallback : value
}

/** `container[key]` for a text key. */
export function subscript(container: PyValue, key: string): PyValue {
  if (isDict(container)) {
    const value = dictGet(container, key)
    return value === undefined ? raiseNative('KeyError', pyRepr(key)) : value
  }
  if (isList(container)) return raiseNative('TypeError', 'list indices must be integers or slices, not str')
  if (isString(container)) return raiseNative('TypeError', "string indices must be integers, not 'str'")
  if (isBytes(container)) return raiseNative('TypeError', 'byte indices must be integers or slices, not str')
  return raiseNative('TypeError', `'${pyTypeName(container)}' object is not subscriptable`)
}

/** `iter(value)`: items, keys, characters or bytes. */
export function iterate(value: PyValue): Iterable<PyValue> {
  if (isList(value)) return value
  if (isDict(value)) return value.keys()
  if (isString(value)) return [...value]
  if (isBytes(value)) return [...value.bytes]
  return raiseNative('TypeError', `'${pyTypeName(value)}' object is not iterable`)
}

/** `value.items()`. */
export function itemsOf(value: PyValue): PyDict {
  if (isDict(value)) return value
  return raiseNative('AttributeError', `'${pyTypeName(value)}' object has no attribute 'items'`)
}

const isIterable = (value: PyValue): boolean =>
  isList(value) || isDict(value) || isString(value) || isBytes(value)

function pairOf(element: PyValue, index: number): readonly [PyValue, PyValue] {
  if (!isIterable(element))
    return raiseNative(
      'TypeError',
      `cannot convert dictionary update sequence element #${index} to a sequence`,
    )
  const [key, value, ...rest] = [...iterate(element)]
  if (key === undefined || value === undefined || rest.length > 0) {
    const length = key === undefined ? 0 : value === undefined ? 1 : rest.length + 2
    return raiseNative(
      'ValueError',
      `dictionary update sequence element #${index} has length ${length}; 2 is required`,
    )
  }
  return [key, value]
}

/** `dict(value)`: a shallow copy of a mapping, or a mapping from pairs. */
export function dictOf(value: PyValue): Map<PyValue, PyValue> {
  if (isDict(value)) return new Map(value)
  const places = new Map<string, PyValue>()
  const dict = new Map<PyValue, PyValue>()
  let index = 0
  for (const element of iterate(value)) {
    const [key, item] = pairOf(element, index)
    const identity = keyIdentity(key)
    if (identity === null) return raiseNative('TypeError', `unhashable type: '${pyTypeName(key)}'`)
    if (!places.has(identity)) places.set(identity, key)
    dict.set(places.get(identity) ?? key, item)
    index += 1
  }
  return dict
}

/** `value.replace(marker, '')`: every occurrence goes. */
export function removeText(value: PyValue, marker: string): string {
  if (isString(value)) return value.replaceAll(marker, '')
  if (isBytes(value)) return raiseNative('TypeError', "a bytes-like object is required, not 'str'")
  if (isDate(value)) return raiseNative('TypeError', "'str' object cannot be interpreted as an integer")
  return raiseNative('AttributeError', `'${pyTypeName(value)}' object has no attribute 'replace'`)
}

/** `value.startswith(prefix)`. */
export function startsWith(value: PyValue, prefix: string): boolean {
  if (isString(value)) return value.startsWith(prefix)
  if (isBytes(value))
    return raiseNative('TypeError', 'startswith first arg must be bytes or a tuple of bytes, not str')
  return raiseNative('AttributeError', `'${pyTypeName(value)}' object has no attribute 'startswith'`)
}

/** `value in names` for a set of texts: lists and mappings cannot be looked up. */
export function inNameSet(names: ReadonlySet<string>, value: PyValue): boolean {
  if (isList(value) || isDict(value))
    return raiseNative('TypeError', `unhashable type: '${pyTypeName(value)}'`)
  return isString(value) && names.has(value)
}

/** `dict.setdefault(key, value)`. */
export function setDefault(dict: Map<PyValue, PyValue>, key: string, value: PyValue): void {
  if (!dict.has(key)) dict.set(key, value)
}
