import {
  floatText,
  isBytes,
  isDate,
  isFloat,
  isInt,
  isString,
  type PyValue,
  pyStr,
} from '../../value/index.ts'
import { findUnprintable } from '../reader/characters.ts'
import { resolvePlain } from '../reader/resolve-tag.ts'
import { refuse } from './refusal.ts'
import type { Quote, TextStyle } from './style.ts'

/** How a text wants to be written; `plain` only where every reader takes it for the same text. */
export type Wish = 'plain' | Quote

const LEADING_INDICATOR = /^[-?:,[\]{}#&*!|>'"%@`]/
/** Breaks and the blanks and marks that a line of text can't hold as they are. */
const NEEDS_ESCAPE = /[\p{Cc}\u2028\u2029\ufeff]/u
/** Numbers of other readers (`1e3`, `0o17`, `1.2.3`) and the booleans that only YAML 1.1's letter had. */
const LOOKS_TYPED = /^(?:[-+]?\.?\d[\d_.,:eExXoObBa-fA-F+-]*|[yYnN])$/
const FLOW_MARK = /[,[\]{}?:#]/

/** True when the text stands for itself without quotes, for PyYAML and for readers of later YAML alike. */
function isPlainSafe(text: string, flow: boolean): boolean {
  if (text === '' || text !== text.trim() || NEEDS_ESCAPE.test(text) || findUnprintable(text) >= 0)
    return false
  if (resolvePlain(text) !== 'str' || LOOKS_TYPED.test(text)) return false
  if (LEADING_INDICATOR.test(text) || text.startsWith('...')) return false
  return flow ? !FLOW_MARK.test(text) : !/:(?:\s|$)|\s#/.test(text)
}

const SHORT: ReadonlyMap<string, string> = new Map([
  ['"', '\\"'],
  ['\\', '\\\\'],
  ['\0', '\\0'],
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
])

function escapeChar(char: string): string {
  const short = SHORT.get(char)
  if (short !== undefined) return short
  const code = char.charCodeAt(0)
  return code <= 0xff
    ? `\\x${code.toString(16).padStart(2, '0')}`
    : `\\u${code.toString(16).padStart(4, '0')}`
}

const doubleQuoted = (text: string): string =>
  `"${text.replace(/["\\\p{Cc}\u2028\u2029\ufeff\p{Cs}\ufffe\uffff]/gu, escapeChar)}"`

const fitsSingle = (text: string): boolean => !NEEDS_ESCAPE.test(text) && findUnprintable(text) < 0

function yamlString(text: string, wish: Wish, style: TextStyle, flow: boolean): string {
  if (wish === 'plain' && isPlainSafe(text, flow)) return text
  const quote = wish === 'plain' ? style.quote : wish
  return quote === "'" && fitsSingle(text) ? `'${text.replaceAll("'", "''")}'` : doubleQuoted(text)
}

/**
 * Several lines below `|`, each after `column` blanks; null where the text has to be quoted: with control characters,
 * blanks at its start, or more than one line break at its end.
 */
export function literalText(text: string, column: number, lineBreak: string): string | null {
  if (!/^\S/.test(text) || text.endsWith('\n\n') || !fitsSingle(text.replaceAll('\n', ''))) return null
  const lines = text.replace(/\n$/, '').split('\n')
  const indented = lines.map(line => (line === '' ? '' : ' '.repeat(column) + line))
  return [text.endsWith('\n') ? '|' : '|-', ...indented].join(lineBreak)
}

/** A float that YAML 1.1 reads as one: it wants a dot before the exponent. */
function yamlFloat(value: number): string {
  if (Number.isNaN(value)) return '.nan'
  if (!Number.isFinite(value)) return value > 0 ? '.inf' : '-.inf'
  return floatText(value).replace(/^(-?\d+)e/, '$1.0e')
}

function jsonFloat(value: number): string {
  if (Number.isNaN(value)) return 'NaN'
  if (!Number.isFinite(value)) return value > 0 ? 'Infinity' : '-Infinity'
  return floatText(value)
}

const base64 = (bytes: Uint8Array): string =>
  btoa(Array.from(bytes, byte => String.fromCharCode(byte)).join(''))

const jsonString = (text: string): string =>
  JSON.stringify(text).replace(/[\u007f-\u009f\u2028\u2029\ufeff]/g, char =>
    escapeChar(char).replace('\\x', '\\u00'),
  )

function jsonScalar(value: PyValue): string {
  if (isString(value)) return jsonString(value)
  if (isFloat(value)) return jsonFloat(value.float)
  if (isInt(value) || value === null || typeof value === 'boolean') return String(value)
  return refuse('EDIT-VALUE', `JSON has no way to write ${pyStr(value)}; write it as text.`)
}

/** A leaf as text that the runtime's reader turns back into exactly this value. */
export function scalarText(value: PyValue, style: TextStyle, flow: boolean, wish: Wish = 'plain'): string {
  if (style.json) return jsonScalar(value)
  if (isString(value)) return yamlString(value, wish, style, flow)
  if (isFloat(value)) return yamlFloat(value.float)
  if (isDate(value)) return value.date
  if (isBytes(value)) return `!!binary "${base64(value.bytes)}"`
  return String(value)
}

/** A mapping's key. JSON writes every key as text, as Python's `json.dumps` does. */
export function keyText(key: PyValue, style: TextStyle, flow: boolean, wish: Wish = 'plain'): string {
  return style.json ? jsonString(pyStr(key)) : scalarText(key, style, flow, wish)
}
