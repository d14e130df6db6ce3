import { foldedRanges, unfoldEffect } from '@codemirror/language'
import { EditorSelection, type Extension, StateEffect, StateField } from '@codemirror/state'
import { Decoration, type DecorationSet, EditorView } from '@codemirror/view'
import { rangeOf } from '../../core/document/index.ts'
import type { Range } from '../../core/document/types.ts'
import { pathOfSelection, useWorkbench } from '../state/index.ts'
import { rangeToShown } from './eol.ts'
import { mapOf } from './sync.ts'

/** Beginnings of the lines that light up; null puts them out. */
const flash = StateEffect.define<readonly number[] | null>()
const FLASH_MS = 1400

/** Lights up the lines that the user was led to or that the graph has changed. */
export const flashedLine: Extension = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(marks, transaction) {
    let next = marks.map(transaction.changes)
    for (const effect of transaction.effects)
      if (effect.is(flash))
        next =
          effect.value === null
            ? Decoration.none
            : Decoration.set(effect.value.map(at => Decoration.line({ class: 'cm-source-flash' }).range(at)))
    return next
  },
  provide: field => EditorView.decorations.from(field),
})

/** Lights lines up for a moment and scrolls no further than it takes to see `at`. */
export function flashLines(view: EditorView, lines: readonly number[], at: number): void {
  view.dispatch({
    effects: [flash.of(lines), EditorView.scrollIntoView(at, { y: 'nearest', yMargin: 48 })],
  })
  setTimeout(() => view.dispatch({ effects: flash.of(null) }), FLASH_MS)
}

function unfoldAround(view: EditorView, { start, end }: Range) {
  const effects: StateEffect<unknown>[] = []
  foldedRanges(view.state).between(start, end, (from, to) => {
    effects.push(unfoldEffect.of({ from, to }))
  })
  return effects
}

function lead(view: EditorView, range: Range): void {
  const { start, end } = rangeToShown(mapOf(view), range)
  const last = view.state.doc.length
  const from = Math.min(start, last)
  const line = view.state.doc.lineAt(from)
  // A whole block is entered at its first line; a value is selected.
  const to = Math.min(end, line.to, last)
  view.dispatch({
    selection: EditorSelection.single(from, Math.max(from, to)),
    effects: [
      ...unfoldAround(view, { start: from, end: Math.max(from, to) }),
      flash.of([line.from]),
      EditorView.scrollIntoView(from, { y: 'center' }),
    ],
    userEvent: 'select.reveal',
  })
  setTimeout(() => view.dispatch({ effects: flash.of(null) }), FLASH_MS)
}

/** Brings the selected thing into view without moving the cursor, unless the user is in the editor. */
function showSelection(view: EditorView): void {
  const { selection, analysis, text } = useWorkbench.getState()
  if (selection === null || analysis === null || analysis.document.text !== text || view.hasFocus) return
  const path = pathOfSelection(analysis, selection)
  const range = path === null ? null : rangeOf(analysis.document, path, 'entry')
  if (range === null) return
  const at = Math.min(mapOf(view).toShown(range.start), view.state.doc.length)
  view.dispatch({ effects: EditorView.scrollIntoView(at, { y: 'start', yMargin: 24 }) })
}

/** Follows the places that the window leads to. */
export function followReveals(view: EditorView): () => void {
  // Leading to a place selects what is there; the selection then has nothing more to show.
  let leading = false
  const follow = (range: Range | null | undefined) => {
    if (range == null) return
    leading = true
    queueMicrotask(() => {
      leading = false
    })
    lead(view, range)
  }
  follow(useWorkbench.getState().revealed?.range)
  const stopReveals = useWorkbench.subscribe(
    state => state.revealed,
    revealed => follow(revealed?.range),
  )
  const stopSelection = useWorkbench.subscribe(
    state => state.selection,
    () => {
      if (!leading) showSelection(view)
    },
  )
  return () => {
    stopReveals()
    stopSelection()
  }
}
