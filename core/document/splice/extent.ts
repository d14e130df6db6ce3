import { lineEndAt, lineStartAt, nextLineAt } from '../lines.ts'
import type { SyntaxSeq } from '../reader/syntax.ts'
import type { Range } from '../types.ts'
import { breakBefore, columnOf, commentColumn, endOfLines, isBlankLine, previousLineAt } from './places.ts'

/**
 * Start of the comment lines that stand directly above the line of `offset`, as deep as what stands there; that line's
 * own start when there are none. They belong to what follows them.
 */
export function leadingCommentsAt(text: string, offset: number): number {
  const column = columnOf(text, offset)
  let start = lineStartAt(text, offset)
  for (let above = previousLineAt(text, start); above !== null; above = previousLineAt(text, above)) {
    if (commentColumn(text, above) !== column) break
    start = above
  }
  return start
}

/** End of the last comment line below that is indented deeper than `column`: it belongs to what stands above. */
export function trailingCommentsEnd(text: string, end: number, column: number): number {
  let last = end
  for (let line = nextLineAt(text, end); line < text.length; line = nextLineAt(text, line)) {
    const depth = commentColumn(text, line)
    if (depth !== null && depth > column) last = lineEndAt(text, line)
    else if (!isBlankLine(text, line)) break
    if (nextLineAt(text, line) === line) break
  }
  return last
}

/** The lines of a block list's item with the comments that belong to it; the last line's break is left out. */
export function extentOfItem(text: string, seq: SyntaxSeq, index: number): Range {
  const item = seq.items[index]
  if (item === undefined) return { start: seq.end, end: seq.end }
  const column = columnOf(text, item.dash)
  return {
    start: leadingCommentsAt(text, item.dash),
    end: trailingCommentsEnd(text, endOfLines(text, item.node), column),
  }
}

/**
 * What to take away so that the lines from `start` to `end` (its break left out) vanish, and with them a blank line
 * that would otherwise stand twice or hang at an end. `first`: nothing of the same collection stands above.
 */
export function linesToRemove(text: string, { start, end }: Range, first: boolean): Range {
  const below = nextLineAt(text, end)
  const atEnd = below >= text.length
  const blankBelow = atEnd || isBlankLine(text, below)
  let from = start
  let to = below
  if (blankBelow && !first) from = skipBlankAbove(text, start)
  else if (blankBelow && first && !atEnd) to = skipBlankBelow(text, below)
  if (end === text.length && from > 0) return { start: breakBefore(text, from), end: text.length }
  return { start: from, end: to }
}

function skipBlankAbove(text: string, start: number): number {
  let from = start
  for (let above = previousLineAt(text, from); above !== null; above = previousLineAt(text, above)) {
    if (!isBlankLine(text, above)) break
    from = above
  }
  return from
}

function skipBlankBelow(text: string, below: number): number {
  let to = below
  while (to < text.length && isBlankLine(text, to)) to = nextLineAt(text, to)
  return to
}
