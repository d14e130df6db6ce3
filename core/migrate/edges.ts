import { isDict, isList, type PyValue, pyStr } from '../value/index.ts'
import type { Piece } from './pieces.ts'
import { linesOf } from './write.ts'

export interface Ends {
  readonly from: string
  readonly to: string
}

const idValue = (id: string): PyValue => (/^(?:0|[1-9]\d{0,14})$/.test(id) ? Number(id) : id)

const isListed = (edges: PyValue, { from, to }: Ends): boolean =>
  isList(edges) &&
  edges.some(
    edge => isDict(edge) && pyStr(edge.get('from') ?? null) === from && pyStr(edge.get('to') ?? null) === to,
  )

/** Edges that `engine_input_source` gave, and that `edges` therefore has to name from now on. */
export const unlisted = (edges: PyValue, ends: readonly Ends[]): readonly Ends[] =>
  ends.filter(pair => !isListed(edges, pair))

/** The `edges` piece with further items, in the indentation of the ones that are there. */
export function withEdges(piece: Piece, ends: readonly Ends[]): Piece {
  if (ends.length === 0) return piece
  const added = ends.map(
    ({ from, to }) =>
      new Map<PyValue, PyValue>([
        ['from', idValue(from)],
        ['to', idValue(to)],
      ]),
  )
  const known = isList(piece.value) ? piece.value : []
  const value = [...known, ...added]
  const dash = piece.lines?.findIndex(line => /^ *- /.test(line)) ?? -1
  if (piece.lines === null || dash < 1 || known.length === 0) return { ...piece, value, lines: null }
  const column = piece.lines[dash]?.search(/-/) ?? 2
  const items = linesOf({ ...piece, head: [], value: added, lines: null }).slice(1)
  const shifted = items.map(line => ' '.repeat(column) + line.replace(/^ {2}/, ''))
  return { ...piece, value, lines: [...piece.lines, ...shifted] }
}
