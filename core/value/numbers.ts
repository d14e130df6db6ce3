import type { Problem, Result } from '../contract/result.ts'
import { fail, ok } from '../contract/result.ts'
import { isBytes, isFloat, isInt, pyTypeName } from './guards.ts'
import { pyRepr } from './text.ts'
import type { PyInt, PyValue } from './types.ts'

/** CPython refuses longer decimal texts (`sys.int_info.default_max_str_digits`). */
export const MAX_INT_DIGITS = 4300

/** A bigint as the model holds it: a `number` while that is exact. */
export const normalizeInt = (value: bigint): PyInt =>
  value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value

/** Reads decimal digits (no sign, no underscores), exact at any length up to {@link MAX_INT_DIGITS}. */
export const intFromDigits = (digits: string): PyInt =>
  digits.length <= 15 ? Number(digits) : normalizeInt(BigInt(digits))

const isDecimalDigit = (char: string): boolean => /^\p{Nd}$/u.test(char)

/** Unicode lays decimal digits out in runs of ten, so a digit's value is its distance from the run's start. */
function digitValue(char: string): number {
  let distance = 0
  let code = char.codePointAt(0) ?? 0
  while (code > 0 && isDecimalDigit(String.fromCodePoint(code - 1))) {
    code -= 1
    distance += 1
  }
  return distance % 10
}

/** Turns the text forms that `int()` takes besides ASCII (`" ٣ "`) into ASCII; other characters stay. */
const asciiDigits = (text: string): string =>
  /^[\x20-\x7e]*$/.test(text) ? text : text.replace(/\p{Nd}/gu, char => String(digitValue(char)))

const isAsciiBlank = (code: number): boolean => code === 0x20 || (code >= 0x09 && code <= 0x0d)

/** The characters that `str.isspace()` counts. */
function isPythonBlank(code: number): boolean {
  if (code <= 0x20) return isAsciiBlank(code) || code >= 0x1c
  if (code === 0x85 || code === 0xa0 || code === 0x1680 || code === 0x3000) return true
  return (code >= 0x2000 && code <= 0x200a) || [0x2028, 0x2029, 0x202f, 0x205f].includes(code)
}

/** What `int()` strips: in a text of ASCII only, the separators U+001C to U+001F stay, and it is no number then. */
function stripBlanks(text: string): string {
  const isBlank = /^[\0-\x7f]*$/.test(text) ? isAsciiBlank : isPythonBlank
  let [start, end] = [0, text.length]
  while (start < end && isBlank(text.charCodeAt(start))) start += 1
  while (end > start && isBlank(text.charCodeAt(end - 1))) end -= 1
  return text.slice(start, end)
}

function intFromText(text: string, source: PyValue = text): Result<PyInt> {
  const match = /^([+-]?)(\d+(?:_\d+)*)$/.exec(asciiDigits(stripBlanks(text)))
  if (match === null) return fail('ValueError', `invalid literal for int() with base 10: ${pyRepr(source)}`)
  const digits = (match[2] ?? '').replaceAll('_', '')
  if (digits.length > MAX_INT_DIGITS)
    return fail(
      'ValueError',
      `Exceeds the limit (${MAX_INT_DIGITS} digits) for integer string conversion: value has ${digits.length} digits; use sys.set_int_max_str_digits() to increase the limit`,
    )
  const size = intFromDigits(digits)
  return ok(match[1] === '-' && size !== 0 ? -size : size)
}

function intFromFloat(value: number): Result<PyInt> {
  if (Number.isNaN(value)) return fail('ValueError', 'cannot convert float NaN to integer')
  if (!Number.isFinite(value)) return fail('OverflowError', 'cannot convert float infinity to integer')
  const whole = Math.trunc(value)
  return ok(Number.isSafeInteger(whole) ? whole + 0 : BigInt(whole))
}

/** Python's `int(value)`. The problem's code is the exception's class name, its message Python's own. */
export function pyInt(value: PyValue): Result<PyInt, Problem> {
  if (typeof value === 'boolean') return ok(value ? 1 : 0)
  if (isInt(value)) return ok(value)
  if (typeof value === 'string') return intFromText(value)
  if (isFloat(value)) return intFromFloat(value.float)
  if (isBytes(value)) {
    const text = Array.from(value.bytes, byte => String.fromCharCode(byte)).join('')
    return intFromText(text, value)
  }
  return fail(
    'TypeError',
    `int() argument must be a string, a bytes-like object or a real number, not '${pyTypeName(value)}'`,
  )
}
