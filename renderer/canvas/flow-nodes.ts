import { type NodeChange, Position } from '@xyflow/react'
import { useMemo, useRef, useState } from 'react'
import type { Analysis } from '../../core/contract/analysis.ts'
import { type Point, useWorkbench } from '../state/index.ts'
import { graphOf } from './graph.ts'
import { sameList } from './intern.ts'
import { type Positions, placeOf } from './layout.ts'
import { NODE_HEIGHT, NODE_WIDTH } from './node-size.ts'
import { MOVE } from './nudge.ts'
import { positionsOf } from './positions.ts'
import { withSelection } from './selection-changes.ts'
import { spokenStage } from './stage-face.ts'
import type { StageNodeType } from './stage-node.tsx'

const HANDLE = 12
const handleAt = (x: number) => ({
  x: x - HANDLE / 2,
  y: (NODE_HEIGHT - HANDLE) / 2,
  width: HANDLE,
  height: HANDLE,
})

/** Known beforehand, so that edges to nodes out of view can be drawn without measuring anything. */
const FIXED = {
  type: 'stage',
  ariaRole: 'group',
  data: {},
  width: NODE_WIDTH,
  height: NODE_HEIGHT,
  measured: { width: NODE_WIDTH, height: NODE_HEIGHT },
  handles: [
    { type: 'target', position: Position.Left, ...handleAt(0) },
    { type: 'source', position: Position.Right, ...handleAt(NODE_WIDTH) },
  ],
} satisfies Partial<StageNodeType>

/** Nodes for the canvas. One that has not moved and is selected as before stays the same object. */
function useNodeList(analysis: Analysis | null, positions: Positions, moved: Positions): StageNodeType[] {
  const multi = useWorkbench(state => state.multi)
  const before = useRef(new Map<string, StageNodeType>())
  const list = useRef<StageNodeType[]>([])
  return useMemo(() => {
    const selected = new Set(multi.flatMap(item => (item.kind === 'stage' ? [item.id] : [])))
    const nodes = (analysis === null ? [] : graphOf(analysis).ids).map(id => {
      const position = placeOf(moved, id) ?? placeOf(positions, id) ?? { x: 0, y: 0 }
      const old = before.current.get(id)
      const isSelected = selected.has(id)
      const ariaLabel = analysis === null ? '' : spokenStage(analysis, id)
      return old !== undefined &&
        old.position.x === position.x &&
        old.position.y === position.y &&
        old.selected === isSelected &&
        old.ariaLabel === ariaLabel
        ? old
        : { ...FIXED, id, position, selected: isSelected, ariaLabel }
    })
    before.current = new Map(nodes.map(node => [node.id, node]))
    list.current = sameList(list.current, nodes)
    return list.current
  }, [analysis, positions, moved, multi])
}

const NOT_MOVED: Positions = {}

/** The nodes with a drag under way, and what to do with the canvas's changes. */
export function useFlowNodes(analysis: Analysis | null) {
  const own = useWorkbench(state => state.positions)
  const positions = useMemo(
    () => (analysis === null ? NOT_MOVED : positionsOf(analysis, own)),
    [analysis, own],
  )
  const [moved, setMoved] = useState<Positions>(NOT_MOVED)
  const drag = useRef<{ given: boolean } | null>(null)
  const nodes = useNodeList(analysis, positions, moved)

  const onNodesChange = (changes: readonly NodeChange<StageNodeType>[]) => {
    withSelection('stage', changes)
    if (drag.current === null || drag.current.given) return
    const steps = changes.flatMap((change): readonly (readonly [string, Point])[] =>
      change.type === 'position' && change.position !== undefined ? [[change.id, change.position]] : [],
    )
    if (steps.length > 0) setMoved(before => ({ ...before, ...Object.fromEntries(steps) }))
  }
  return {
    nodes,
    /** Where the nodes have come to rest, and where those of a drag under way are. */
    positions,
    moved,
    onNodesChange,
    startDrag() {
      drag.current = { given: false }
    },
    /** Puts the nodes back where they were; the rest of the gesture is ignored. True when there was one. */
    giveUpDrag(): boolean {
      if (drag.current === null || drag.current.given) return false
      drag.current = { given: true }
      setMoved(NOT_MOVED)
      return true
    },
    endDrag() {
      const kept = drag.current !== null && !drag.current.given
      drag.current = null
      if (!kept) return
      useWorkbench.getState().moveNodes(MOVE, rounded(moved))
      setMoved(NOT_MOVED)
    },
  }
}

const rounded = (positions: Positions): Positions =>
  Object.fromEntries(
    Object.entries(positions).map(([id, { x, y }]) => [id, { x: Math.round(x), y: Math.round(y) }]),
  )
