import type { HostEvents } from '../../../core/contract/host.ts'
import { isDirty } from '../document-slice.ts'
import { DISK } from '../file-slice.ts'
import { useWorkbench } from '../workbench.ts'

/** Follows the open file on disk: takes over changes while nothing is unsaved, and tells of them otherwise. */
export function followFileOnDisk(): () => void {
  const { host } = useWorkbench.getState()
  const stopEvents = host.on('documents.changed', onChanged)
  const stopPath = useWorkbench.subscribe(
    state => state.document?.path ?? null,
    path => void useWorkbench.getState().host.call('documents.watch', path),
  )
  return () => {
    stopEvents()
    stopPath()
  }
}

function onChanged({ path, text, stamp }: HostEvents['documents.changed']): void {
  const state = useWorkbench.getState()
  const { document, notify } = state
  if (document === null || document.path !== path) return
  if (text === null) {
    if (document.stamp === null) return
    useWorkbench.setState({ document: { ...document, stamp: null } })
    notify(`${document.name} was deleted or moved. Its text is safe in this window; saving writes it anew.`, {
      tone: 'warning',
      sticky: true,
      topic: DISK,
    })
    return
  }
  if (stamp?.hash === document.stamp?.hash) return
  if (!isDirty(state) || text === state.text) {
    useWorkbench.setState({ document: { ...document, stamp }, savedText: text })
    if (text === state.text) return
    state.setText(text, 'Reload from disk')
    notify(`${document.name} was changed by another program and read again.`, { topic: DISK })
    return
  }
  notify(`${document.name} was changed by another program while you have unsaved changes.`, {
    tone: 'warning',
    topic: DISK,
    actions: [
      { label: 'Take over what is on disk', run: () => void useWorkbench.getState().reloadFromDisk() },
      { label: 'Keep mine', run: () => {} },
    ],
  })
}
