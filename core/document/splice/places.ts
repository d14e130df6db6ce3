import { lineEndAt, lineStartAt } from '../lines.ts'
import { isBreak, SPACE } from '../reader/characters.ts'
import { type SyntaxNode, tailOf } from '../reader/syntax.ts'

/** A column as the reader counts it: UTF-16 units from the line's start, a byte order mark left out. */
export function columnOf(text: string, offset: number): number {
  const start = lineStartAt(text, offset)
  return offset - start - (start === 0 && text.startsWith('\ufeff') ? 1 : 0)
}

/** Offset of the first character of the line that is not a blank. */
export function firstInkOf(text: string, lineStart: number): number {
  let at = lineStart
  while (text.charCodeAt(at) === SPACE) at += 1
  return at
}

/** True when nothing but blanks stands before `offset` on its line. */
export const isFirstOnLine = (text: string, offset: number): boolean =>
  firstInkOf(text, lineStartAt(text, offset)) === offset

export const isBlankLine = (text: string, lineStart: number): boolean =>
  /^[ \t]*$/.test(text.slice(lineStart, lineEndAt(text, lineStart)))

/** Column of the comment that fills the line; null when the line is none. */
export function commentColumn(text: string, lineStart: number): number | null {
  const ink = firstInkOf(text, lineStart)
  return text.charAt(ink) === '#' ? ink - lineStart : null
}

/** Start of the line above; null on the first line. */
export function previousLineAt(text: string, lineStart: number): number | null {
  if (lineStart === 0) return null
  const crlf = text.charCodeAt(lineStart - 1) === 0x0a && text.charCodeAt(lineStart - 2) === 0x0d
  return lineStartAt(text, lineStart - (crlf ? 2 : 1))
}

/** Offset of the break that ends the line before `lineStart`. */
export const breakBefore = (text: string, lineStart: number): number =>
  text.startsWith('\r\n', lineStart - 2) ? lineStart - 2 : lineStart - 1

/**
 * End of the last line of a block node, its trailing comment included and the line break left out. A `|+` scalar
 * owns the blank lines below it.
 */
export function endOfLines(text: string, node: SyntaxNode): number {
  const tail = tailOf(node)
  const keepsBreaks = tail > 0 && tail > node.start && isBreak(text.charCodeAt(tail - 1))
  return keepsBreaks ? breakBefore(text, tail) : lineEndAt(text, tail)
}
