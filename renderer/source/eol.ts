import type { Range, TextEdit } from '../../core/document/types.ts'

/**
 * The editor holds every line end as one character; the file may hold `\r\n`. A map between both, so that offsets and
 * edits are exact and no line end that was not touched changes.
 */
export interface EolMap {
  /** The text as the editor holds it. */
  readonly shown: string
  /** Line end that new lines get. */
  readonly newLine: string
  toShown(offset: number): number
  toFile(offset: number): number
}

const identity = (text: string): EolMap => ({
  shown: text,
  newLine: '\n',
  toShown: offset => offset,
  toFile: offset => offset,
})

/** How many of the sorted `places` are below `limit`. */
function countBelow(places: readonly number[], limit: number): number {
  let low = 0
  let high = places.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((places[middle] ?? 0) < limit) low = middle + 1
    else high = middle
  }
  return low
}

export function eolMap(text: string): EolMap {
  if (!text.includes('\r')) return identity(text)
  // Offsets of the `\n` of each pair: in the file, and in the editor, where the pair is one character.
  const inFile: number[] = []
  const inShown: number[] = []
  for (let at = text.indexOf('\r\n'); at >= 0; at = text.indexOf('\r\n', at + 2)) {
    inShown.push(at - inFile.length + 1)
    inFile.push(at + 1)
  }
  return {
    shown: text.replace(/\r\n?/g, '\n'),
    newLine: inFile.length > 0 ? '\r\n' : '\n',
    toShown: offset => offset - countBelow(inFile, offset),
    toFile: offset => offset + countBelow(inShown, offset + 1),
  }
}

/** Edits of the file as changes of the editor's text. */
export const editsToChanges = (map: EolMap, edits: readonly TextEdit[]) =>
  edits.map(({ range, text }) => ({
    from: map.toShown(range.start),
    to: map.toShown(range.end),
    insert: text.replace(/\r\n?/g, '\n'),
  }))

export const rangeToShown = (map: EolMap, { start, end }: Range): Range => ({
  start: map.toShown(start),
  end: map.toShown(end),
})

/** A change of the editor's text as an edit of the file, new lines ended as the file's others are. */
export const changeToEdit = (map: EolMap, from: number, to: number, inserted: string): TextEdit => ({
  range: { start: map.toFile(from), end: map.toFile(to) },
  text: inserted.replaceAll('\n', map.newLine),
})
