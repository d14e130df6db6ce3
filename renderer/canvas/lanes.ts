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

interface Box {
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}

const boxAt = ({ x, y }: { readonly x: number; readonly y: number }): Box => ({
  left: x,
  right: x + NODE_WIDTH,
  top: y,
  bottom: y + NODE_HEIGHT,
})

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
  between: readonly { readonly box: Box }[],
): number | null {
  const [above, below] = [start.y + NODE_HEIGHT / 2, end.y - NODE_HEIGHT / 2]
  if (below - above < CLEAR) return null
  const lane = (above + below) / 2
  return between.some(({ box }) => box.top - MARGIN < lane && lane < box.bottom + MARGIN) ? null : lane
}

/**
 * Heights at which edges run that can't go straight: those that lead back run below everything between their ends (to
 * a lower row: between the rows),
 * those that would cross a node run above it. Several lanes beside each other keep apart.
 */
export function edgeLanes(edges: readonly Ends[], positions: Positions): ReadonlyMap<string, number> {
  const boxes = Object.entries(positions).map(([id, place]) => ({ id, box: boxAt(place) }))
  const lanes = new Map<string, number>()
  const taken: { readonly left: number; readonly right: number; readonly y: number }[] = []

  const free = (y: number, left: number, right: number, step: number): number => {
    const near = (lane: number) =>
      taken.some(
        other => other.left < right && left < other.right && Math.abs(other.y - lane) < NEXT_LANE - 1,
      )
    let lane = y
    while (near(lane)) lane += step
    taken.push({ left, right, y: lane })
    return lane
  }

  for (const { id, from, to } of edges) {
    const source = placeOf(positions, from)
    const target = placeOf(positions, to)
    if (source === undefined || target === undefined || from === to) continue
    const start = { x: source.x + NODE_WIDTH, y: source.y + NODE_HEIGHT / 2 }
    const end = { x: target.x, y: target.y + NODE_HEIGHT / 2 }
    const [left, right] = [Math.min(start.x, end.x), Math.max(start.x, end.x)]
    const between = boxes.filter(({ box }) => box.left < right && box.right > left)
    const toNextRow = nextRowLane(start, end, between)
    if (end.x < start.x && toNextRow !== null) {
      lanes.set(id, free(toNextRow, left, right, NEXT_LANE))
    } else if (end.x < start.x) {
      const lowest = Math.max(...between.map(({ box }) => box.bottom))
      lanes.set(id, free(lowest + CLEAR, left, right, NEXT_LANE))
    } else if (
      between.some(
        ({ id: other, box }) => other !== from && other !== to && passes(box, start.x, start.y, end.x, end.y),
      )
    ) {
      const inside = between.filter(({ id: other }) => other !== from && other !== to)
      const highest = Math.min(...inside.map(({ box }) => box.top))
      lanes.set(id, free(highest - CLEAR, left, right, -NEXT_LANE))
    }
  }
  return lanes
}
