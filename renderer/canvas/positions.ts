import type { Analysis } from '../../core/contract/analysis.ts'
import type { Point, Workbench } from '../state/index.ts'
import { graphOf } from './graph.ts'
import { layoutGraph, type Positions, placeOf } from './layout.ts'
import { NODE_HEIGHT, NODE_WIDTH, ROW_GAP } from './node-size.ts'

const overlaps = (a: Point, b: Point): boolean =>
  Math.abs(a.x - b.x) < NODE_WIDTH && Math.abs(a.y - b.y) < NODE_HEIGHT

/** Where every node stands: where the user put it, else where the layout puts it, moved out of the way of those. */
export function placeNodes(ids: readonly string[], automatic: Positions, own: Positions): Positions {
  const fixed = ids.flatMap(id => placeOf(own, id) ?? [])
  if (fixed.length === 0) return automatic
  const placed = ids.map(id => {
    const chosen = placeOf(own, id)
    if (chosen !== undefined) return [id, chosen] as const
    let at = placeOf(automatic, id) ?? { x: 0, y: 0 }
    while (fixed.some(other => overlaps(other, at))) at = { x: at.x, y: at.y + NODE_HEIGHT + ROW_GAP }
    return [id, at] as const
  })
  return Object.fromEntries(placed)
}

let last: { readonly automatic: Positions; readonly own: Positions; readonly placed: Positions } | null = null

export function positionsOf(analysis: Analysis, own: Positions): Positions {
  const { ids, edges } = graphOf(analysis)
  const automatic = layoutGraph({ ids, edges })
  if (last?.automatic !== automatic || last.own !== own)
    last = { automatic, own, placed: placeNodes(ids, automatic, own) }
  return last.placed
}

const NOWHERE: Positions = {}

export const currentPositions = ({ lastGood, positions }: Workbench): Positions =>
  lastGood === null ? NOWHERE : positionsOf(lastGood, positions)
