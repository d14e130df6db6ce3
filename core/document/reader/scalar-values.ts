import { intFromDigits, MAX_INT_DIGITS, normalizeInt, pyInt } from '../../value/numbers.ts'
import type { PyBytes, PyDate, PyFloat, PyInt } from '../../value/types.ts'
import { excerpt } from './characters.ts'
import type { ReaderException } from './failure.ts'

/** A value, or the sentence that says why Python can't make one of the text. */
export type Made<T> = { readonly value: T } | Refusal

interface Refusal {
  readonly refused: string
  /** The exception in Python where it is no ValueError. */
  readonly raises?: ReaderException
}

const refuse = (refused: string, raises?: ReaderException): Refusal =>
  raises === undefined ? { refused } : { refused, raises }

const TRUE_WORDS = new Set(['yes', 'true', 'on'])
const FALSE_WORDS = new Set(['no', 'false', 'off'])

export function makeBool(text: string): Made<boolean> {
  const word = text.toLowerCase()
  if (TRUE_WORDS.has(word)) return { value: true }
  if (FALSE_WORDS.has(word)) return { value: false }
  return refuse(`“${excerpt(text)}” is no boolean; write true or false`, 'KeyError')
}

const negate = (value: PyInt): PyInt => (value === 0 ? 0 : -value)

function sexagesimal(parts: readonly string[]): PyInt {
  let total = 0n
  for (const part of parts) total = total * 60n + BigInt(part)
  return normalizeInt(total)
}

/** Strips the sign and the underscores. */
function splitSign(text: string): { readonly negative: boolean; readonly body: string } {
  const clean = text.replaceAll('_', '')
  return { negative: clean.startsWith('-'), body: /^[+-]/.test(clean) ? clean.slice(1) : clean }
}

function unsignedInt(body: string): PyInt | null {
  if (body === '0') return 0
  if (/^0b[01]+$/.test(body) || /^0x[0-9a-f]+$/i.test(body)) return normalizeInt(BigInt(body))
  if (/^0[0-7]+$/.test(body)) return normalizeInt(BigInt(`0o${body.slice(1)}`))
  if (/^[1-9]\d*(?::\d+)+$/.test(body)) return sexagesimal(body.split(':'))
  if (/^[1-9]\d*$/.test(body)) return intFromDigits(body)
  const read = body.startsWith('0') ? null : pyInt(body)
  return read?.ok === true ? read.value : null
}

/** An integer in any of YAML 1.1's bases. */
export function makeInt(text: string): Made<PyInt> {
  const { negative, body } = splitSign(text)
  // Python bounds the digits of decimal texts only; other bases are read at any length.
  if (body.split(':').some(part => part.length > MAX_INT_DIGITS && !/^0/.test(part)))
    return refuse(
      `an integer of ${body.length} characters is past Python's ${MAX_INT_DIGITS}; put it in quotes`,
    )
  const value = unsignedInt(body)
  if (value === null)
    return refuse(
      `“${excerpt(text)}” is no integer that Python can read; put it in quotes if it is text`,
      body === '' ? 'IndexError' : 'ValueError',
    )
  return { value: negative ? negate(value) : value }
}

function unsignedFloat(body: string): number | null {
  if (body === '.inf') return Number.POSITIVE_INFINITY
  if (body === '.nan') return Number.NaN
  if (body.includes(':')) {
    const parts = body.split(':')
    if (!parts.every(part => /^(?:\d+\.?\d*|\.\d+)$/.test(part))) return null
    let total = 0
    let base = 1
    for (const part of parts.reverse()) {
      total += Number(part) * base
      base *= 60
    }
    return total
  }
  if (/^(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/.test(body)) return Number(body)
  if (/^inf(?:inity)?$/.test(body)) return Number.POSITIVE_INFINITY
  return body === 'nan' ? Number.NaN : null
}

/** A float: decimal, base 60, `.inf` or `.nan`. */
export function makeFloat(text: string): Made<PyFloat> {
  const { negative, body } = splitSign(text.toLowerCase())
  const size = unsignedFloat(body)
  if (size === null)
    return refuse(
      `“${excerpt(text)}” is no number that Python can read; put it in quotes if it is text`,
      /^_*$/.test(text) ? 'IndexError' : 'ValueError',
    )
  return { value: { float: negative ? -size : size } }
}

const TIMESTAMP =
  /^(\d{4})-(\d\d?)-(\d\d?)(?:(?:[Tt]|[ \t]+)(\d\d?):(\d\d):(\d\d)(?:\.(\d*))?(?:[ \t]*(?:(Z)|([-+])(\d\d?)(?::(\d\d))?))?)?$/

const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

function daysIn(year: number, month: number): number {
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  return month === 2 && leap ? 29 : (DAYS[month - 1] ?? 0)
}

const two = (value: number): string => String(value).padStart(2, '0')

function zoneText(match: RegExpExecArray): Made<string> {
  const [, , , , , , , , utc, sign, hours, minutes] = match
  if (utc !== undefined) return { value: '+00:00' }
  if (sign === undefined) return { value: '' }
  const total = Number(hours) * 60 + Number(minutes ?? 0)
  if (total >= 24 * 60)
    return refuse('a time zone is less than 24 hours off; put the text in quotes if it is no time')
  const shown = total === 0 ? '+' : sign
  return { value: `${shown}${two(Math.floor(total / 60))}:${two(total % 60)}` }
}

/** A date or a time, printed as Python's `str()` prints it. */
export function makeDate(text: string): Made<PyDate> {
  const match = TIMESTAMP.exec(text)
  if (match === null)
    return refuse(`“${excerpt(text)}” is no date; put it in quotes if it is text`, 'AttributeError')
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match
    .slice(1, 7)
    .map(part => Number(part ?? 0))
  if (year < 1 || month < 1 || month > 12 || day < 1 || day > daysIn(year, month))
    return refuse(`“${excerpt(text)}” reads as a date that no calendar has; put it in quotes if it is text`)
  const date = `${match[1]}-${two(month)}-${two(day)}`
  if (match[4] === undefined) return { value: { date } }
  if (hour > 23 || minute > 59 || second > 59)
    return refuse(`“${excerpt(text)}” reads as a time that no clock shows; put it in quotes if it is text`)
  const zone = zoneText(match)
  if ('refused' in zone) return zone
  const fraction = (match[7] ?? '').slice(0, 6).padEnd(6, '0')
  const clock = `${two(hour)}:${two(minute)}:${two(second)}`
  return { value: { date: `${date} ${clock}${fraction === '000000' ? '' : `.${fraction}`}${zone.value}` } }
}

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
const BASE64_VALUES: ReadonlyMap<string, number> = new Map(Array.from(BASE64, (char, value) => [char, value]))

/** Bytes of base64, read as leniently as Python's `base64.decodebytes`. */
export function makeBytes(text: string): Made<PyBytes> {
  if (!/^[\0-\u007f]*$/.test(text))
    return refuse('!!binary takes base64, which is ASCII; remove the other characters', 'ConstructorError')
  const bytes: number[] = []
  let [carried, position, pads] = [0, 0, 0]
  for (const char of text) {
    if (char === '=') {
      if (position >= 2) pads += 1
      if (position >= 2 && position + pads >= 4) return { value: { bytes: Uint8Array.from(bytes) } }
      continue
    }
    const value = BASE64_VALUES.get(char)
    if (value === undefined) continue
    pads = 0
    if (position > 0) bytes.push((((carried << 6) | value) >> (6 - 2 * position)) & 0xff)
    carried = value & 0x3f
    position = (position + 1) % 4
  }
  if (position !== 0)
    return refuse('this base64 lacks its padding; add the “=” at its end', 'ConstructorError')
  return { value: { bytes: Uint8Array.from(bytes) } }
}
