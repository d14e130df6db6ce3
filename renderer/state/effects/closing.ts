import { isDirty } from '../document-slice.ts'
import { useWorkbench } from '../workbench.ts'

/** Asks about unsaved changes before the window goes. */
export function guardClosing(): () => void {
  const { host } = useWorkbench.getState()
  const stop = host.on('app.closeRequested', async () => {
    const close = await useWorkbench.getState().mayLeave()
    await host.call('app.closeAnswer', { close })
  })
  // A browser asks its own question; Electron would refuse to close without a word.
  const onUnload = (event: BeforeUnloadEvent) => {
    const state = useWorkbench.getState()
    if (state.app?.shell !== 'electron' && isDirty(state)) event.preventDefault()
  }
  window.addEventListener('beforeunload', onUnload)
  return () => {
    stop()
    window.removeEventListener('beforeunload', onUnload)
  }
}
