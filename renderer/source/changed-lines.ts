import type { Text } from '@codemirror/state'
import type { EditorView } from '@codemirror/view'
import type { TextEdit } from '../../core/document/types.ts'
import { useWorkbench } from '../state/index.ts'
import { flashLines } from './reveal.ts'
import { mapOf } from './sync.ts'

/** More lines than that are a new text rather than a change in one. */
const MOST_LINES = 400

/** Where edits of a text have put theirs in the text that they made. */
export function writtenRanges(edits: readonly TextEdit[]): readonly { start: number; end: number }[] {
  let moved = 0
  return [...edits]
    .sort((a, b) => a.range.start - b.range.start)
    .map(({ range, text }) => {
      const start = range.start + moved
      moved += text.length - (range.end - range.start)
      return { start, end: start + text.length }
    })
}

/** Beginnings of all lines that a range has a character of; the line itself where the range is empty. */
function lineStarts(text: Text, from: number, to: number): readonly number[] {
  const first = text.lineAt(from).number
  const last = text.lineAt(Math.max(from, to - 1)).number
  return Array.from({ length: last - first + 1 }, (_, index) => text.line(first + index).from)
}

/** Shows what a change from outside the editor did to the text: the lines come into view and light up. */
export function followChanges(view: EditorView): () => void {
  return useWorkbench.subscribe(
    state => state.change,
    change => {
      if (change === null || change.cause === 'typed' || view.hasFocus) return
      const { doc } = view.state
      const shown = (offset: number) => Math.min(mapOf(view).toShown(offset), doc.length)
      const ranges = writtenRanges(change.edits).map(({ start, end }) => [shown(start), shown(end)] as const)
      const first = ranges[0]
      if (first === undefined) return
      const lines = [...new Set(ranges.flatMap(([from, to]) => lineStarts(doc, from, to)))]
      if (lines.length > MOST_LINES) return
      flashLines(
        view,
        [...lines].sort((a, b) => a - b),
        first[0],
      )
    },
  )
}
