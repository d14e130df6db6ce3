import { isDirty } from '../document-slice.ts'
import { useWorkbench } from '../workbench.ts'

/** Says in the window's title which file is open and whether it has unsaved changes. */
export function followTitle(): () => void {
  return useWorkbench.subscribe(
    state =>
      `${isDirty(state) ? '● ' : ''}${state.document === null ? '' : `${state.document.name} – `}Stagewright`,
    title => {
      const state = useWorkbench.getState()
      document.title = title
      void state.host.call('app.setTitle', { title, dirty: isDirty(state) })
    },
    { fireImmediately: true },
  )
}
