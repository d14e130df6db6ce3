import { type Diagnostic, setDiagnostics } from '@codemirror/lint'
import type { EditorView } from '@codemirror/view'
import type { Finding } from '../../core/contract/finding.ts'
import { useWorkbench } from '../state/index.ts'
import { rangeToShown } from './eol.ts'
import { mapOf } from './sync.ts'

const applyFix = ({ fix }: Finding, textBefore: string): void => {
  const { text, applyEdits, notify } = useWorkbench.getState()
  if (fix === null) return
  if (text === textBefore) applyEdits(fix.title, fix.edits)
  else notify('The file is being read again. Try once more in a moment.')
}

/** The finding as the editor shows it: underlined, in the gutter, with its fix at hand. */
function diagnosticOf(view: EditorView, finding: Finding, text: string): readonly Diagnostic[] {
  if (finding.range === null || finding.muted !== null) return []
  const { start, end } = rangeToShown(mapOf(view), finding.range)
  const last = view.state.doc.length
  const from = Math.min(start, last)
  // An empty range (a text that ends too early) marks the character before it, so that something is seen.
  const to = Math.min(Math.max(end, start + 1), last)
  const { fix } = finding
  return [
    {
      from: from === to ? Math.max(0, from - 1) : from,
      to,
      severity: finding.severity,
      source: finding.code,
      message: finding.arithmetic === null ? finding.message : `${finding.message}\n${finding.arithmetic}`,
      ...(fix === null ? {} : { actions: [{ name: fix.title, apply: () => applyFix(finding, text) }] }),
    },
  ]
}

/** Marks the findings in the text, each time an analysis of exactly this text is there. */
export function followFindings(view: EditorView): () => void {
  const show = () => {
    const { analysis, text } = useWorkbench.getState()
    if (analysis === null || analysis.document.text !== text) return
    const diagnostics = analysis.findings.flatMap(finding => diagnosticOf(view, finding, text))
    view.dispatch(setDiagnostics(view.state, diagnostics))
  }
  show()
  return useWorkbench.subscribe(state => state.analysis, show)
}
