import type { TextEdit } from './types.ts'

/** Edits in the order of their places; those at one place keep their order. */
export const sortEdits = (edits: readonly TextEdit[]): readonly TextEdit[] =>
  edits.length < 2
    ? edits
    : [...edits].sort((a, b) => a.range.start - b.range.start || a.range.end - b.range.end)

/** The text with all edits done. They refer to `text` as given and must not overlap. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  let result = ''
  let at = 0
  for (const edit of sortEdits(edits)) {
    result += text.slice(at, edit.range.start) + edit.text
    at = Math.max(at, edit.range.end)
  }
  return result + text.slice(at)
}
