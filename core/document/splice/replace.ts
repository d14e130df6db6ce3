import { isString, type PyValue, pyIdentical } from '../../value/index.ts'
import { lineEndAt, lineStartAt } from '../lines.ts'
import type { SyntaxNode } from '../reader/syntax.ts'
import type { Range, TextEdit } from '../types.ts'
import { announcedAt, outerColumnOf, type Slot } from './locate.ts'
import { columnOf, endOfLines, firstInkOf } from './places.ts'
import {
  flowText,
  inlineText,
  jsonLines,
  linesBelow,
  linesBelowDash,
  textAfterDash,
  wishFor,
} from './render.ts'
import { literalText, type Wish } from './scalar-text.ts'
import type { TextStyle } from './style.ts'

export const edit = (start: number, end: number, text: string): TextEdit => ({ range: { start, end }, text })

const isBlock = (node: SyntaxNode): boolean => (node.kind === 'map' || node.kind === 'seq') && !node.flow

/** How a new text is to be quoted in place of the old value: as that one was. */
function wishInPlace(slot: Slot, value: PyValue, style: TextStyle): Wish {
  const { node, holder } = slot
  const old: Wish =
    node.kind !== 'scalar' ? 'plain' : node.style === 'single' ? "'" : node.style === 'double' ? '"' : 'plain'
  const kept = isString(value) && isString(slot.value.value) ? old : 'plain'
  if (holder.kind !== 'pair' || holder.pair.key.kind !== 'scalar') return kept
  return wishFor(holder.pair.key.text, value, style, kept)
}

/** `True` and `FALSE` stay in the letters that the file uses. */
function inOldLetters(text: string, slot: Slot, old: string): string {
  if (typeof slot.value.value !== 'boolean' || (text !== 'true' && text !== 'false')) return text
  if (/^[A-Z]+$/.test(old)) return text.toUpperCase()
  return /^[A-Z]/.test(old) ? text.charAt(0).toUpperCase() + text.slice(1) : text
}

/** What of the old node gives way to an inline value: a tag goes, an anchor that nothing repeats may stay. */
function replacedRange(node: SyntaxNode): Range {
  return { start: node.tag === null ? node.start : node.outerStart, end: node.end }
}

const anchorText = (node: SyntaxNode): string =>
  node.tag !== null && node.anchor !== null ? `&${node.anchor.name} ` : ''

/** A blank where the new text would touch what stands before it (`key:` without a value). */
const apart = (text: string, at: number): string =>
  at === 0 || /[\s[{,]/.test(text.charAt(at - 1)) ? '' : ' '

/** Takes trailing blanks along where nothing else follows on the line. */
function pastTrailingBlanks(text: string, end: number): number {
  const lineEnd = lineEndAt(text, end)
  return /^[ \t]*$/.test(text.slice(end, lineEnd)) ? lineEnd : end
}

function replaceInline(text: string, slot: Slot, written: string): readonly TextEdit[] {
  const { node } = slot
  const { start, end } = replacedRange(node)
  if (node.start === node.end)
    return [edit(start, pastTrailingBlanks(text, end), apart(text, start) + anchorText(node) + written)]
  return [edit(start, end, anchorText(node) + inOldLetters(written, slot, text.slice(start, end)))]
}

/** New lines below the key or dash in place of an inline value; a comment behind it stays on its line. */
function inlineToBlock(text: string, slot: Slot, value: PyValue, style: TextStyle): readonly TextEdit[] {
  const { node, holder } = slot
  const outer = outerColumnOf(text, slot)
  if (holder.kind === 'item') {
    const written = textAfterDash(value, outer, style)
    return [edit(announcedAt(slot), node.end, written)]
  }
  const lines = linesBelow(value, outer, style)
  const end = Math.max(node.end, announcedAt(slot))
  if (holder.kind === 'root') {
    const fresh = node.start === node.end && columnOf(text, node.start) > 0
    return [edit(node.outerStart, node.end, (fresh ? style.lineBreak : '') + lines)]
  }
  const lineEnd = lineEndAt(text, end)
  const removed = edit(announcedAt(slot), end, '')
  return [removed, edit(lineEnd, lineEnd, style.lineBreak + lines)]
}

/** Takes the place of a block collection's lines; a comment on the key's own line stays. */
function replaceBlock(text: string, slot: Slot, value: PyValue, style: TextStyle): readonly TextEdit[] {
  const { node, holder } = slot
  const outer = outerColumnOf(text, slot)
  const end = endOfLines(text, node)
  const inline = inlineText(value, style)
  if (holder.kind === 'root') return [edit(node.outerStart, end, inline ?? linesBelow(value, outer, style))]
  const at = announcedAt(slot)
  const headEnd = lineEndAt(text, at)
  const belowHead = node.outerStart > headEnd
  if (inline !== null && belowHead) return [edit(at, at, ` ${inline}`), edit(headEnd, end, '')]
  if (holder.kind === 'item' && !belowHead) return [edit(at, end, textAfterDash(value, outer, style))]
  if (inline !== null) return [edit(at, end, ` ${inline}`)]
  const lines = holder.kind === 'item' ? linesBelowDash(value, outer, style) : linesBelow(value, outer, style)
  return [edit(belowHead ? headEnd : at, end, style.lineBreak + lines)]
}

function replaceInFlow(text: string, slot: Slot, value: PyValue, style: TextStyle): readonly TextEdit[] {
  const { node } = slot
  const spread =
    style.json &&
    (node.kind === 'map' || node.kind === 'seq') &&
    /[\r\n]/.test(text.slice(node.start, node.end))
  const written = spread
    ? jsonLines(value, firstInkOf(text, lineStartAt(text, node.start)) - lineStartAt(text, node.start), style)
    : flowText(value, style, wishInPlace(slot, value, style))
  return replaceInline(text, slot, written)
}

/** A text of several lines in the place of one below `|` or `>` goes on below it. */
function replaceLiteral(
  text: string,
  slot: Slot,
  value: PyValue,
  style: TextStyle,
): readonly TextEdit[] | null {
  const { node } = slot
  if (node.kind !== 'scalar' || (node.style !== 'literal' && node.style !== 'folded')) return null
  if (!isString(value) || !value.includes('\n')) return null
  const written = literalText(value, Math.max(0, outerColumnOf(text, slot)) + style.step, style.lineBreak)
  return written === null ? null : [edit(node.start, node.end, written)]
}

/** Edits that put `value` in the place of the slot's, whatever either of them is. */
export function replaceValue(
  text: string,
  slot: Slot,
  value: PyValue,
  style: TextStyle,
): readonly TextEdit[] {
  const { node } = slot
  if (node.kind !== 'alias' && pyIdentical(slot.value.value, value)) return []
  if (slot.flow) return replaceInFlow(text, slot, value, style)
  if (isBlock(node)) return replaceBlock(text, slot, value, style)
  const literal = replaceLiteral(text, slot, value, style)
  if (literal !== null) return literal
  const inline = inlineText(value, style, wishInPlace(slot, value, style))
  return inline === null ? inlineToBlock(text, slot, value, style) : replaceInline(text, slot, inline)
}
