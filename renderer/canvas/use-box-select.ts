import { useStoreApi } from '@xyflow/react'
import { type PointerEvent as ReactPointerEvent, type RefObject, useRef } from 'react'
import { type Selection, useWorkbench } from '../state/index.ts'

const NOTHING_PRESSED = { multi: [], pointerId: 0 }

/** Selecting by a box, which Escape gives up: what was selected before is selected again. */
export function useBoxSelect(box: RefObject<HTMLElement | null>) {
  const api = useStoreApi()
  const gesture = useRef<{ before: readonly Selection[]; given: boolean } | null>(null)
  /** The canvas clears the selection before it says that a box is drawn; this is from the pointer's press. */
  const pressed = useRef<{ readonly multi: readonly Selection[]; readonly pointerId: number }>(
    NOTHING_PRESSED,
  )
  return {
    onPress({ pointerId }: ReactPointerEvent) {
      pressed.current = { multi: useWorkbench.getState().multi, pointerId }
    },
    onStart() {
      gesture.current = { before: pressed.current.multi, given: false }
    },
    onEnd() {
      const begun = gesture.current
      gesture.current = null
      // The canvas would frame what the given-up box had held.
      if (begun?.given) queueMicrotask(() => api.setState({ nodesSelectionActive: false }))
    },
    /** True when there was a box. */
    giveUp(): boolean {
      const begun = gesture.current
      if (begun === null || begun.given) return false
      // The canvas ends a box, and the panning along with it, only when the pointer is released.
      box.current?.querySelector('.react-flow__pane')?.dispatchEvent(
        new PointerEvent('pointerup', {
          button: 0,
          bubbles: true,
          pointerId: pressed.current.pointerId,
        }),
      )
      gesture.current = { ...begun, given: true }
      api.setState({ nodesSelectionActive: false })
      useWorkbench.getState().selectMany(begun.before)
      return true
    },
  }
}
