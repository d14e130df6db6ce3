import type { TextEdit } from '../types.ts'

const isLowSurrogate = (code: number): boolean => code >= 0xdc00 && code <= 0xdfff

function tightened(before: string, { range, text }: TextEdit): TextEdit {
  const old = before.slice(range.start, range.end)
  const shorter = Math.min(old.length, text.length)
  let head = 0
  while (head < shorter && old.charCodeAt(head) === text.charCodeAt(head)) head += 1
  // Half of a character is never left on either side of an edit.
  if (head > 0 && (isLowSurrogate(old.charCodeAt(head)) || isLowSurrogate(text.charCodeAt(head)))) head -= 1
  let tail = 0
  while (
    tail < shorter - head &&
    old.charCodeAt(old.length - 1 - tail) === text.charCodeAt(text.length - 1 - tail)
  )
    tail += 1
  if (tail > 0 && isLowSurrogate(old.charCodeAt(old.length - tail))) tail -= 1
  return {
    range: { start: range.start + head, end: range.end - tail },
    text: text.slice(head, text.length - tail),
  }
}

/** The edits without what they put back as it was; those that then do nothing vanish. */
export const tighten = (before: string, edits: readonly TextEdit[]): readonly TextEdit[] =>
  edits
    .map(edit => tightened(before, edit))
    .filter(({ range, text }) => range.start < range.end || text !== '')
