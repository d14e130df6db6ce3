import {
  isDict,
  isFloat,
  isList,
  keyIdentity,
  type PyDict,
  type PyValue,
  pyEquals,
  pyStr,
} from '../../value/index.ts'
import type { Path } from '../types.ts'

type Step = string | number

/** The key of a mapping that a path step names: the one that prints so. A new key is the text itself. */
function keyFor(dict: PyDict, step: Step): PyValue {
  for (const key of dict.keys()) if (pyStr(key) === String(step)) return key
  return String(step)
}

/** The value at `path`; undefined when there is none. */
export function valueAt(value: PyValue, path: Path): PyValue | undefined {
  let at: PyValue | undefined = value
  for (const step of path) {
    if (isDict(at)) at = at.get(keyFor(at, step))
    else if (isList(at)) at = typeof step === 'number' ? at[step] : undefined
    else return undefined
    if (at === undefined) return undefined
  }
  return at
}

/** A copy with `change` made at `path`; mappings that are missing on the way are made. `undefined` removes. */
export function changeAt(
  value: PyValue,
  path: Path,
  change: (old: PyValue | undefined) => PyValue | undefined,
): PyValue {
  const [step, ...rest] = path
  if (step === undefined) return change(value) ?? null
  const inner = (old: PyValue | undefined): PyValue | undefined =>
    rest.length === 0 ? change(old) : changeAt(old ?? null, rest, change)
  if (value === null && step === 0) return changeAt([], path, change)
  if (isList(value) && typeof step === 'number') {
    const changed = inner(value[step])
    if (changed === undefined) return value.filter((_, index) => index !== step)
    return step < value.length ? value.with(step, changed) : [...value, changed]
  }
  const dict = new Map(isDict(value) ? value : [])
  const key = keyFor(dict, step)
  const changed = inner(dict.get(key))
  if (changed === undefined) dict.delete(key)
  else dict.set(key, changed)
  return dict
}

/** Equal in content and types; the order of keys does not count. What a text must read back as after an edit. */
export function sameValue(a: PyValue, b: PyValue): boolean {
  if (isList(a))
    return isList(b) && a.length === b.length && a.every((item, index) => sameValue(item, b[index] ?? null))
  if (isDict(a)) return isDict(b) && a.size === b.size && sameEntries(a, b)
  if (isFloat(a)) return isFloat(b) && Object.is(a.float, b.float)
  return typeof a === typeof b && !isFloat(b) && pyEquals(a, b)
}

function sameEntries(a: PyDict, b: PyDict): boolean {
  const others = new Map([...b].map(([key, value]) => [typedIdentity(key), value]))
  return [...a].every(([key, value]) => {
    const other = others.get(typedIdentity(key))
    return other !== undefined && sameValue(value, other)
  })
}

const typedIdentity = (key: PyValue): string => `${typeof key}:${keyIdentity(key)}`
