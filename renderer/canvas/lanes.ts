import { type Box, type Boxes, createBoxes } from './boxes.ts'
import { type Positions, placeOf } from './layout.ts'
import { NODE_HEIGHT, NODE_WIDTH } from './node-size.ts'

interface Ends {
  readonly id: string
  readonly from: string
  readonly to: string
}

const CLEAR = 30
const NEXT_LANE = 26
/** How close to a node an edge may pass. */
const MARGIN = 8

/** Lanes beside each other that are tried; further edges share the last. */
const MOST_LANES = 48

/** Nodes that all edges together may look at. What is left of the edges then goes straight, as nobody could tell them apart. */
const MOST_LOOKS = 1_000_000

/** True when the line between two points passes through the box. */
function passes(box: Box, x1: number, y1: number, x2: number, y2: number): boolean {
  const at = (x: number): number => y1 + ((y2 - y1) * (x - x1)) / (x2 - x1)
  const ys = [at(Math.max(box.left, x1)), at(Math.min(box.right, x2))]
  return Math.max(...ys) > box.top - MARGIN && Math.min(...ys) < box.bottom + MARGIN
}

/** Where an edge that leads on to the beginning of a lower row runs: between the rows, if nothing stands there. */
function nextRowLane(
  start: { readonly y: number },
  end: { readonly y: number },
  between: readonly Box[],
): number | null {
  const [above, below] = [start.y + NODE_HEIGHT / 2, end.y - NODE_HEIGHT / 2]
  if (below - above < CLEAR) return null
  const lane = (above + below) / 2
  return between.some(box => box.top - MARGIN < lane && lane < box.bottom + MARGIN) ? null : lane
}

interface Stretch {
  readonly left: number
  readonly right: number
  readonly y: number
}

/** Lanes that are taken, by their height, so that only those nearby are compared. */
class TakenLanes {
  readonly #byHeight = new Map<number, Stretch[]>()

  /** The nearest height from `y` on, in steps, where nothing else runs. */
  take(y: number, left: number, right: number, step: number): number {
    let lane = y
    for (let tried = 1; tried < MOST_LANES && this.#near(lane, left, right); tried += 1) lane += step
    const key = Math.floor(lane / NEXT_LANE)
    const level = this.#byHeight.get(key)
    if (level === undefined) this.#byHeight.set(key, [{ left, right, y: lane }])
    else level.push({ left, right, y: lane })
    return lane
  }

  #near(lane: number, left: number, right: number): boolean {
    const key = Math.floor(lane / NEXT_LANE)
    return [key - 1, key, key + 1].some(level =>
      this.#byHeight
        .get(level)
        ?.some(other => other.left < right && left < other.right && Math.abs(other.y - lane) < NEXT_LANE - 1),
    )
  }
}

/** The lane of one edge; null where it can go straight. */
function laneOf({ from, to }: Ends, positions: Positions, boxes: Boxes, taken: TakenLanes): number | null {
  const source = placeOf(positions, from)
  const target = placeOf(positions, to)
  if (source === undefined || target === undefined || from === to) return null
  const start = { x: source.x + NODE_WIDTH, y: source.y + NODE_HEIGHT / 2 }
  const end = { x: target.x, y: target.y + NODE_HEIGHT / 2 }
  const [left, right] = [Math.min(start.x, end.x), Math.max(start.x, end.x)]
  const between = boxes.between(left, right)
  if (end.x < start.x) {
    const toNextRow = nextRowLane(start, end, between)
    if (toNextRow !== null) return taken.take(toNextRow, left, right, NEXT_LANE)
    const lowest = between.reduce((most, box) => Math.max(most, box.bottom), Number.NEGATIVE_INFINITY)
    return taken.take(lowest + CLEAR, left, right, NEXT_LANE)
  }
  const inside = between.filter(box => box.id !== from && box.id !== to)
  if (!inside.some(box => passes(box, start.x, start.y, end.x, end.y))) return null
  const highest = inside.reduce((least, box) => Math.min(least, box.top), Number.POSITIVE_INFINITY)
  return taken.take(highest - CLEAR, left, right, -NEXT_LANE)
}

/**
 * Heights at which edges run that can't go straight: those that lead back run below everything between their ends (to
 * a lower row: between the rows), those that would cross a node run above it. Several lanes beside each other keep
 * apart.
 */
export function edgeLanes(edges: readonly Ends[], positions: Positions): ReadonlyMap<string, number> {
  const boxes = createBoxes(positions)
  const taken = new TakenLanes()
  const lanes = new Map<string, number>()
  for (const edge of edges) {
    if (boxes.looks() > MOST_LOOKS) break
    const lane = laneOf(edge, positions, boxes, taken)
    if (lane !== null) lanes.set(edge.id, lane)
  }
  return lanes
}
