import { create } from 'zustand'
import type { EdgeEnds } from '../../core/commands/index.ts'
import type { Point } from '../state/index.ts'

/** A connection that waits for the choice of its connector. */
export interface ConnectDraft extends EdgeEnds {
  /** Where the popover stands, in pixels of the window. */
  readonly at: Point
}

/** How much can be read at the zoom: everything; names in large letters; nothing but boxes. */
export type Distance = 'near' | 'far' | 'tiny'

interface CanvasState {
  /** Stage whose name is being edited. */
  readonly renaming: string | null
  readonly draft: ConnectDraft | null
  /** Stage from which “Connect to …” asks for the other end. */
  readonly connectingFrom: string | null
  readonly distance: Distance
}

/** What the canvas keeps for itself: gestures under way. */
export const useCanvasState = create<CanvasState>()(() => ({
  renaming: null,
  draft: null,
  connectingFrom: null,
  distance: 'near',
}))

export const setCanvasState = (patch: Partial<CanvasState>): void => useCanvasState.setState(patch)
