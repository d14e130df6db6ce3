import { isDirty } from '../document-slice.ts'
import { useWorkbench } from '../workbench.ts'
import { debounce } from './debounce.ts'

const PAUSE_MS = 800

/** Keeps a copy of an unsaved text in the app's own data, and removes it once the text is saved again. */
export function keepRecoveryCopy(): () => void {
  let written: string | null = null
  const keep = debounce(() => {
    const { document, text, recoveryKey, host } = useWorkbench.getState()
    if (document === null || !isDirty(useWorkbench.getState())) return
    written = recoveryKey
    void host.call('recovery.write', {
      key: recoveryKey,
      path: document.path,
      name: document.name,
      text,
      savedAt: new Date().toISOString(),
    })
  }, PAUSE_MS)

  const stop = useWorkbench.subscribe(
    state => [state.recoveryKey, state.text, state.savedText, state.loadSerial] as const,
    ([key, , , serial], [keyBefore, , , serialBefore]) => {
      const state = useWorkbench.getState()
      // A document that is loaded with unsaved changes came from its copy, which is there still.
      if (serial !== serialBefore) written = isDirty(state) ? key : null
      else if (key !== keyBefore) written = null
      if (isDirty(state)) return keep.call()
      keep.cancel()
      if (written === key && key !== '') void state.discardRecovery(key)
      written = null
    },
    { equalityFn: (a, b) => a.every((value, index) => value === b[index]) },
  )
  // What was typed in the last moment before the window goes is kept too.
  const onHide = () => keep.flush()
  window.addEventListener('pagehide', onHide)
  return () => {
    stop()
    keep.cancel()
    window.removeEventListener('pagehide', onHide)
  }
}
