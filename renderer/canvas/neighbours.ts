import type { Analysis } from '../../core/contract/analysis.ts'
import type { Selection } from '../state/index.ts'
import { graphOf } from './graph.ts'
import { type Positions, placeOf } from './layout.ts'

export type Direction = 'Right' | 'Left' | 'Up' | 'Down'

/**
 * The stage that an arrow key leads to: along an edge to the right or left where there is one, else to the nearest
 * stage that stands in that direction. Without a start, the first stage.
 */
export function neighbourOf(
  analysis: Analysis,
  positions: Positions,
  from: string | null,
  direction: Direction,
): string | null {
  const { ids, edges } = graphOf(analysis)
  const start = from === null ? undefined : placeOf(positions, from)
  if (from === null || start === undefined) return ids[0] ?? null
  const along =
    direction === 'Right'
      ? edges.filter(edge => edge.from === from).map(edge => edge.to)
      : direction === 'Left'
        ? edges.filter(edge => edge.to === from).map(edge => edge.from)
        : []
  const candidates = along.length > 0 ? along : ids.filter(id => id !== from)
  const rated = candidates.flatMap(id => {
    const cost = costOf(direction, start, placeOf(positions, id), along.length > 0)
    return cost === null ? [] : [{ id, cost }]
  })
  rated.sort((a, b) => a.cost - b.cost)
  return rated[0]?.id ?? null
}

/** The edge after the selected one: of the selected stage, if one is, else of the whole graph; round the end. */
export function nextEdge(
  analysis: Analysis,
  selection: Selection | null,
  around: string | null,
): string | null {
  const { edges } = graphOf(analysis)
  const candidates =
    around === null ? edges : edges.filter(({ from, to }) => from === around || to === around)
  const at = selection?.kind === 'edge' ? candidates.findIndex(({ id }) => id === selection.id) : -1
  return candidates[(at + 1) % candidates.length]?.id ?? null
}

/** Distance with sideways steps counted double; null for what does not lie in the direction. */
function costOf(
  direction: Direction,
  start: { readonly x: number; readonly y: number },
  end: { readonly x: number; readonly y: number } | undefined,
  anySide: boolean,
): number | null {
  if (end === undefined) return null
  const [dx, dy] = [end.x - start.x, end.y - start.y]
  const ahead = { Right: dx, Left: -dx, Up: -dy, Down: dy }[direction]
  const aside = direction === 'Right' || direction === 'Left' ? dy : dx
  if (ahead <= 0 && !anySide) return null
  return Math.abs(ahead) + 2 * Math.abs(aside)
}
