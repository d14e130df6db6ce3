import { hoverTooltip } from '@codemirror/view'
import { pathAt, rangeOf } from '../../core/document/index.ts'
import { DEFAULT_TARGET } from '../../core/targets/index.ts'
import { useWorkbench } from '../state/index.ts'
import { describeField } from './describe-field.ts'
import { rangeToShown } from './eol.ts'
import { fieldAt, fieldContext } from './fields-at.ts'
import { mapOf } from './sync.ts'

/** Says of the key or value under the pointer what it means and what it takes. */
export const explainOnHover = hoverTooltip((view, position) => {
  const { analysis, text, context } = useWorkbench.getState()
  if (analysis === null || analysis.document.text !== text) return null
  const map = mapOf(view)
  const path = pathAt(analysis.document, map.toFile(position))
  const range = rangeOf(analysis.document, path, 'key')
  const field = fieldAt(path, fieldContext(analysis, context.target ?? DEFAULT_TARGET))
  if (range === null || field === null) return null
  const { start, end } = rangeToShown(map, range)
  if (
    view.state.doc.lineAt(Math.min(start, view.state.doc.length)).number !==
    view.state.doc.lineAt(position).number
  )
    return null
  return { pos: start, end, above: true, create: () => ({ dom: describeField(field) }) }
})
