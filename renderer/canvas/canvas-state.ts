import { create } from 'zustand'
import type { EdgeEnds } from '../../core/commands/index.ts'
import type { Point } from '../state/index.ts'

/** A connection that waits for the choice of its connector. */
export interface ConnectDraft extends EdgeEnds {
  /** Where the popover stands, in pixels of the window. */
  readonly at: Point
}

interface CanvasState {
  /** Stage whose name is being edited. */
  readonly renaming: string | null
  readonly draft: ConnectDraft | null
  /** Stage from which “Connect to …” asks for the other end. */
  readonly connectingFrom: string | null
  /** Zoomed out so far, with so much in view, that nodes are drawn as plain boxes. */
  readonly far: boolean
}

/** What the canvas keeps for itself: gestures under way. */
export const useCanvasState = create<CanvasState>()(() => ({
  renaming: null,
  draft: null,
  connectingFrom: null,
  far: false,
}))

export const setCanvasState = (patch: Partial<CanvasState>): void => useCanvasState.setState(patch)
