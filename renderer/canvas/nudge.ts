import type { Workbench } from '../state/index.ts'
import { placeOf } from './layout.ts'
import type { Direction } from './neighbours.ts'
import { currentPositions } from './positions.ts'

/** The name of the step that takes a move back. */
export const MOVE = 'Move'

const STEP = 22
const VECTORS: Readonly<Record<Direction, readonly [number, number]>> = {
  Right: [STEP, 0],
  Left: [-STEP, 0],
  Up: [0, -STEP],
  Down: [0, STEP],
}

/** Moves the nodes of the selected stages by a small step. */
export function nudgeSelection(state: Workbench, direction: Direction): void {
  const positions = currentPositions(state)
  const [dx, dy] = VECTORS[direction]
  const moved = state.multi.flatMap(item => {
    const at = item.kind === 'stage' ? placeOf(positions, item.id) : undefined
    return item.kind === 'stage' && at !== undefined ? [[item.id, { x: at.x + dx, y: at.y + dy }]] : []
  })
  state.moveNodes(MOVE, Object.fromEntries(moved))
}
