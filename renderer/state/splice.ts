import type { TextEdit } from '../../core/document/types.ts'

const isLowSurrogate = (code: number) => code >= 0xdc00 && code <= 0xdfff

/** The smallest single edit that makes `after` of `before`; null when they are the same. */
export function spliceBetween(before: string, after: string): TextEdit | null {
  if (before === after) return null
  const shorter = Math.min(before.length, after.length)
  let start = 0
  while (start < shorter && before.charCodeAt(start) === after.charCodeAt(start)) start += 1
  let tail = 0
  while (
    tail < shorter - start &&
    before.charCodeAt(before.length - 1 - tail) === after.charCodeAt(after.length - 1 - tail)
  )
    tail += 1
  // A pair of surrogates is one character: never cut between its halves.
  if (start > 0 && (isLowSurrogate(before.charCodeAt(start)) || isLowSurrogate(after.charCodeAt(start))))
    start -= 1
  if (tail > 0 && isLowSurrogate(before.charCodeAt(before.length - tail))) tail -= 1
  return { range: { start, end: before.length - tail }, text: after.slice(start, after.length - tail) }
}
