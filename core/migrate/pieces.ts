import { type DocMap, type DocNode, nodeAt, type ParsedDocument, type Path } from '../document/index.ts'
import { type MapSource, mapPieceSource } from '../document/splice/index.ts'
import type { PyValue } from '../value/index.ts'

/**
 * A pair of a mapping on its way to another place: its value, and its lines as they are written, moved to column 0.
 * `head` are the blank lines and comments above it. Without lines it is written anew.
 */
export interface Piece {
  readonly key: string
  readonly value: PyValue
  readonly path: Path
  readonly head: readonly string[]
  readonly lines: readonly string[] | null
}

/** The pairs of a mapping, and the comments below the last one. */
export interface Pieces {
  readonly pieces: readonly Piece[]
  readonly tail: readonly string[]
  /** Comment behind the key that opens the mapping; null without one. */
  readonly opening: string | null
}

const fromValue = (map: DocMap, path: Path): Pieces => ({
  pieces: map.entries.map(entry => ({
    key: entry.key,
    value: entry.node.value,
    path: [...path, entry.key],
    head: [],
    lines: null,
  })),
  tail: [],
  opening: null,
})

function fromSource(source: MapSource, map: DocMap, path: Path): Pieces {
  const pieces = source.parts.map(({ key, head, lines }) => ({
    key,
    value: map.entries.find(entry => entry.key === key)?.node.value ?? null,
    path: [...path, key],
    head,
    lines,
  }))
  return { pieces, tail: source.tail, opening: source.opening }
}

/** Takes the mapping at `path` apart. One in braces, behind an alias or with merged keys is given by its values. */
export function piecesAt(document: ParsedDocument, path: Path): Pieces | null {
  const node: DocNode | null = nodeAt(document, path)
  if (node?.kind !== 'map') return null
  const source = mapPieceSource(document, path)
  return source === null ? fromValue(node, path) : fromSource(source, node, path)
}
