import { getBezierPath, Position } from '@xyflow/react'
import { NODE_HEIGHT } from './node-size.ts'

export interface EdgeEndsAt {
  readonly sourceX: number
  readonly sourceY: number
  readonly targetX: number
  readonly targetY: number
}

export interface EdgePath {
  readonly path: string
  readonly labelX: number
  readonly labelY: number
}

const BEND = 64
const LANE = NODE_HEIGHT / 2 + 34

/** An edge that leads back runs below both ends, so that a cycle is seen as one. */
function backPath({ sourceX, sourceY, targetX, targetY }: EdgeEndsAt): EdgePath {
  const lane = Math.max(sourceY, targetY) + LANE
  return {
    path: [
      `M ${sourceX} ${sourceY}`,
      `C ${sourceX + BEND} ${sourceY}, ${sourceX + BEND} ${lane}, ${sourceX} ${lane}`,
      `L ${targetX} ${lane}`,
      `C ${targetX - BEND} ${lane}, ${targetX - BEND} ${targetY}, ${targetX} ${targetY}`,
    ].join(' '),
    labelX: (sourceX + targetX) / 2,
    labelY: lane,
  }
}

export function edgePath(ends: EdgeEndsAt): EdgePath {
  if (ends.targetX < ends.sourceX) return backPath(ends)
  const [path, labelX, labelY] = getBezierPath({
    ...ends,
    sourcePosition: Position.Right,
    targetPosition: Position.Left,
    curvature: 0.3,
  })
  return { path, labelX, labelY }
}
