import { useWorkbench } from '../workbench.ts'
import { debounce } from './debounce.ts'

const PAUSE_MS = 400

/** Keeps the settings as they are changed. */
export function keepSettings(): () => void {
  const save = debounce(() => {
    const { settings, host } = useWorkbench.getState()
    void host.call('settings.save', { ...settings })
  }, PAUSE_MS)
  const stop = useWorkbench.subscribe(
    state => state.settings,
    () => save.call(),
  )
  return () => {
    save.flush()
    stop()
  }
}
