import { isBreak } from './reader/characters.ts'

/** A place as people read it; both count from 1, columns in UTF-16 units. */
export interface LineColumn {
  readonly line: number
  readonly column: number
}

/** Offsets behind every line end: where the second and all later lines begin. */
function laterLines(text: string): readonly number[] {
  const starts: number[] = []
  if (!text.includes('\r')) {
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
    return starts
  }
  for (const match of text.matchAll(/\r\n|\r|\n/g)) starts.push(match.index + match[0].length)
  return starts
}

/** The lines of the text that was asked about last: places are asked for many at a time. */
let last: { readonly text: string; readonly starts: readonly number[] } = { text: '', starts: [] }

function linesOf(text: string): readonly number[] {
  if (last.text !== text) last = { text, starts: laterLines(text) }
  return last.starts
}

/** How many of the rising `starts` are at `offset` or before it. */
function countUpTo(starts: readonly number[], offset: number): number {
  let low = 0
  let high = starts.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((starts[middle] ?? 0) <= offset) low = middle + 1
    else high = middle
  }
  return low
}

/** Line and column of an offset. `\r\n`, `\n` and a lone `\r` end lines, as in editors. */
export function lineColumn(text: string, offset: number): LineColumn {
  const end = Math.min(Math.max(offset, 0), text.length)
  const starts = linesOf(text)
  const before = countUpTo(starts, end)
  return { line: before + 1, column: end - (starts[before - 1] ?? 0) + 1 }
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
