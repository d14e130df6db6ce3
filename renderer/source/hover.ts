import { type EditorView, hoverTooltip, type Tooltip } from '@codemirror/view'
import { pathAt, rangeOf } from '../../core/document/index.ts'
import type { Path } from '../../core/document/types.ts'
import { useWorkbench } from '../state/index.ts'
import { describeField, describeLines } from './describe-field.ts'
import { rangeToShown } from './eol.ts'
import { aboutConnector } from './explain.ts'
import { type FieldContext, fieldAt, fieldContext } from './fields-at.ts'
import { mapOf } from './sync.ts'

function explain(view: EditorView, position: number): Tooltip | null {
  const { analysis, text, context } = useWorkbench.getState()
  if (analysis === null || analysis.document.text !== text) return null
  const map = mapOf(view)
  const path = pathAt(analysis.document, map.toFile(position))
  const range = rangeOf(analysis.document, path, 'key')
  const dom = pageOf(path, fieldContext(analysis, context))
  if (range === null || dom === null) return null
  const { start, end } = rangeToShown(map, range)
  if (
    view.state.doc.lineAt(Math.min(start, view.state.doc.length)).number !==
    view.state.doc.lineAt(position).number
  )
    return null
  return { pos: start, end, above: true, create: () => ({ dom }) }
}

function pageOf(path: Path, context: FieldContext): HTMLElement | null {
  const lines = aboutConnector(path, context)
  if (lines !== null) return describeLines(lines)
  const field = fieldAt(path, context)
  return field === null ? null : describeField(field)
}

/** Says of the key or value under the pointer what it means and what it takes; typing takes the words away. */
export const explainOnHover = hoverTooltip(explain, { hideOnChange: true })
