import { lineEndAt, lineStartAt, nextLineAt } from '../lines.ts'
import { isMergeKey } from '../reader/construct.ts'
import type { SyntaxMap, SyntaxPair } from '../reader/syntax.ts'
import type { ParsedDocument, Path } from '../types.ts'
import { extentOfItem, trailingCommentsEnd } from './extent.ts'
import {
  announcedAt,
  isMapSlot,
  isSeqSlot,
  keyColumnOf,
  locate,
  type MapSlot,
  outerColumnOf,
  type Slot,
} from './locate.ts'
import { columnOf, endOfLines } from './places.ts'

/** A pair as lines at column 0, and the blank lines and comments above it. */
export interface MapPart {
  readonly key: string
  readonly head: readonly string[]
  readonly lines: readonly string[]
}

export interface MapSource {
  readonly parts: readonly MapPart[]
  readonly tail: readonly string[]
  readonly opening: string | null
}

const BREAK = /\r\n|\n|\r/

/** Lines of a stretch that begins at a line's start, moved to the left by `column`. */
function dedent(stretch: string, column: number): readonly string[] {
  if (stretch === '') return []
  const lines = stretch.replace(/(?:\r\n|\n|\r)$/, '').split(BREAK)
  return lines.map(line => line.replace(new RegExp(`^ {0,${column}}`), ''))
}

const startOf = (pair: SyntaxPair): number => (pair.question >= 0 ? pair.question : pair.key.outerStart)

/** True where every pair has a key of its own that is written in plain sight, without anchors that would move. */
function isPlain(map: SyntaxMap): boolean {
  const keys = new Set<string>()
  return map.pairs.every(pair => {
    if (pair.key.kind !== 'scalar' || pair.question >= 0 || isMergeKey(pair.key) || keys.has(pair.key.text))
      return false
    keys.add(pair.key.text)
    return true
  })
}

/** Where the mapping's own lines begin and end: below its key, behind its dash, or the whole text. */
function boundsOf(
  document: ParsedDocument,
  path: Path,
  slot: MapSlot,
): { readonly from: number; readonly to: number } {
  const { text } = document
  const { node, holder } = slot
  if (holder.kind === 'root') return { from: 0, to: text.length }
  const end = endOfLines(text, node)
  if (holder.kind === 'pair')
    return {
      from: nextLineAt(text, announcedAt(slot)),
      to: trailingCommentsEnd(text, end, keyColumnOf(text, node) - 1),
    }
  const list = locate(document, path.slice(0, -1))
  const inList = list?.kind === 'found' && isSeqSlot(list.slot) ? list.slot.node : null
  const to = inList === null ? end : extentOfItem(text, inList, Number(path.at(-1))).end
  const onDashLine = lineStartAt(text, node.start) === lineStartAt(text, holder.item.dash)
  return { from: onDashLine ? node.start : nextLineAt(text, announcedAt(slot)), to }
}

function openingComment(text: string, slot: Slot): string | null {
  if (slot.holder.kind !== 'pair') return null
  const rest = text.slice(announcedAt(slot), lineEndAt(text, announcedAt(slot))).trim()
  return rest.startsWith('#') ? rest : null
}

/**
 * Takes a block mapping apart into its pairs with the comments that belong to each: nothing of its text is lost.
 * Null where that can't be done by lines: in braces, behind an alias, with `<<` or a repeated key.
 */
export function mapPieceSource(document: ParsedDocument, path: Path): MapSource | null {
  const located = locate(document, path)
  if (located?.kind !== 'found' || !isMapSlot(located.slot) || located.slot.flow) return null
  const { slot } = located
  const { text } = document
  if (slot.node.flow || slot.node.tag !== null || slot.node.anchor !== null || !isPlain(slot.node))
    return null
  const column = keyColumnOf(text, slot.node)
  const bounds = boundsOf(document, path, slot)
  const parts: MapPart[] = []
  let at = bounds.from
  for (const pair of slot.node.pairs) {
    const start = startOf(pair)
    const end = trailingCommentsEnd(text, endOfLines(text, pair.value), column)
    const lineStart = lineStartAt(text, start)
    const [first = '', ...rest] = text.slice(start, end).split(BREAK)
    parts.push({
      key: pair.key.kind === 'scalar' ? pair.key.text : '',
      head: lineStart > at ? dedent(text.slice(at, lineStart), column) : [],
      lines: [first, ...dedent(rest.join('\n'), column)],
    })
    at = nextLineAt(text, end)
  }
  const tail = at < bounds.to ? dedent(text.slice(at, bounds.to), column) : []
  return { parts, tail, opening: openingComment(text, slot) }
}

/** Blank lines and comments above each item of a list, and below the last one. */
export interface ListSource {
  readonly heads: readonly (readonly string[])[]
  readonly tail: readonly string[]
  readonly opening: string | null
}

/** What stands between the items of a block list, moved to column 0; null for a list in brackets or behind an alias. */
export function listSource(document: ParsedDocument, path: Path): ListSource | null {
  const located = locate(document, path)
  if (located?.kind !== 'found' || !isSeqSlot(located.slot) || located.slot.node.flow) return null
  const { slot } = located
  const { text } = document
  const { items } = slot.node
  const column = columnOf(text, items[0]?.dash ?? slot.node.start)
  const heads: (readonly string[])[] = []
  let at = nextLineAt(text, announcedAt(slot))
  for (const [index, item] of items.entries()) {
    const lineStart = lineStartAt(text, item.dash)
    heads.push(lineStart > at ? dedent(text.slice(at, lineStart), column) : [])
    at = nextLineAt(text, extentOfItem(text, slot.node, index).end)
  }
  const end = trailingCommentsEnd(text, endOfLines(text, slot.node), outerColumnOf(text, slot))
  const tail = at < end ? dedent(text.slice(at, end), column) : []
  return { heads, tail, opening: openingComment(text, slot) }
}
