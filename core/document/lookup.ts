import type { DocEntry, DocNode, ParsedDocument, Path, Range } from './types.ts'

/** Below this many entries a search from the front is as quick as a table. */
const FEW = 12

const tables = new WeakMap<readonly DocEntry[], ReadonlyMap<string, DocEntry>>()

/** Entries by key; of two keys that print alike (`1` and `"1"`) the first, as a search would find it. */
function tableOf(entries: readonly DocEntry[]): ReadonlyMap<string, DocEntry> {
  const known = tables.get(entries)
  if (known !== undefined) return known
  const table = new Map<string, DocEntry>()
  for (const entry of entries) if (!table.has(entry.key)) table.set(entry.key, entry)
  tables.set(entries, table)
  return table
}

function entryOf(node: DocNode, step: string | number): DocEntry | undefined {
  if (node.kind !== 'map') return undefined
  const key = String(step)
  const { entries } = node
  return entries.length <= FEW ? entries.find(entry => entry.key === key) : tableOf(entries).get(key)
}

function childOf(node: DocNode, step: string | number): DocNode | null {
  if (node.kind === 'seq') return (typeof step === 'number' ? node.items[step] : undefined) ?? null
  return entryOf(node, step)?.node ?? null
}

/** The node at `path`, through aliases and `<<`; null when there is none. */
export function nodeAt(document: ParsedDocument, path: Path): DocNode | null {
  let node = document.root
  for (const step of path) {
    if (node === null) return null
    node = childOf(node, step)
  }
  return node
}

/**
 * Where the thing at `path` is written: its key, its value (an alias' own place where one stands for it), or both.
 * Sequence items have no key. Null when the path leads nowhere.
 */
export function rangeOf(document: ParsedDocument, path: Path, part: 'key' | 'value' | 'entry'): Range | null {
  const node = nodeAt(document, path)
  if (node === null) return null
  const value = node.alias ?? node.range
  const last = path.at(-1)
  const parent = last === undefined ? null : nodeAt(document, path.slice(0, -1))
  const entry = parent === null || last === undefined ? undefined : entryOf(parent, last)
  if (part === 'value') return value
  if (part === 'key') return entry?.keyRange ?? null
  if (entry === undefined) return value
  return { start: Math.min(entry.keyRange.start, value.start), end: Math.max(entry.keyRange.end, value.end) }
}

const holds = (range: Range, offset: number): boolean => range.start <= offset && offset <= range.end

/** Where the node's own text ends in its parent, aliases counted at their own place. */
const placeOf = (node: DocNode): Range => node.alias ?? node.range

/** The first of `count` things, told by their ends in rising order, that does not end before the offset. */
function firstReaching(count: number, endOf: (index: number) => number, offset: number): number {
  let low = 0
  let high = count
  while (low < high) {
    const middle = (low + high) >>> 1
    if (endOf(middle) < offset) low = middle + 1
    else high = middle
  }
  return low
}

const spanOf = (entry: DocEntry): Range => ({
  start: entry.keyRange.start,
  end: Math.max(entry.keyRange.end, placeOf(entry.node).end),
})

const inText = new WeakMap<readonly DocEntry[], readonly DocEntry[]>()

/** The entries written in place, in the order of the text; a repeated key keeps its first place among the others. */
function ownEntries(entries: readonly DocEntry[]): readonly DocEntry[] {
  const known = inText.get(entries)
  if (known !== undefined) return known
  const own = entries.filter(entry => entry.via === 'own').sort((a, b) => a.keyRange.start - b.keyRange.start)
  inText.set(entries, own)
  return own
}

function innermost(node: DocNode, offset: number, path: (string | number)[]): void {
  if (node.alias !== undefined) return
  if (node.kind === 'seq') {
    const { items } = node
    const index = firstReaching(
      items.length,
      at => (items[at] === undefined ? 0 : placeOf(items[at]).end),
      offset,
    )
    const item = items[index]
    if (item === undefined || !holds(placeOf(item), offset)) return
    path.push(index)
    innermost(item, offset, path)
  } else if (node.kind === 'map') {
    const own = ownEntries(node.entries)
    const entry =
      own[firstReaching(own.length, at => (own[at] === undefined ? 0 : spanOf(own[at]).end), offset)]
    if (entry === undefined || !holds(spanOf(entry), offset)) return
    path.push(entry.key)
    if (holds(placeOf(entry.node), offset)) innermost(entry.node, offset, path)
  }
}

/** The path of the innermost entry or item whose text holds `offset`; the root's, `[]`, when none does. */
export function pathAt(document: ParsedDocument, offset: number): Path {
  const path: (string | number)[] = []
  if (document.root !== null) innermost(document.root, offset, path)
  return path
}
