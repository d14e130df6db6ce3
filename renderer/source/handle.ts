/** What commands ask of the YAML panel while it is shown. */
export interface SourceHandle {
  focus(): void
  openSearch(): void
}

let current: SourceHandle | null = null
let waiting: ((handle: SourceHandle) => void) | null = null

/** The panel says that it is there; the answer takes it away again. */
export function provideSource(handle: SourceHandle): () => void {
  current = handle
  waiting?.(handle)
  waiting = null
  return () => {
    if (current === handle) current = null
  }
}

/** Runs `work` with the panel, once it is shown. */
export function withSource(work: (handle: SourceHandle) => void): void {
  if (current === null) waiting = work
  else work(current)
}
