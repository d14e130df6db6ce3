import type { FinalConnectionState, OnConnectStart } from '@xyflow/react'
import { useStoreApi } from '@xyflow/react'
import { useRef } from 'react'
import { type Point, useWorkbench } from '../state/index.ts'
import { setCanvasState } from './canvas-state.ts'

const pointOf = (event: MouseEvent | TouchEvent): Point => {
  const place = 'changedTouches' in event ? event.changedTouches[0] : event
  return { x: place?.clientX ?? 0, y: place?.clientY ?? 0 }
}

/** The stage whose node is at a place of the window; a drop anywhere on a node counts, not only on its handle. */
const stageAt = ({ x, y }: Point): string | null =>
  document
    .elementsFromPoint(x, y)
    .map(element => element.closest<HTMLElement>('.react-flow__node')?.dataset.id)
    .find(id => id !== undefined) ?? null

/** Connecting by drag: from either side of a node to another; the choice of the connector follows. */
export function useConnecting() {
  const api = useStoreApi()
  const gesture = useRef<{ stage: string; side: 'source' | 'target'; given: boolean } | null>(null)

  const offer = (from: string, to: string, at: Point) => {
    const known = useWorkbench.getState().lastGood?.edges.find(edge => edge.from === from && edge.to === to)
    if (known !== undefined && known.origin !== 'pipeline' && !known.automatic) {
      useWorkbench.getState().select({ kind: 'edge', id: known.id })
      useWorkbench
        .getState()
        .notify(`Stage ${from} is connected to stage ${to} already; the edge is selected.`)
    } else {
      setCanvasState({ draft: { from, to, at } })
    }
  }

  const onStart: OnConnectStart = (_event, { nodeId, handleType }) => {
    gesture.current = nodeId === null ? null : { stage: nodeId, side: handleType ?? 'source', given: false }
  }
  /** Everything is decided when the pointer is released, where its place is known. */
  const onEnd = (event: MouseEvent | TouchEvent, state: FinalConnectionState) => {
    const begun = gesture.current
    gesture.current = null
    if (begun === null || begun.given) return
    const at = pointOf(event)
    const other = state.toNode?.id ?? stageAt(at)
    if (other === null || other === begun.stage) return
    const [from, to] = begun.side === 'source' ? [begun.stage, other] : [other, begun.stage]
    offer(from, to, at)
  }
  return {
    onStart,
    onEnd,
    giveUp(): boolean {
      if (gesture.current === null || gesture.current.given) return false
      gesture.current = { ...gesture.current, given: true }
      api.getState().cancelConnection()
      return true
    },
  }
}
