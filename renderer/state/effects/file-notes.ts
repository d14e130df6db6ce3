import { writeNotes } from '../file-notes.ts'
import { useWorkbench } from '../workbench.ts'
import { debounce } from './debounce.ts'

const PAUSE_MS = 500

/** Keeps node positions and the launch context per file, in the app's own data. */
export function keepFileNotes(): () => void {
  const save = debounce(() => {
    const { document, positions, context, host } = useWorkbench.getState()
    if (document?.path == null) return
    void host.call('sidecar.save', document.path, writeNotes({ positions, context }))
  }, PAUSE_MS)
  const stop = useWorkbench.subscribe(
    state => [state.loadSerial, state.document?.path ?? null, state.positions, state.context] as const,
    ([serial], [serialBefore]) => {
      // What a document was loaded with is kept already; a new path of the same document needs its own notes.
      if (serial !== serialBefore) save.cancel()
      else save.call()
    },
    { equalityFn: (a, b) => a.every((value, index) => value === b[index]) },
  )
  return () => {
    save.flush()
    stop()
  }
}
