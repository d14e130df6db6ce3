import type { PyBytes, PyDate, PyDict, PyFloat, PyInt, PyList, PyValue } from './types.ts'

/** A Python `int` proper. `bool` is one too in Python, but the runtime treats it apart nearly everywhere. */
export const isInt = (value: PyValue | undefined): value is PyInt =>
  typeof value === 'number' || typeof value === 'bigint'

export const isDict = (value: PyValue | undefined): value is PyDict => value instanceof Map

export const isList = (value: PyValue | undefined): value is PyList => Array.isArray(value)

export const isString = (value: PyValue | undefined): value is string => typeof value === 'string'

/** True for the tagged leaf values: float, date, bytes. */
const isTagged = (value: PyValue | undefined): value is PyFloat | PyDate | PyBytes =>
  typeof value === 'object' && value !== null && !isDict(value) && !isList(value)

export const isFloat = (value: PyValue | undefined): value is PyFloat => isTagged(value) && 'float' in value

export const isDate = (value: PyValue | undefined): value is PyDate => isTagged(value) && 'date' in value

export const isBytes = (value: PyValue | undefined): value is PyBytes => isTagged(value) && 'bytes' in value

/** Python's truth value: `None`, `False`, zeros and empty containers are false. */
export function pyTruthy(value: PyValue): boolean {
  if (value === null || value === false || value === '') return false
  if (typeof value === 'boolean' || typeof value === 'string') return true
  if (isInt(value)) return value !== 0 && value !== 0n
  if (isFloat(value)) return value.float !== 0
  if (isDict(value)) return value.size > 0
  if (isList(value)) return value.length > 0
  return isBytes(value) ? value.bytes.length > 0 : true
}

/** The name of the value's Python type, as error texts print it. */
export function pyTypeName(value: PyValue): string {
  if (value === null) return 'NoneType'
  if (typeof value === 'boolean') return 'bool'
  if (typeof value === 'string') return 'str'
  if (isInt(value)) return 'int'
  if (isFloat(value)) return 'float'
  if (isDict(value)) return 'dict'
  if (isList(value)) return 'list'
  if (isBytes(value)) return 'bytes'
  return value.date.includes(' ') ? 'datetime.datetime' : 'datetime.date'
}
