import type { Positions } from './layout.ts'
import { NODE_HEIGHT, NODE_WIDTH } from './node-size.ts'

/** The place that a node covers. */
export interface Box {
  readonly id: string
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}

/** The nodes of the graph, to be asked for those in a stretch from left to right. */
export interface Boxes {
  /** Those that reach into the stretch, its two ends excluded. */
  between(left: number, right: number): readonly Box[]
  /** How many nodes the answers so far have looked at. */
  looks(): number
}

/** No node reaches further than from one strip into the next. */
const STRIP = NODE_WIDTH * 2

const stripOf = (x: number): number => Math.floor(x / STRIP)

/** Sorts the nodes into strips by their left side, so that a short edge looks at its surroundings only. */
export function createBoxes(positions: Positions): Boxes {
  const strips = new Map<number, Box[]>()
  for (const [id, { x, y }] of Object.entries(positions)) {
    const box = { id, left: x, right: x + NODE_WIDTH, top: y, bottom: y + NODE_HEIGHT }
    const strip = strips.get(stripOf(x))
    if (strip === undefined) strips.set(stripOf(x), [box])
    else strip.push(box)
  }
  let looks = 0
  const reaching = (boxes: readonly Box[], left: number, right: number): readonly Box[] => {
    looks += boxes.length
    return boxes.filter(box => box.left < right && box.right > left)
  }
  return {
    between(left, right) {
      const [first, last] = [stripOf(left) - 1, stripOf(right)]
      if (last - first > strips.size)
        return [...strips.values()].flatMap(boxes => reaching(boxes, left, right))
      return Array.from({ length: last - first + 1 }, (_, index) => strips.get(first + index) ?? []).flatMap(
        boxes => reaching(boxes, left, right),
      )
    },
    looks: () => looks,
  }
}
