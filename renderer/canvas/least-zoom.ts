import { extentOf } from './extent.ts'
import type { Positions } from './layout.ts'

/** So many nodes can be drawn at a time and still be moved without a stutter. */
export const MOST_IN_VIEW = 1000

const LEAST = 0.02

/** A usual size of the canvas, in pixels. */
const VIEW = 1060 * 440

/** How far the view may zoom out: of a very large graph never so far that all of it would have to be drawn. */
export function leastZoom(positions: Positions): number {
  const count = Object.keys(positions).length
  const extent = count <= MOST_IN_VIEW ? null : extentOf(positions)
  if (extent === null) return LEAST
  const perPixel = count / ((extent.right - extent.left) * (extent.bottom - extent.top))
  return Math.min(0.5, Math.max(LEAST, Math.sqrt((perPixel * VIEW) / MOST_IN_VIEW)))
}
