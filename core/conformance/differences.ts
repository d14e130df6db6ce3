import {
  isDict,
  isList,
  isString,
  type PyDict,
  type PyList,
  type PyValue,
  pyIdentical,
} from '../value/index.ts'
import { recordedText, revive } from './notation.ts'

/** One place where the library and the record part. */
export interface Difference {
  /** Id of the record. */
  readonly record: string
  /** Where in the record's `expect`, for example `stages[1].kv.config.zmq_port`. */
  readonly path: string
  /** Both sides in the notation of the records. */
  readonly expected: string
  readonly got: string
}

/** A difference within a record. */
export type Mismatch = Omit<Difference, 'record'>

const ABSENT = '(absent)'

const step = (path: string, key: PyValue): string => {
  if (isString(key) && /^[A-Za-z_][\w-]*$/.test(key)) return path === '' ? key : `${path}.${key}`
  return `${path}[${recordedText(key)}]`
}

const mismatch = (path: string, expected: PyValue | undefined, got: PyValue | undefined): Mismatch => ({
  path,
  expected: expected === undefined ? ABSENT : recordedText(expected),
  got: got === undefined ? ABSENT : recordedText(got),
})

/** A difference that is no value: something recorded that can't be, or something left out. */
export const remark = (path: string, expected: string, got: string): Mismatch => ({ path, expected, got })

function compareLists(path: string, expected: PyList, got: PyList): readonly Mismatch[] {
  const length = Math.max(expected.length, got.length)
  return Array.from({ length }, (_, index) => index).flatMap(index => {
    const [left, right] = [expected[index], got[index]]
    if (left === undefined || right === undefined) return [mismatch(`${path}[${index}]`, left, right)]
    return compareRevived(`${path}[${index}]`, left, right)
  })
}

const keysText = (dict: PyDict): string => `keys in the order ${recordedText([...dict.keys()])}`

function compareDicts(path: string, expected: PyDict, got: PyDict): readonly Mismatch[] {
  const find = (dict: PyDict, wanted: PyValue) => [...dict].find(([key]) => pyIdentical(key, wanted))?.[1]
  const found = [...expected].flatMap(([key, item]) => {
    const other = find(got, key)
    const place = step(path, key)
    return other === undefined ? [mismatch(place, item, undefined)] : compareRevived(place, item, other)
  })
  const surplus = [...got].filter(([key]) => find(expected, key) === undefined)
  const differences = [...found, ...surplus.map(([key, item]) => mismatch(step(path, key), undefined, item))]
  return differences.length > 0 || pyIdentical([...expected.keys()], [...got.keys()])
    ? differences
    : [remark(path, keysText(expected), keysText(got))]
}

function compareRevived(path: string, expected: PyValue, got: PyValue): readonly Mismatch[] {
  if (pyIdentical(expected, got)) return []
  if (isList(expected) && isList(got)) return compareLists(path, expected, got)
  if (isDict(expected) && isDict(got)) return compareDicts(path, expected, got)
  return [mismatch(path, expected, got)]
}

/** Every place below `path` where two values differ, in type, in value or in the order of keys. */
export const compareValues = (path: string, expected: PyValue, got: PyValue): readonly Mismatch[] =>
  compareRevived(path, revive(expected), revive(got))
