import type { Analysis } from '../../../core/contract/analysis.ts'
import { nodeAt } from '../../../core/document/index.ts'
import { useWorkbench } from '../workbench.ts'

/** The file that the document itself names; its own parents are found by the host. */
function baseConfigOf(analysis: Analysis | null): string | null {
  const base = analysis === null ? null : (nodeAt(analysis.document, ['base_config'])?.value ?? null)
  return typeof base === 'string' && base !== '' ? base : null
}

/** Reads the `base_config` chain whenever the document names another parent, and when the window gets the focus. */
export function followRelatedFiles(): () => void {
  const read = async () => {
    const { document, text, host, lastGood, context } = useWorkbench.getState()
    const path = document?.path ?? null
    if (path === null || baseConfigOf(lastGood) === null) {
      if (context.files !== undefined) useWorkbench.getState().setContext({ files: {} })
      return
    }
    const files = await host.call('documents.related', { path, text })
    const state = useWorkbench.getState()
    if (!files.ok || state.document?.path !== path) return
    if (JSON.stringify(files.value) !== JSON.stringify(state.context.files))
      state.setContext({ files: files.value })
  }
  const stop = useWorkbench.subscribe(
    state => `${state.document?.path ?? ''}\n${baseConfigOf(state.lastGood) ?? ''}`,
    () => void read(),
  )
  const onFocus = () => {
    if (baseConfigOf(useWorkbench.getState().lastGood) !== null) void read()
  }
  window.addEventListener('focus', onFocus)
  return () => {
    stop()
    window.removeEventListener('focus', onFocus)
  }
}
