import { formatBytes, formatNumber } from '../../core/bench/format.ts'
import type { PyValue } from '../../core/value/index.ts'
import { floatText, isBytes, isDate, isDict, isFloat, isInt, isList, pyStr } from '../../core/value/index.ts'

/** A value on one line, as YAML in flow form: what tables and forms show. */
export function valueText(value: PyValue): string {
  if (value === null) return 'null'
  if (typeof value === 'string') return value === '' ? "''" : value
  if (typeof value === 'boolean') return String(value)
  if (isInt(value)) return String(value)
  if (isFloat(value)) return floatText(value.float)
  if (isList(value)) return `[${value.map(innerText).join(', ')}]`
  if (isDict(value)) {
    if (value.size === 0) return '{}'
    return `{ ${[...value].map(([key, item]) => `${pyStr(key)}: ${innerText(item)}`).join(', ')} }`
  }
  if (isDate(value)) return value.date
  return isBytes(value) ? `${value.bytes.length} bytes` : ''
}

/** Inside a list or mapping a text that reads as something else is quoted. */
const innerText = (value: PyValue): string =>
  typeof value === 'string' && /^$|^[\d.+-]|^(true|false|null|yes|no|on|off|~)$|[,:{}[\]#]/i.test(value)
    ? `"${value}"`
    : valueText(value)

/** A second reading of a number that has a unit: `1073741824` bytes are `1 GiB`; null when it adds nothing. */
export function unitText(value: PyValue, unit: string | undefined): string | null {
  const number = isFloat(value) ? value.float : typeof value === 'number' ? value : null
  if (number === null || unit === undefined) return null
  if (unit === 'bytes') return Math.abs(number) < 1024 ? null : formatBytes(number)
  if (unit === 'share') return `${formatNumber(number * 100)} %`
  if (unit === 'seconds' && number >= 120) return `${formatNumber(number / 60)} min`
  if (unit === 'milliseconds' && number >= 1000) return `${formatNumber(number / 1000)} s`
  return null
}
