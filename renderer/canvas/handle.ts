/** What commands ask of the canvas while it is shown. */
export interface CanvasHandle {
  fit(): void
  zoomIn(): void
  zoomOut(): void
  zoomToActualSize(): void
  /** Moves the view so that the stages are seen, if they are not. */
  show(...stageIds: readonly string[]): void
  focus(): void
}

let current: CanvasHandle | null = null

/** The canvas says that it is there; the answer takes it away again. */
export function provideCanvas(handle: CanvasHandle): () => void {
  current = handle
  return () => {
    if (current === handle) current = null
  }
}

export const canvas = (): CanvasHandle | null => current
