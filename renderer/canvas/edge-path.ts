import { getBezierPath, Position } from '@xyflow/react'

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

const BACK_BEND = 46
const BEND = 120

/** Out of the source, along the lane, into the target. */
function lanePath({ sourceX, sourceY, targetX, targetY }: EdgeEndsAt, lane: number): EdgePath {
  const back = targetX < sourceX
  const bend = back ? BACK_BEND : BEND
  const [out, into] = back ? [sourceX, targetX] : [sourceX + bend, targetX - bend]
  return {
    path: [
      `M ${sourceX} ${sourceY}`,
      `C ${sourceX + bend} ${sourceY}, ${sourceX + (back ? bend : 0)} ${lane}, ${out} ${lane}`,
      `L ${into} ${lane}`,
      `C ${targetX - (back ? bend : 0)} ${lane}, ${targetX - bend} ${targetY}, ${targetX} ${targetY}`,
    ].join(' '),
    labelX: (sourceX + targetX) / 2,
    labelY: lane,
  }
}

/** The line of an edge. With a `lane` it runs at that height: around what stands between its ends. */
export function edgePath(ends: EdgeEndsAt, lane: number | null): EdgePath {
  if (lane !== null) return lanePath(ends, lane)
  const [path, labelX, labelY] = getBezierPath({
    ...ends,
    sourcePosition: Position.Right,
    targetPosition: Position.Left,
    curvature: 0.3,
  })
  return { path, labelX, labelY }
}
