import type { Range } from '../../core/document/types.ts'

/** Span of the 1-based line `line` without its line end; the text's end when there is no such line. */
export function lineRange(text: string, line: number): Range {
  let start = 0
  for (let at = 1; at < line; at++) {
    const end = text.indexOf('\n', start)
    if (end < 0) return { start: text.length, end: text.length }
    start = end + 1
  }
  const end = text.indexOf('\n', start)
  const raw = end < 0 ? text.length : end
  return { start, end: text[raw - 1] === '\r' && raw > start ? raw - 1 : raw }
}
