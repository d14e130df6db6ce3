import { isDict, isList, isString, type PyDict, type PyList, type PyValue } from '../../value/index.ts'
import { keyText, scalarText, type Wish } from './scalar-text.ts'
import type { TextStyle } from './style.ts'

/** Lists of plain values up to this long stand on one line, as deployment files write them. */
const MAX_INLINE = 80

/** Values under these keys are texts that look like numbers, and are quoted whatever the neighbours do. */
const ALWAYS_QUOTED = new Set(['devices'])

export const isAlwaysQuoted = (key: PyValue): boolean => isString(key) && ALWAYS_QUOTED.has(key)

/** How a value under `key` is to be quoted, given what its neighbours do. */
export const wishFor = (key: PyValue, value: PyValue, style: TextStyle, wish: Wish = 'plain'): Wish =>
  isAlwaysQuoted(key) && isString(value) && wish === 'plain' ? style.quote : wish

/** The whole value on one line, in braces and brackets. */
export function flowText(value: PyValue, style: TextStyle, wish: Wish = 'plain'): string {
  if (isList(value)) return `[${value.map(item => flowText(item, style)).join(style.comma)}]`
  if (isDict(value)) {
    const pairs = [...value].map(([key, item]) => flowPair(key, item, style))
    return `{${pairs.join(style.comma)}}`
  }
  return scalarText(value, style, true, wish)
}

export const flowPair = (key: PyValue, value: PyValue, style: TextStyle, wish: Wish = 'plain'): string =>
  `${keyText(key, style, true)}${style.colon}${flowText(value, style, wishFor(key, value, style, wish))}`

const isLeaf = (value: PyValue): boolean => !isList(value) && !isDict(value)

/** The value as it stands behind `key: `, or null when it needs lines of its own. */
export function inlineText(value: PyValue, style: TextStyle, wish: Wish = 'plain'): string | null {
  if (isLeaf(value)) return scalarText(value, style, false, wish)
  if (isDict(value)) return value.size === 0 ? '{}' : null
  if (!isList(value) || !value.every(isLeaf)) return null
  const text = flowText(value, style)
  return text.length <= MAX_INLINE ? text : null
}

const pad = (column: number): string => ' '.repeat(column)

/** `key: value` lines, each at `column`. */
export function mapLines(map: PyDict, column: number, style: TextStyle): string {
  return [...map]
    .map(([key, value]) => `${pad(column)}${pairText(key, value, column, style)}`)
    .join(style.lineBreak)
}

function itemLines(items: PyList, column: number, style: TextStyle): string {
  return items.map(item => `${pad(column)}-${textAfterDash(item, column, style)}`).join(style.lineBreak)
}

/** `key: value` with the lines below it, the first one without its indentation. */
export const pairText = (
  key: PyValue,
  value: PyValue,
  column: number,
  style: TextStyle,
  wish: Wish = 'plain',
): string =>
  `${keyText(key, style, false)}:${textAfterColon(value, column, style, wishFor(key, value, style, wish))}`

/** What follows the colon of a key at `column`. */
function textAfterColon(value: PyValue, column: number, style: TextStyle, wish: Wish = 'plain'): string {
  const inline = inlineText(value, style, wish)
  return inline === null ? `${style.lineBreak}${linesBelow(value, column, style)}` : ` ${inline}`
}

/** The lines of a collection below a key at `column`; -1 for the document itself. */
export function linesBelow(value: PyValue, column: number, style: TextStyle): string {
  if (isDict(value)) return mapLines(value, column < 0 ? 0 : column + style.step, style)
  return isList(value) ? itemLines(value, column < 0 ? 0 : column + style.dashOffset, style) : ''
}

/** The lines of a collection that begins below a dash at `column`. */
export function linesBelowDash(value: PyValue, column: number, style: TextStyle, gap = 2): string {
  if (isDict(value)) return mapLines(value, column + gap, style)
  return isList(value) ? itemLines(value, column + gap, style) : ''
}

/** What follows a dash at `column`; `gap` is the distance from the dash to its content. */
export function textAfterDash(value: PyValue, column: number, style: TextStyle, gap = 2): string {
  const inline = inlineText(value, style)
  if (inline !== null) return `${pad(gap - 1)}${inline}`
  if (isDict(value)) return pad(gap - 1) + mapLines(value, column + gap, style).slice(column + gap)
  return style.lineBreak + linesBelowDash(value, column, style, gap)
}

/** A JSON value over several lines; `column` is that of the line that it begins on. */
export function jsonLines(value: PyValue, column: number, style: TextStyle): string {
  const inner = pad(column + style.step)
  const join = (parts: readonly string[], open: string, close: string): string =>
    `${open}${style.lineBreak}${parts.map(part => inner + part).join(`,${style.lineBreak}`)}${style.lineBreak}${pad(column)}${close}`
  if (isDict(value) && value.size > 0)
    return join(
      [...value].map(
        ([key, item]) =>
          `${keyText(key, style, true)}${style.colon}${jsonLines(item, column + style.step, style)}`,
      ),
      '{',
      '}',
    )
  if (isList(value) && !value.every(isLeaf))
    return join(
      value.map(item => jsonLines(item, column + style.step, style)),
      '[',
      ']',
    )
  return flowText(value, style)
}
