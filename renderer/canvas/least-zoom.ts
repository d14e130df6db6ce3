import type { Positions } from './layout.ts'
import { NODE_HEIGHT, NODE_WIDTH } from './node-size.ts'

/** So many nodes can be drawn at a time and still be moved without a stutter. */
export const MOST_IN_VIEW = 1000

const LEAST = 0.02

/** A usual size of the canvas, in pixels. */
const VIEW = 1060 * 440

/** How far the view may zoom out: of a very large graph never so far that all of it would have to be drawn. */
export function leastZoom(positions: Positions): number {
  const places = Object.values(positions)
  if (places.length <= MOST_IN_VIEW) return LEAST
  const spread = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity }
  for (const { x, y } of places) {
    spread.left = Math.min(spread.left, x)
    spread.top = Math.min(spread.top, y)
    spread.right = Math.max(spread.right, x + NODE_WIDTH)
    spread.bottom = Math.max(spread.bottom, y + NODE_HEIGHT)
  }
  const area = (spread.right - spread.left) * (spread.bottom - spread.top)
  const perPixel = places.length / area
  return Math.min(0.5, Math.max(LEAST, Math.sqrt((perPixel * VIEW) / MOST_IN_VIEW)))
}
