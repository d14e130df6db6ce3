import type { PyValue } from '../value/types.ts'

/** Half-open span of UTF-16 offsets in the text. */
export interface Range {
  readonly start: number
  readonly end: number
}

/** Map keys (as Python's `str()` prints them) and sequence indices, from the root. */
export type Path = readonly (string | number)[]

/** Replaces `range` by `text`. A list of edits refers to the text before any of them and does not overlap. */
export interface TextEdit {
  readonly range: Range
  readonly text: string
}

interface DocBase {
  /** From the node's first to its last character; no surrounding blanks, comments or line ends. */
  readonly range: Range
  readonly value: PyValue
}

export interface DocScalar extends DocBase {
  readonly kind: 'scalar'
  readonly style: 'plain' | 'single' | 'double' | 'literal' | 'folded'
}

export interface DocEntry {
  readonly key: string
  readonly keyValue: PyValue
  readonly keyRange: Range
  readonly node: DocNode
  /** How the entry came to be here: written in place, or brought by `<<` from the anchored mapping. */
  readonly via: 'own' | 'merge'
}

export interface DocMap extends DocBase {
  readonly kind: 'map'
  readonly flow: boolean
  /** Effective entries in Python's order (a repeated key keeps its first place and its last value). */
  readonly entries: readonly DocEntry[]
}

export interface DocSeq extends DocBase {
  readonly kind: 'seq'
  readonly flow: boolean
  readonly items: readonly DocNode[]
}

/**
 * A node of the tree. An alias appears as the node it stands for, with `alias` set to the alias' own range in
 * the place where it stands (edits go there, never into the anchored node).
 */
export type DocNode = (DocScalar | DocMap | DocSeq) & { readonly alias?: Range }

export type SyntaxCode = 'YAML-1' | 'YAML-2' | 'LIMIT-1' | 'LIMIT-2' | 'LIMIT-3' | 'LIMIT-4'

/** Why the text can't be read (YAML-1), is risky to read (YAML-2 warning) or is past a bound (LIMIT-*). */
export interface SyntaxProblem {
  readonly code: SyntaxCode
  readonly severity: 'error' | 'warning'
  readonly message: string
  /** Class of the exception that Python's reader raises; absent for warnings and for bounds of this reader's own. */
  readonly raises?: string
  readonly range: Range
}

export type Dialect = 'deploy' | 'legacy' | 'both' | 'unknown' | 'empty'

/** The text, read once. `root` and `value` are null when there is an error; an empty text has value null. */
export interface ParsedDocument {
  readonly text: string
  /** How the text was read, which edits must keep to. */
  readonly format: 'yaml' | 'json'
  readonly root: DocNode | null
  readonly value: PyValue
  readonly problems: readonly SyntaxProblem[]
  readonly ok: boolean
  readonly dialect: Dialect
}
