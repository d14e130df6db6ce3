import { syntaxOf } from '../parse.ts'
import type { SyntaxItem, SyntaxMap, SyntaxNode, SyntaxPair, SyntaxSeq } from '../reader/syntax.ts'
import type { DocEntry, DocMap, DocNode, DocSeq, ParsedDocument, Path } from '../types.ts'
import { columnOf } from './places.ts'
import { refuse } from './refusal.ts'

/** A value in the text: its node as written and as read, and what holds it. */
export interface Slot {
  readonly node: SyntaxNode
  readonly value: DocNode
  readonly holder:
    | { readonly kind: 'root' }
    | { readonly kind: 'pair'; readonly map: SyntaxMap; readonly pair: SyntaxPair }
    | { readonly kind: 'item'; readonly seq: SyntaxSeq; readonly item: SyntaxItem }
  /** True within braces or brackets, and all through JSON. */
  readonly flow: boolean
}

export interface MapSlot extends Slot {
  readonly node: SyntaxMap
  readonly value: DocMap & { readonly alias?: never }
}

export interface SeqSlot extends Slot {
  readonly node: SyntaxSeq
  readonly value: DocSeq & { readonly alias?: never }
}

/**
 * How far a path leads through what is written in place. `rest` are the steps that are left when it ends early:
 * at a key or an item that is not there, at an alias, at a key that `<<` brings, or at a value without parts.
 */
export type Located =
  | { readonly kind: 'found'; readonly slot: Slot }
  | {
      readonly kind: 'absent' | 'alias' | 'merged' | 'blocked'
      readonly slot: Slot
      readonly rest: Path
    }

/** The pair that an own entry was read from. Of a repeated key the runtime takes the last, and so do edits. */
function pairOf(map: SyntaxMap, entry: DocEntry): SyntaxPair | null {
  const { start, end } = entry.keyRange
  return map.pairs.find(pair => pair.key.start === start && pair.key.end === end) ?? null
}

export const entryOf = (map: DocMap, step: string | number): DocEntry | undefined =>
  map.entries.find(entry => entry.key === String(step))

function pairSlot(map: SyntaxMap, pair: SyntaxPair, value: DocNode, flow: boolean): Slot {
  return { node: pair.value, value, holder: { kind: 'pair', map, pair }, flow }
}

type Step =
  | { readonly kind: 'found'; readonly slot: Slot }
  | { readonly kind: 'absent' | 'merged' | 'blocked' }

function stepInto(slot: Slot, step: string | number): Step {
  const { node, value } = slot
  if (node.kind === 'map' && value.kind === 'map') {
    const entry = entryOf(value, step)
    if (entry === undefined) return { kind: 'absent' }
    const pair = entry.via === 'own' ? pairOf(node, entry) : null
    return pair === null
      ? { kind: 'merged' }
      : { kind: 'found', slot: pairSlot(node, pair, entry.node, slot.flow || node.flow) }
  }
  if (node.kind === 'seq' && value.kind === 'seq' && typeof step === 'number') {
    const [item, read] = [node.items[step], value.items[step]]
    if (item === undefined || read === undefined) return { kind: 'absent' }
    return {
      kind: 'found',
      slot: {
        node: item.node,
        value: read,
        holder: { kind: 'item', seq: node, item },
        flow: slot.flow || node.flow,
      },
    }
  }
  return value.value === null ? { kind: 'absent' } : { kind: 'blocked' }
}

/** The whole document as a slot; null for a text without one. */
export function rootSlot(document: ParsedDocument): Slot | null {
  const { root } = syntaxOf(document)
  if (root === null || document.root === null) return null
  return { node: root, value: document.root, holder: { kind: 'root' }, flow: document.format === 'json' }
}

/** Follows `path` as far as it is written in place; null for a text without a document. */
export function locate(document: ParsedDocument, path: Path): Located | null {
  let slot = rootSlot(document)
  if (slot === null) return null
  for (const [index, step] of path.entries()) {
    const rest = path.slice(index)
    if (slot.node.kind === 'alias') return { kind: 'alias', slot, rest }
    const next: Step = stepInto(slot, step)
    if (next.kind !== 'found') return { kind: next.kind, slot, rest }
    slot = next.slot
  }
  return { kind: 'found', slot }
}

export const isMapSlot = (slot: Slot): slot is MapSlot =>
  slot.node.kind === 'map' && slot.value.kind === 'map'
export const isSeqSlot = (slot: Slot): slot is SeqSlot =>
  slot.node.kind === 'seq' && slot.value.kind === 'seq'

/** Column of the keys of a block mapping. */
export function keyColumnOf(text: string, map: SyntaxMap): number {
  const [first] = map.pairs
  if (first === undefined) return columnOf(text, map.start)
  return columnOf(text, first.question >= 0 ? first.question : first.key.outerStart)
}

/** Column that a block value in this slot has to be indented beyond; -1 for the document itself. */
export function outerColumnOf(text: string, slot: Slot): number {
  const { holder } = slot
  if (holder.kind === 'root') return -1
  if (holder.kind === 'pair') return keyColumnOf(text, holder.map)
  return columnOf(text, holder.item.dash)
}

/** Behind the colon or the dash that announces the slot's value; the value's own start elsewhere. */
export function announcedAt(slot: Slot): number {
  const { holder, node } = slot
  if (holder.kind === 'pair' && holder.pair.colon >= 0) return holder.pair.colon + 1
  if (holder.kind === 'item' && holder.item.dash >= 0) return holder.item.dash + 1
  return node.outerStart
}

/** The name behind an alias, without its asterisk. */
export function aliasName(text: string, slot: Slot): string {
  if (slot.node.kind !== 'alias') return refuse('EDIT-ALIAS', 'There is no alias at this place.')
  return text.slice(slot.node.start + 1, slot.node.end)
}
