import { nodeAt, type ParsedDocument, type Range, rangeOf } from '../document/index.ts'
import type { Place } from './types.ts'

const PARTS = { key: 'key', value: 'value', whole: 'entry' } as const

/**
 * Where a place is in the text. A path that leads past what is written gives the nearest thing above it: its key
 * where it has one, so that a missing field marks the head of its mapping and not the whole of it. An empty value is
 * marked by its key.
 */
export function placeRange(document: ParsedDocument, place: Place): Range | null {
  if (place.range !== undefined) return place.range
  if (place.elsewhere === true || document.root === null) return null
  const { path } = place
  if (nodeAt(document, path) !== null) {
    const range = rangeOf(document, path, PARTS[place.part ?? 'value']) ?? rangeOf(document, path, 'value')
    const isEmpty = range !== null && range.start === range.end
    return isEmpty ? (rangeOf(document, path, 'key') ?? range) : range
  }
  for (let length = path.length - 1; length > 0; length -= 1) {
    const above = path.slice(0, length)
    const range = rangeOf(document, above, 'key') ?? firstKey(document, above)
    if (range !== null) return range
  }
  return firstKey(document, [])
}

/** The first key of a mapping: the head of a stage, which has no key of its own. */
function firstKey(document: ParsedDocument, path: Place['path']): Range | null {
  const node = nodeAt(document, path)
  if (node === null) return null
  if (node.alias !== undefined) return node.alias
  if (node.kind !== 'map') return { start: node.range.start, end: node.range.start }
  return node.entries.find(entry => entry.via === 'own')?.keyRange ?? node.range
}
