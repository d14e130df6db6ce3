import { isDict, isList } from '../../value/index.ts'
import { lineEndAt, lineStartAt } from '../lines.ts'
import type { SyntaxPair } from '../reader/syntax.ts'
import type { TextEdit } from '../types.ts'
import { extentOfItem, leadingCommentsAt, linesToRemove, trailingCommentsEnd } from './extent.ts'
import { endOfPair } from './insert.ts'
import { keyColumnOf, type MapSlot, type SeqSlot } from './locate.ts'
import { endOfLines, isFirstOnLine } from './places.ts'
import { edit, replaceValue } from './replace.ts'
import type { TextStyle } from './style.ts'

const startOfPair = (pair: SyntaxPair): number => (pair.question >= 0 ? pair.question : pair.key.outerStart)

/** Joins a part behind a dash to what follows it, or leaves the dash alone on its line where comments follow. */
function removeBehindDash(text: string, start: number, end: number, next: number): readonly TextEdit[] {
  const between = text.slice(end, next)
  if (/^\s*$/.test(between) || /^[ \t]*#[^\r\n]*[\r\n]+\s*$/.test(between)) return [edit(start, next, '')]
  return [edit(start, lineEndAt(text, end), '')]
}

function removeBlockPair(text: string, slot: MapSlot, index: number): readonly TextEdit[] {
  const { pairs } = slot.node
  const pair = pairs[index]
  if (pair === undefined) return []
  const start = startOfPair(pair)
  const end = endOfLines(text, pair.value)
  const next = pairs[index + 1]
  if (!isFirstOnLine(text, start))
    return next === undefined
      ? [edit(start, end, '')]
      : removeBehindDash(text, start, endOfPair(pair), startOfPair(next))
  const isCollection = (pair.value.kind === 'map' || pair.value.kind === 'seq') && !pair.value.flow
  const range = isCollection
    ? {
        start: leadingCommentsAt(text, start),
        end: trailingCommentsEnd(text, end, keyColumnOf(text, slot.node)),
      }
    : { start: lineStartAt(text, start), end }
  const gone = linesToRemove(text, range, index === 0)
  return [edit(gone.start, gone.end, '')]
}

interface Part {
  readonly start: number
  readonly end: number
}

/** Takes one of several parts and its comma out of brackets. */
function removeFromFlow(parts: readonly Part[], index: number): readonly TextEdit[] {
  const [part, next, previous] = [parts[index], parts[index + 1], parts[index - 1]]
  if (part === undefined) return []
  if (next !== undefined) return [edit(part.start, next.start, '')]
  return previous === undefined ? [] : [edit(previous.end, part.end, '')]
}

/** Edits that take the pair at `index` out of a mapping; the last one leaves `{}`. */
export function removePair(
  text: string,
  slot: MapSlot,
  index: number,
  style: TextStyle,
): readonly TextEdit[] {
  const { pairs, flow } = slot.node
  if (pairs.length <= 1) return replaceValue(text, slot, isDict(slot.value.value) ? new Map() : null, style)
  if (!flow) return removeBlockPair(text, slot, index)
  const parts = pairs.map(pair => ({ start: startOfPair(pair), end: endOfPair(pair) }))
  return removeFromFlow(parts, index)
}

/** Edits that take the item at `index` out of a list; the last one leaves `[]`. */
export function removeItem(
  text: string,
  slot: SeqSlot,
  index: number,
  style: TextStyle,
): readonly TextEdit[] {
  const { items, flow } = slot.node
  const item = items[index]
  if (item === undefined) return []
  if (items.length === 1) return replaceValue(text, slot, isList(slot.value.value) ? [] : null, style)
  if (flow)
    return removeFromFlow(
      items.map(({ node }) => ({ start: node.outerStart, end: node.end })),
      index,
    )
  const next = items[index + 1]
  if (!isFirstOnLine(text, item.dash))
    return next === undefined
      ? [edit(item.dash, endOfLines(text, item.node), '')]
      : removeBehindDash(text, item.dash, endOfLines(text, item.node), next.dash)
  const gone = linesToRemove(text, extentOfItem(text, slot.node, index), index === 0)
  return [edit(gone.start, gone.end, '')]
}
