import type { ScalarStyle } from './tokens.ts'

/** A name such as `&base`, or a tag such as `!!str`, with its place. */
export interface Property {
  /** The anchor's name without `&`; the tag with its handle resolved. */
  readonly name: string
  readonly start: number
  readonly end: number
}

interface SyntaxBase {
  /** First to last character of the content; properties, comments and line ends are outside. */
  readonly start: number
  readonly end: number
  /** Where the node begins with its anchor and tag. */
  readonly outerStart: number
  readonly anchor: Property | null
  readonly tag: Property | null
}

export interface SyntaxScalar extends SyntaxBase {
  readonly kind: 'scalar'
  readonly text: string
  readonly style: ScalarStyle
  /** See {@link import('./tokens.ts').ScalarToken.tail}. */
  readonly tail: number
}

export interface SyntaxPair {
  readonly key: SyntaxNode
  readonly value: SyntaxNode
  /** Offset of an explicit `?`; -1 without. */
  readonly question: number
  /** Offset of the `:`; -1 without. */
  readonly colon: number
}

export interface SyntaxMap extends SyntaxBase {
  readonly kind: 'map'
  readonly flow: boolean
  /** A single pair written without braces in a flow sequence: `[a: b]`. */
  readonly bare: boolean
  readonly pairs: readonly SyntaxPair[]
}

export interface SyntaxItem {
  readonly node: SyntaxNode
  /** Offset of the `-`; -1 in flow style. */
  readonly dash: number
}

export interface SyntaxSeq extends SyntaxBase {
  readonly kind: 'seq'
  readonly flow: boolean
  readonly items: readonly SyntaxItem[]
}

/** `*name`; `start` and `end` are those of the alias itself. */
export interface SyntaxAlias extends SyntaxBase {
  readonly kind: 'alias'
  readonly target: SyntaxContent
}

export type SyntaxContent = SyntaxScalar | SyntaxMap | SyntaxSeq
export type SyntaxNode = SyntaxContent | SyntaxAlias

/** The text as written, before any meaning. */
export interface SyntaxTree {
  /** Null for a text without a document: nothing but blanks, comments and directives' absence. */
  readonly root: SyntaxNode | null
  /** Offset behind the `---` line's marker; 0 without one. */
  readonly bodyStart: number
  /** Offset of `...`, or the text's length. */
  readonly bodyEnd: number
}

/** Where an edit behind the node may begin: the content's end, or the end of a `|+` scalar's blank lines. */
export function tailOf(node: SyntaxNode): number {
  if (node.kind === 'scalar') return node.tail
  if (node.kind === 'alias' || node.flow) return node.end
  if (node.kind === 'seq') {
    const last = node.items.at(-1)
    return last === undefined ? node.end : Math.max(node.end, tailOf(last.node))
  }
  const last = node.pairs.at(-1)
  return last === undefined ? node.end : Math.max(node.end, tailOf(last.value))
}
