import { isDict, isList, isString, type PyValue } from '../../value/index.ts'
import { lineEndAt, lineStartAt } from '../lines.ts'
import type { SyntaxMap, SyntaxNode, SyntaxPair, SyntaxSeq } from '../reader/syntax.ts'
import type { TextEdit } from '../types.ts'
import { extentOfItem, leadingCommentsAt } from './extent.ts'
import { keyColumnOf, type MapSlot, type SeqSlot } from './locate.ts'
import { columnOf, endOfLines, firstInkOf, isBlankLine, isFirstOnLine, previousLineAt } from './places.ts'
import { flowPair, flowText, isAlwaysQuoted, jsonLines, pairText, textAfterDash, wishFor } from './render.ts'
import { edit } from './replace.ts'
import { keyText, type Wish } from './scalar-text.ts'
import type { TextStyle } from './style.ts'

/** Where a new pair goes: behind or before the pair of a key, the end of the mapping when there is no such key. */
export interface PairPlace {
  readonly after?: string
  readonly before?: string
}

const isText = (node: SyntaxNode, keyed: string): boolean => node.kind === 'scalar' && node.text === keyed

const pairNamed = (map: SyntaxMap, key: string | undefined): SyntaxPair | undefined =>
  key === undefined ? undefined : map.pairs.find(pair => isText(pair.key, key))

const styleOfScalar = (node: SyntaxNode): Wish =>
  node.kind !== 'scalar' ? 'plain' : node.style === 'single' ? "'" : node.style === 'double' ? '"' : 'plain'

/** Quotes where every text among the neighbours has them. */
function neighboursWish(slot: MapSlot, style: TextStyle): Wish {
  const texts = slot.value.entries.filter(
    entry => entry.via === 'own' && isString(entry.node.value) && !isAlwaysQuoted(entry.keyValue),
  )
  const written = texts.map(({ keyRange }) => {
    const pair = slot.node.pairs.find(candidate => candidate.key.start === keyRange.start)
    return pair === undefined ? 'plain' : styleOfScalar(pair.value)
  })
  const [first = 'plain'] = written
  if (first === 'plain') return 'plain'
  if (written.every(wish => wish === first)) return first
  return written.every(wish => wish !== 'plain') ? style.quote : 'plain'
}

const wishOf = (slot: MapSlot, key: PyValue, value: PyValue, style: TextStyle): Wish =>
  wishFor(key, value, style, isString(value) ? neighboursWish(slot, style) : 'plain')

/** New lines behind the line that ends at `end`; the text's missing final newline stays missing. */
const linesAt = (end: number, lines: string, style: TextStyle): TextEdit =>
  edit(end, end, style.lineBreak + lines)

function insertBlockPair(
  text: string,
  slot: MapSlot,
  key: PyValue,
  value: PyValue,
  style: TextStyle,
  place: PairPlace,
): readonly TextEdit[] {
  const map = slot.node
  const column = keyColumnOf(text, map)
  const written = pairText(key, value, column, style, wishOf(slot, key, value, style))
  const next = pairNamed(map, place.before)
  if (next !== undefined)
    return insertBefore(text, next, `${' '.repeat(column)}${written}`, written, value, style)
  const last = pairNamed(map, place.after) ?? map.pairs.at(-1)
  const end = last === undefined ? map.end : endOfLines(text, last.value)
  const blank = column === 0 && isSection(value) && spreadApart(text, map) ? style.lineBreak : ''
  return [linesAt(end, `${blank}${' '.repeat(column)}${written}`, style)]
}

/** A value that takes lines of its own. */
const isSection = (value: PyValue): boolean =>
  (isDict(value) && value.size > 0) || (isList(value) && value.some(isDict))

/** True when blank lines part the top-level sections of the file. */
function spreadApart(text: string, map: SyntaxMap): boolean {
  return map.pairs.some((pair, index) => {
    if (index === 0) return false
    const above = previousLineAt(text, leadingCommentsAt(text, pair.key.outerStart))
    return above !== null && isBlankLine(text, above)
  })
}

function insertBefore(
  text: string,
  next: SyntaxPair,
  lines: string,
  written: string,
  value: PyValue,
  style: TextStyle,
): readonly TextEdit[] {
  const start = next.question >= 0 ? next.question : next.key.outerStart
  if (!isFirstOnLine(text, start))
    return [edit(start, start, `${written}${style.lineBreak}${' '.repeat(columnOf(text, start))}`)]
  const at = leadingCommentsAt(text, start)
  const apart = isSection(value) && columnOf(text, start) === 0 ? style.lineBreak : ''
  return [edit(at, at, `${lines}${style.lineBreak}${apart}`)]
}

/** The last comma or the last thing before the closing bracket, and whether a comma stands there already. */
function endOfFlow(text: string, node: SyntaxMap | SyntaxSeq, lastEnd: number): { readonly comma: boolean } {
  const between = text.slice(lastEnd, node.end - 1).replace(/#[^\r\n]*/g, '')
  return { comma: between.includes(',') }
}

export const endOfPair = (pair: SyntaxPair): number => Math.max(pair.value.end, pair.colon + 1, pair.key.end)

/** Adds `written` behind the last part of a collection in brackets, on a line of its own where that one has one. */
function appendInFlow(
  text: string,
  node: SyntaxMap | SyntaxSeq,
  last: { readonly start: number; readonly end: number },
  render: (column: number, multiline: boolean) => string,
  style: TextStyle,
): readonly TextEdit[] {
  const ownLine =
    isFirstOnLine(text, last.start) && lineStartAt(text, last.start) !== lineStartAt(text, node.start)
  if (!ownLine) return [edit(last.end, last.end, `${style.comma}${render(0, false)}`)]
  const column = firstInkOf(text, lineStartAt(text, last.start)) - lineStartAt(text, last.start)
  const { comma } = endOfFlow(text, node, last.end)
  const lineEnd = lineEndAt(text, last.end)
  const closesHere = lineEnd >= node.end
  const at = closesHere ? last.end : lineEnd
  const lines = `${style.lineBreak}${' '.repeat(column)}${render(column, true)}`
  if (comma) return [edit(at, at, closesHere ? `,${lines}` : `${lines},`)]
  return at === last.end ? [edit(at, at, `,${lines}`)] : [edit(last.end, last.end, ','), edit(at, at, lines)]
}

function insertFlowPair(
  text: string,
  slot: MapSlot,
  key: PyValue,
  value: PyValue,
  style: TextStyle,
): readonly TextEdit[] {
  const map = slot.node
  const wish = wishOf(slot, key, value, style)
  const last = map.pairs.at(-1)
  const render = (column: number, multiline: boolean): string =>
    style.json && multiline
      ? `${keyText(key, style, true)}${style.colon}${jsonLines(value, column, style)}`
      : flowPair(key, value, style, wish)
  if (last === undefined) return [edit(map.start + 1, map.start + 1, render(0, false))]
  const start = last.question >= 0 ? last.question : last.key.outerStart
  return appendInFlow(text, map, { start, end: endOfPair(last) }, render, style)
}

/** Edits that add a pair to a mapping that has not got its key, and has at least one pair unless it is `{}`. */
export function insertPair(
  text: string,
  slot: MapSlot,
  key: PyValue,
  value: PyValue,
  style: TextStyle,
  place: PairPlace = {},
): readonly TextEdit[] {
  return slot.node.flow
    ? insertFlowPair(text, slot, key, value, style)
    : insertBlockPair(text, slot, key, value, style, place)
}

/** True when a blank line stands between this item and the one above. */
function partedFromAbove(text: string, start: number): boolean {
  const above = previousLineAt(text, start)
  return above !== null && isBlankLine(text, above)
}

/** Lines behind the last item of a block list that has one, apart from it as the neighbours are. */
function behindLast(
  text: string,
  slot: SeqSlot,
  lines: (column: number) => string,
  style: TextStyle,
): TextEdit {
  const { node } = slot
  const extent = extentOfItem(text, node, node.items.length - 1)
  const parted = node.items.length > 1 && partedFromAbove(text, extent.start)
  const column = columnOf(text, node.items.at(-1)?.dash ?? node.start)
  return linesAt(extent.end, (parted ? style.lineBreak : '') + lines(column), style)
}

/** The item as the neighbours are written: in braces where they are, after as many blanks, apart by a blank line. */
function appendBlockItem(text: string, slot: SeqSlot, value: PyValue, style: TextStyle): readonly TextEdit[] {
  const last = slot.node.items.at(-1)
  if (last === undefined) return []
  const inBraces = last.node.kind === 'map' && last.node.flow
  const sameLine = lineStartAt(text, last.node.start) === lineStartAt(text, last.dash)
  const gap = sameLine ? Math.max(2, last.node.start - last.dash) : 2
  const written = (column: number): string =>
    inBraces ? ' '.repeat(gap - 1) + flowText(value, style) : textAfterDash(value, column, style, gap)
  return [behindLast(text, slot, column => `${' '.repeat(column)}-${written(column)}`, style)]
}

/** Edits that add an item as lines whose dash is at column 0; null where the list is in brackets or empty. */
export function appendItemLines(
  text: string,
  slot: SeqSlot,
  lines: readonly string[],
  style: TextStyle,
): readonly TextEdit[] | null {
  if (slot.node.flow || slot.node.items.length === 0) return null
  const at = (column: number): string =>
    lines.map(line => (line === '' ? '' : ' '.repeat(column) + line)).join(style.lineBreak)
  return [behindLast(text, slot, at, style)]
}

/** Edits that add an item to the end of a list that is not empty. */
export function appendItem(
  text: string,
  slot: SeqSlot,
  value: PyValue,
  style: TextStyle,
): readonly TextEdit[] {
  const seq = slot.node
  if (!seq.flow) return appendBlockItem(text, slot, value, style)
  const last = seq.items.at(-1)
  const render = (column: number, multiline: boolean): string =>
    style.json && multiline ? jsonLines(value, column, style) : flowText(value, style)
  if (last === undefined) return [edit(seq.start + 1, seq.start + 1, render(0, false))]
  return appendInFlow(text, seq, { start: last.node.outerStart, end: last.node.end }, render, style)
}
