import { isBreak } from './reader/characters.ts'

/** A place as people read it; both count from 1, columns in UTF-16 units. */
export interface LineColumn {
  readonly line: number
  readonly column: number
}

/** Line and column of an offset. `\r\n`, `\n` and a lone `\r` end lines, as in editors. */
export function lineColumn(text: string, offset: number): LineColumn {
  const end = Math.min(Math.max(offset, 0), text.length)
  let line = 1
  let lineStart = 0
  for (let at = 0; at < end; at += 1) {
    const code = text.charCodeAt(at)
    if (code === 0x0d && text.charCodeAt(at + 1) === 0x0a) continue
    if (code === 0x0a || code === 0x0d) {
      line += 1
      lineStart = at + 1
    }
  }
  return { line, column: end - lineStart + 1 }
}

/** Offset of the first character of the line that `offset` is on. */
export function lineStartAt(text: string, offset: number): number {
  let at = Math.min(offset, text.length)
  while (at > 0 && !isBreak(text.charCodeAt(at - 1))) at -= 1
  return at
}

/** Offset of the line break that ends the line of `offset`, or the text's length. */
export function lineEndAt(text: string, offset: number): number {
  let at = offset
  while (at < text.length && !isBreak(text.charCodeAt(at))) at += 1
  return at
}

/** Offset of the next line's first character, or the text's length. */
export function nextLineAt(text: string, offset: number): number {
  const end = lineEndAt(text, offset)
  return text.startsWith('\r\n', end) ? end + 2 : Math.min(end + 1, text.length)
}
