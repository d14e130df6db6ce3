import type { Positions } from './layout.ts'
import { NODE_HEIGHT, NODE_WIDTH } from './node-size.ts'

/** The box around all nodes, in the graph's own units. */
export interface Extent {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

/** Null where there are no nodes. */
export function extentOf(positions: Positions): Extent | null {
  const places = Object.values(positions)
  if (places.length === 0) return null
  const extent = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity }
  for (const { x, y } of places) {
    extent.left = Math.min(extent.left, x)
    extent.top = Math.min(extent.top, y)
    extent.right = Math.max(extent.right, x + NODE_WIDTH)
    extent.bottom = Math.max(extent.bottom, y + NODE_HEIGHT)
  }
  return extent
}
