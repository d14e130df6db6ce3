import type { DocScalar } from '../types.ts'

export type ScalarStyle = DocScalar['style']

interface Span {
  readonly start: number
  readonly end: number
}

/** Tokens that carry nothing but their place. `*-start` of block collections have no width. */
export type MarkKind =
  | 'stream-end'
  | 'document-start'
  | 'document-end'
  | 'block-seq-start'
  | 'block-map-start'
  | 'block-end'
  | 'flow-seq-start'
  | 'flow-seq-end'
  | 'flow-map-start'
  | 'flow-map-end'
  | 'key'
  | 'value'
  | 'block-entry'
  | 'flow-entry'

export interface MarkToken extends Span {
  readonly kind: MarkKind
}

export interface NameToken extends Span {
  readonly kind: 'alias' | 'anchor'
  readonly name: string
}

export interface TagToken extends Span {
  readonly kind: 'tag'
  /** Null for a verbatim `!<…>` and for the lone `!`. */
  readonly handle: string | null
  readonly suffix: string
}

export interface DirectiveToken extends Span {
  readonly kind: 'directive'
  readonly name: string
  /** Handle and prefix of `%TAG`; major and minor of `%YAML`; empty for others. */
  readonly values: readonly string[]
}

export interface ScalarToken extends Span {
  readonly kind: 'scalar'
  readonly text: string
  readonly style: ScalarStyle
  /** Past the blank lines that belong to a `|+` or `>+` scalar; else `end`. */
  readonly tail: number
}

export type Token = MarkToken | NameToken | TagToken | DirectiveToken | ScalarToken
