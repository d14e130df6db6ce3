import { EditorView } from '@codemirror/view'
import { pathAt } from '../../core/document/index.ts'
import { selectionAt, useWorkbench } from '../state/index.ts'
import { mapOf } from './sync.ts'

/** Tells the store where the cursor is, and selects the node that the text there belongs to. */
export const sendCursor = EditorView.updateListener.of(update => {
  if (!update.selectionSet && !update.focusChanged) return
  const { view } = update
  const offset = mapOf(view).toFile(view.state.selection.main.head)
  const state = useWorkbench.getState()
  state.setCursor(offset)
  const byUser = update.transactions.some(part => part.isUserEvent('select') || part.isUserEvent('move'))
  const led = update.transactions.some(part => part.isUserEvent('select.reveal'))
  const { analysis } = state
  if (!byUser || led || !view.hasFocus || analysis === null || analysis.document.text !== state.text) return
  const selection = selectionAt(analysis, pathAt(analysis.document, offset))
  if (selection !== null) state.select(selection)
})
