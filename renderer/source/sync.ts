import { Annotation, type EditorState, type Extension, Transaction } from '@codemirror/state'
import { EditorView, type ViewUpdate } from '@codemirror/view'
import type { TextEdit } from '../../core/document/types.ts'
import { useWorkbench } from '../state/index.ts'
import { changeToEdit, type EolMap, editsToChanges, eolMap } from './eol.ts'

/** Marks what came from the store, so that it is not sent back. */
const fromStore = Annotation.define<boolean>()

const known = new WeakMap<EditorView, { text: string; map: EolMap }>()

function remember(view: EditorView, text: string): void {
  known.set(view, { text, map: eolMap(text) })
}

/** Between the file's text and what the editor shows of it. */
export const mapOf = (view: EditorView): EolMap => known.get(view)?.map ?? eolMap('')

/** Sends what was typed to the store as splices of the file's text. */
export const sendTyping: Extension = EditorView.updateListener.of((update: ViewUpdate) => {
  if (!update.docChanged || update.transactions.every(part => part.annotation(fromStore))) return
  const map = mapOf(update.view)
  const edits: TextEdit[] = []
  update.changes.iterChanges((from, to, _fromNew, _toNew, inserted) => {
    edits.push(changeToEdit(map, from, to, inserted.toString()))
  })
  useWorkbench.getState().typeEdits(edits)
})

/** Shows the store's text: its last change as a transaction that keeps the cursor, or all of it anew. */
function receive(view: EditorView): void {
  const { text, change } = useWorkbench.getState()
  const { text: shownText, map } = known.get(view) ?? { text: '', map: eolMap('') }
  if (shownText === text) return
  remember(view, text)
  const next = mapOf(view)
  if (change?.cause === 'typed' && view.state.doc.length === next.shown.length) return
  const changes =
    change !== null && change.before === shownText
      ? editsToChanges(map, change.edits)
      : [{ from: 0, to: view.state.doc.length, insert: next.shown }]
  view.dispatch({ changes, annotations: [fromStore.of(true), Transaction.addToHistory.of(false)] })
  // A splice that joins or splits a line end of two characters can't be told by places alone.
  if (view.state.doc.length !== next.shown.length)
    view.dispatch({
      changes: { from: 0, to: view.state.doc.length, insert: next.shown },
      annotations: fromStore.of(true),
    })
}

/** Keeps the editor's text and the store's the same from now on. */
export function followStore(view: EditorView, makeState: (shown: string) => EditorState): () => void {
  const reset = () => {
    const { text } = useWorkbench.getState()
    remember(view, text)
    view.setState(makeState(mapOf(view).shown))
    view.scrollDOM.scrollTo(0, 0)
  }
  reset()
  const stopLoads = useWorkbench.subscribe(state => state.loadSerial, reset)
  const stopText = useWorkbench.subscribe(
    state => state.text,
    () => receive(view),
  )
  return () => {
    stopLoads()
    stopText()
  }
}
