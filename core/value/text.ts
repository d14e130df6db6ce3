import { isBytes, isDict, isFloat, isInt, isList } from './guards.ts'
import type { PyValue } from './types.ts'

/** `repr(float)`: the shortest digits, an exponent below 1e-4 and from 1e16 on, always a dot or an exponent. */
export function floatText(value: number): string {
  if (Number.isNaN(value)) return 'nan'
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf'
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0'
  const [mantissa = '', power = '0'] = value.toExponential().split('e')
  const exponent = Number(power)
  if (exponent < -4 || exponent >= 16) {
    const size = Math.abs(exponent)
    return `${mantissa}e${exponent < 0 ? '-' : '+'}${size < 10 ? '0' : ''}${size}`
  }
  const sign = mantissa.startsWith('-') ? '-' : ''
  const digits = mantissa.replace('-', '').replace('.', '')
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0')
  return `${sign}${whole}.${digits.slice(exponent + 1) || '0'}`
}

const SHORT_ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
}

function escapeCharacter(char: string): string {
  const short = SHORT_ESCAPES[char]
  if (short !== undefined) return short
  const code = char.codePointAt(0) ?? 0
  if (code <= 0xff) return `\\x${code.toString(16).padStart(2, '0')}`
  if (code <= 0xffff) return `\\u${code.toString(16).padStart(4, '0')}`
  return `\\U${code.toString(16).padStart(8, '0')}`
}

function stringRepr(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'"
  const body = text.replace(/[\\\p{C}\p{Z}]/gu, char => (char === ' ' ? char : escapeCharacter(char)))
  return quote + (quote === "'" ? body.replaceAll("'", "\\'") : body) + quote
}

function bytesRepr(bytes: Uint8Array): string {
  const chars = Array.from(bytes, byte => String.fromCharCode(byte))
  const quote = chars.includes("'") && !chars.includes('"') ? '"' : "'"
  const body = chars.map(char => {
    if (char === quote) return `\\${char}`
    return char === '\\' || char < ' ' || char > '~' ? escapeCharacter(char) : char
  })
  return `b${quote}${body.join('')}${quote}`
}

function timezoneRepr(offset: string): string {
  const [hours = 0, minutes = 0] = offset.slice(1).split(':').map(Number)
  const seconds = (hours * 3600 + minutes * 60) * (offset.startsWith('-') ? -1 : 1)
  if (seconds === 0) return 'datetime.timezone.utc'
  const delta = seconds < 0 ? `days=-1, seconds=${seconds + 86_400}` : `seconds=${seconds}`
  return `datetime.timezone(datetime.timedelta(${delta}))`
}

function dateRepr(text: string): string {
  const match = /^(\d+)-(\d+)-(\d+)(?: (\d+):(\d+):(\d+)(?:\.(\d+))?([+-].+)?)?$/.exec(text)
  if (match === null) return stringRepr(text)
  const [, year, month, day, hour, minute, second, fraction, offset] = match
  const numbers = (parts: readonly (string | undefined)[]) => parts.map(part => Number(part ?? 0)).join(', ')
  if (hour === undefined) return `datetime.date(${numbers([year, month, day])})`
  const clock = [hour, minute]
  if (Number(second) > 0 || fraction !== undefined) clock.push(second ?? '0')
  if (fraction !== undefined) clock.push(fraction)
  const zone = offset === undefined ? '' : `, tzinfo=${timezoneRepr(offset)}`
  return `datetime.datetime(${numbers([year, month, day, ...clock])}${zone})`
}

/** Python's `repr(value)`. */
export function pyRepr(value: PyValue): string {
  if (value === null) return 'None'
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  if (typeof value === 'string') return stringRepr(value)
  if (isInt(value)) return String(value)
  if (isFloat(value)) return floatText(value.float)
  if (isList(value)) return `[${value.map(pyRepr).join(', ')}]`
  if (isDict(value))
    return `{${[...value].map(([key, item]) => `${pyRepr(key)}: ${pyRepr(item)}`).join(', ')}}`
  return isBytes(value) ? bytesRepr(value.bytes) : dateRepr(value.date)
}

/** Python's `str(value)`. */
export function pyStr(value: PyValue): string {
  if (typeof value === 'string') return value
  if (typeof value === 'object' && value !== null && 'date' in value) return value.date
  return pyRepr(value)
}
