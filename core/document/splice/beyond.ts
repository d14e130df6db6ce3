import { isDict, type PyValue, pyStr } from '../../value/index.ts'
import type { ParsedDocument, Path, TextEdit } from '../types.ts'
import { appendItem, insertPair, type PairPlace } from './insert.ts'
import {
  aliasName,
  announcedAt,
  entryOf,
  isMapSlot,
  isSeqSlot,
  type Located,
  type MapSlot,
  outerColumnOf,
  type Slot,
} from './locate.ts'
import { changeAt } from './model.ts'
import { columnOf } from './places.ts'
import { refuse } from './refusal.ts'
import { flowPair, mapLines, pairText } from './render.ts'
import { edit, replaceValue } from './replace.ts'
import type { TextStyle } from './style.ts'

export const pathText = (path: Path): string => path.join('.') || 'the document'

/** A value with mappings around it for the steps that a path still has to go. */
export function wrapped(steps: Path, value: PyValue): PyValue {
  return steps.reduceRight<PyValue>((inner, step) => {
    if (typeof step === 'string') return new Map([[step, inner]])
    return step === 0
      ? [inner]
      : refuse(
          'EDIT-PATH',
          `There is no list with ${step} items at this place; add the items before it first.`,
        )
  }, value)
}

/** The first mapping of a text that has nothing but blanks and comments. */
export function firstContent(text: string, value: PyValue, style: TextStyle): readonly TextEdit[] {
  if (!isDict(value)) return refuse('EDIT-PATH', 'An empty text can take a mapping only.')
  const gap = text === '' || /[\r\n]$/.test(text) ? '' : style.lineBreak
  return [edit(text.length, text.length, `${gap}${mapLines(value, 0, style)}${style.lineBreak}`)]
}

function addPair(
  text: string,
  slot: MapSlot,
  key: string | number,
  value: PyValue,
  style: TextStyle,
  place: PairPlace,
): readonly TextEdit[] {
  const name = String(key)
  return slot.node.pairs.length === 0
    ? replaceValue(text, slot, new Map([[name, value]]), style)
    : insertPair(text, slot, name, value, style, place)
}

/** A key that comes by `<<` gets an own pair, which wins; the anchored mapping stays as it is. */
function overMerged(
  text: string,
  slot: Slot,
  rest: Path,
  value: PyValue,
  style: TextStyle,
): readonly TextEdit[] {
  const [step = '', ...deeper] = rest
  const merged = slot.value.kind === 'map' ? entryOf(slot.value, step) : undefined
  if (merged === undefined || !isMapSlot(slot))
    return refuse('EDIT-PATH', `There is no ${step} at this place; add it in the text.`)
  const own = changeAt(merged.node.value, deeper, () => value)
  return insertPair(text, slot, merged.keyValue, own, style)
}

/** A mapping that an alias stands for is merged at the alias' place, with the changed key beside it. */
function besideAlias(
  text: string,
  slot: Slot,
  rest: Path,
  value: PyValue,
  style: TextStyle,
): readonly TextEdit[] {
  const changed = changeAt(slot.value.value, rest, () => value)
  if (!isDict(changed) || !isDict(slot.value.value)) return replaceValue(text, slot, changed, style)
  const [key, own] = [...changed].find(([name]) => pyStr(name) === String(rest[0])) ?? ['', null]
  const merge = `<<: *${aliasName(text, slot)}`
  const { start, end } = slot.node
  if (slot.flow) return [edit(start, end, `{${merge}, ${flowPair(key, own, style)}}`)]
  const isItem = slot.holder.kind === 'item'
  const column = isItem ? columnOf(text, start) : outerColumnOf(text, slot) + style.step
  const pad = ' '.repeat(column)
  const lines = `${merge}${style.lineBreak}${pad}${pairText(key, own, column, style)}`
  return [isItem ? edit(start, end, lines) : edit(announcedAt(slot), end, style.lineBreak + pad + lines)]
}

/** Edits that set `value` where the path ended early, at `located`. */
export function editsBeyond(
  document: ParsedDocument,
  located: Exclude<Located, { kind: 'found' }>,
  path: Path,
  value: PyValue,
  style: TextStyle,
  place: PairPlace,
): readonly TextEdit[] {
  const { kind, slot, rest } = located
  const { text } = document
  const [step = '', ...deeper] = rest
  if (kind === 'alias') return besideAlias(text, slot, rest, value, style)
  if (kind === 'merged') return overMerged(text, slot, rest, value, style)
  if (kind === 'absent' && isMapSlot(slot))
    return addPair(text, slot, step, wrapped(deeper, value), style, place)
  if (kind === 'absent' && isSeqSlot(slot) && step === slot.node.items.length) {
    const item = wrapped(deeper, value)
    return step === 0 ? replaceValue(text, slot, [item], style) : appendItem(text, slot, item, style)
  }
  if (kind === 'absent' && slot.value.value === null)
    return replaceValue(text, slot, wrapped(rest, value), style)
  const at = pathText(path.slice(0, path.length - rest.length))
  return refuse('EDIT-PATH', `${at} has no place for ${step}: it is no mapping; change it to one first.`)
}
