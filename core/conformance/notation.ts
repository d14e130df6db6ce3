import { floatText, isDict, isFloat, isInt, isList, isString, type PyValue, pyRepr } from '../value/index.ts'

const hasDotFreeText = (value: number): boolean => Number.isFinite(value) && !Number.isInteger(value)

const isIntegerLike = (key: string): boolean => /^\d+$/.test(key)

/** A value in the notation of recorded outcomes: JSON with `$int`, `$float` and `$map` where JSON falls short. */
export function recordedText(value: PyValue): string {
  if (isFloat(value))
    return hasDotFreeText(value.float)
      ? String(value.float)
      : `{"$float":${JSON.stringify(floatText(value.float))}}`
  if (isInt(value)) return typeof value === 'bigint' ? `{"$int":"${value}"}` : String(value)
  if (isList(value)) return `[${value.map(recordedText).join(',')}]`
  if (isDict(value)) return dictText([...value])
  if (value === null || typeof value === 'boolean' || isString(value)) return JSON.stringify(value)
  return JSON.stringify(pyRepr(value))
}

function dictText(entries: readonly (readonly [PyValue, PyValue])[]): string {
  if (entries.some(([key]) => !isString(key) || isIntegerLike(key)))
    return `{"$map":[${entries.map(([key, item]) => `[${recordedText(key)},${recordedText(item)}]`).join(',')}]}`
  return `{${entries.map(([key, item]) => `${recordedText(key)}:${recordedText(item)}`).join(',')}}`
}

const FLOAT_WORDS: Readonly<Record<string, number>> = {
  inf: Number.POSITIVE_INFINITY,
  '-inf': Number.NEGATIVE_INFINITY,
  nan: Number.NaN,
}

function reviveFloat(text: string): PyValue {
  return { float: Object.hasOwn(FLOAT_WORDS, text) ? (FLOAT_WORDS[text] ?? Number.NaN) : Number(text) }
}

function reviveMap(pairs: readonly PyValue[]): PyValue {
  const entries = pairs.map(pair => (isList(pair) ? pair : []))
  return new Map(entries.map(([key = null, item = null]) => [revive(key), revive(item)]))
}

function reviveInt(digits: string): PyValue {
  const value = BigInt(digits)
  const exact = Number(value)
  return Number.isSafeInteger(exact) ? exact : value
}

/**
 * Gives `$int`, `$float` and `$map` their meaning. Applied to what was recorded and to what was computed, so that
 * text of a file that only looks like the notation compares equal too.
 */
export function revive(value: PyValue): PyValue {
  if (isList(value)) return value.map(revive)
  if (!isDict(value)) return value
  if (value.size === 1) {
    const [[key, inner] = [null, null]] = value
    if (key === '$map' && isList(inner)) return reviveMap(inner)
    if (key === '$float' && isString(inner)) return reviveFloat(inner)
    if (key === '$int' && isString(inner) && /^-?\d+$/.test(inner)) return reviveInt(inner)
  }
  return new Map([...value].map(([key, item]) => [key, revive(item)]))
}
