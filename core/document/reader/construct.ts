import { keyIdentity, pyStr } from '../../value/index.ts'
import type { PyValue } from '../../value/types.ts'
import type { DocEntry, DocNode, Range } from '../types.ts'
import { excerpt } from './characters.ts'
import { type ReaderException, ReadFailure } from './failure.ts'
import { type CoreTag, resolvePlain, YAML_TAG } from './resolve-tag.ts'
import { type Made, makeBool, makeBytes, makeDate, makeFloat, makeInt } from './scalar-values.ts'
import type { SyntaxContent, SyntaxMap, SyntaxNode, SyntaxPair, SyntaxScalar, SyntaxSeq } from './syntax.ts'

/** A text that repeats keys by the thousand is not helped by thousands of warnings. */
const MAX_REPEATED_KEYS = 100

/** A key written twice in one mapping: Python silently takes the later value. */
export interface RepeatedKey {
  readonly key: string
  readonly firstStart: number
  readonly start: number
  readonly end: number
}

export interface Construction {
  readonly root: DocNode
  /** The first of them. */
  readonly repeated: readonly RepeatedKey[]
}

/** The pairs that Python sees: those that `<<` brings come first, so that the own win. */
interface EffectivePairs {
  readonly merged: readonly SyntaxPair[]
  readonly own: readonly SyntaxPair[]
}

/** The node that an alias stands for, or the node itself. */
export const follow = (node: SyntaxNode): SyntaxContent => (node.kind === 'alias' ? node.target : node)

const refuseNode = (
  node: SyntaxNode,
  sentence: string,
  raises: ReaderException = 'ConstructorError',
): never => {
  throw new ReadFailure(raises, sentence, node.outerStart, Math.max(node.end, node.outerStart + 1))
}

function coreTagOf(node: SyntaxContent, byText: (text: string) => CoreTag): CoreTag {
  const tag = node.tag?.name ?? '!'
  if (tag === '!') {
    if (node.kind !== 'scalar') return node.kind
    return node.style === 'plain' || node.tag !== null ? byText(node.text) : 'str'
  }
  if (tag.startsWith(YAML_TAG)) return tag.slice(YAML_TAG.length) as CoreTag
  return refuseNode(node, `the tag ${excerpt(tag)} means nothing to the runtime's safe reader; remove it`)
}

/** True for a `<<` key: it merges the mappings that its value names. */
export const isMergeKey = (key: SyntaxNode): boolean => {
  const node = follow(key)
  if (node.tag?.name === `${YAML_TAG}merge`) return true
  const untagged =
    node.tag === null ? node.kind === 'scalar' && node.style === 'plain' : node.tag.name === '!'
  return untagged && node.kind === 'scalar' && node.text === '<<'
}

/** Where the keys of a mapping stand among its entries: texts by themselves, all others by their identity. */
interface Places {
  readonly texts: Map<string, number>
  readonly others: Map<string, number>
}

const refuseKey = (key: SyntaxNode): never =>
  refuseNode(key, "a list or a mapping can't be a key in Python; write a text or a number")

/** Builds the values that PyYAML's safe constructor builds, with their places. */
class Constructor {
  readonly repeated: RepeatedKey[] = []
  private readonly resolve: (text: string) => CoreTag
  private readonly anchored = new Map<SyntaxContent, DocNode>()
  private readonly flattened = new Map<SyntaxMap, EffectivePairs>()

  constructor(resolve: (text: string) => CoreTag) {
    this.resolve = resolve
  }

  node(node: SyntaxNode): DocNode {
    if (node.kind === 'alias')
      return { ...this.content(node.target), alias: { start: node.start, end: node.end } }
    return this.content(node)
  }

  private content(node: SyntaxContent): DocNode {
    if (node.anchor === null) return this.build(node)
    const known = this.anchored.get(node)
    if (known !== undefined) return known
    const built = this.build(node)
    this.anchored.set(node, built)
    return built
  }

  private build(node: SyntaxContent): DocNode {
    const tag = coreTagOf(node, this.resolve)
    if (node.kind === 'scalar') return this.scalar(node, tag)
    return node.kind === 'seq' ? this.seq(node, tag) : this.map(node, tag)
  }

  private scalar(node: SyntaxScalar, tag: CoreTag): DocNode {
    const { start, end, style } = node
    return { kind: 'scalar', style, range: { start, end }, value: this.scalarValue(node, tag) }
  }

  private scalarValue(node: SyntaxScalar, tag: CoreTag): PyValue {
    switch (tag) {
      case 'str':
        return node.text
      case 'null':
        return null
      case 'int':
        return this.unwrap(node, makeInt(node.text))
      case 'bool':
        return this.unwrap(node, makeBool(node.text))
      case 'float':
        return this.unwrap(node, makeFloat(node.text))
      case 'timestamp':
        return this.unwrap(node, makeDate(node.text))
      case 'binary':
        return this.unwrap(node, makeBytes(node.text))
      case 'merge':
      case 'value':
        return refuseNode(node, `“${node.text}” has a meaning of its own in YAML 1.1; put it in quotes`)
      default:
        return this.refuseTag(node, tag)
    }
  }

  private unwrap(node: SyntaxScalar, made: Made<PyValue>): PyValue {
    return 'value' in made ? made.value : refuseNode(node, made.refused, made.raises ?? 'ValueError')
  }

  private refuseTag(node: SyntaxContent, tag: CoreTag): never {
    const kinds = { scalar: 'a single value', seq: 'a list', map: 'a mapping' }
    return refuseNode(node, `the tag !!${excerpt(tag)} can't be used on ${kinds[node.kind]}; remove it`)
  }

  private seq(node: SyntaxSeq, tag: CoreTag): DocNode {
    const paired = tag === 'omap' || tag === 'pairs'
    if (tag !== 'seq' && !paired) this.refuseTag(node, tag)
    const items = node.items.map(item => this.node(item.node))
    const value = paired ? node.items.map(item => this.pairValue(item.node)) : items.map(item => item.value)
    return { kind: 'seq', flow: node.flow, items, range: { start: node.start, end: node.end }, value }
  }

  private pairValue(node: SyntaxNode): PyValue {
    const item = follow(node)
    const [pair] = item.kind === 'map' ? item.pairs : []
    if (item.kind !== 'map' || pair === undefined || item.pairs.length !== 1)
      return refuseNode(node, 'each item of an !!omap or !!pairs list is one “key: value”; write it so')
    return [this.node(pair.key).value, this.node(pair.value).value]
  }

  private map(node: SyntaxMap, tag: CoreTag): DocNode {
    if (tag !== 'map' && tag !== 'set') this.refuseTag(node, tag)
    const { merged, own } = this.flatten(node)
    const entries: DocEntry[] = []
    const places: Places = { texts: new Map(), others: new Map() }
    for (const pair of merged) this.addEntry(entries, places, pair, 'merge')
    for (const pair of own) this.addEntry(entries, places, pair, 'own')
    const value = new Map<PyValue, PyValue>()
    for (const entry of entries) value.set(entry.keyValue, tag === 'set' ? null : entry.node.value)
    return { kind: 'map', flow: node.flow, entries, range: { start: node.start, end: node.end }, value }
  }

  private addEntry(entries: DocEntry[], places: Places, pair: SyntaxPair, via: DocEntry['via']): void {
    const keyValue = this.keyValue(pair.key)
    const isText = typeof keyValue === 'string'
    const table = isText ? places.texts : places.others
    const identity = (isText ? keyValue : keyIdentity(keyValue)) ?? refuseKey(pair.key)
    const keyRange = { start: pair.key.start, end: pair.key.end }
    const node = this.node(pair.value)
    const place = table.get(identity)
    const known = place === undefined ? undefined : entries[place]
    if (place === undefined || known === undefined) {
      table.set(identity, entries.length)
      entries.push({ key: pyStr(keyValue), keyValue, keyRange, node, via })
      return
    }
    if (via === 'own' && known.via === 'own') this.repeat(known, keyRange)
    entries[place] = { key: known.key, keyValue: known.keyValue, keyRange, node, via }
  }

  private repeat(known: DocEntry, { start, end }: Range): void {
    if (this.repeated.length < MAX_REPEATED_KEYS)
      this.repeated.push({ key: known.key, firstStart: known.keyRange.start, start, end })
  }

  /** A key's value is wanted without the places that a value has. */
  private keyValue(node: SyntaxNode): PyValue {
    const key = follow(node)
    if (key.kind !== 'scalar') return this.node(node).value
    const tag = coreTagOf(key, this.resolve)
    return tag === 'value' ? key.text : this.scalarValue(key, tag)
  }

  private flatten(map: SyntaxMap): EffectivePairs {
    const known = this.flattened.get(map)
    if (known !== undefined) return known
    const merged: SyntaxPair[] = []
    const own: SyntaxPair[] = []
    for (const pair of map.pairs) {
      if (isMergeKey(pair.key)) for (const other of this.mergedPairs(pair.value)) merged.push(other)
      else own.push(pair)
    }
    const pairs = { merged, own }
    if (map.anchor !== null) this.flattened.set(map, pairs)
    return pairs
  }

  /** Of a list of mappings the earlier come last, so that they win. */
  private mergedPairs(value: SyntaxNode): readonly SyntaxPair[] {
    const source = follow(value)
    const asMerged = (node: SyntaxNode): readonly SyntaxPair[] => {
      const map = follow(node)
      if (map.kind !== 'map')
        return refuseNode(node, '“<<” takes a mapping or a list of mappings; name one by its alias')
      const { merged, own } = this.flatten(map)
      return merged.length === 0 ? own : [...merged, ...own]
    }
    if (source.kind !== 'seq') return asMerged(value)
    return source.items
      .map(item => asMerged(item.node))
      .reverse()
      .flat()
  }
}

/** Reads a syntax tree as values. Throws {@link ReadFailure} where the safe constructor raises. */
export function construct(root: SyntaxNode, resolve: (text: string) => CoreTag = resolvePlain): Construction {
  const builder = new Constructor(resolve)
  return { root: builder.node(root), repeated: builder.repeated }
}
