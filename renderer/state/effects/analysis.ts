import type { Analysis } from '../../../core/contract/analysis.ts'
import type { Analyzer, AnalyzerListener } from '../analyzer.ts'
import { exists } from '../places.ts'
import { useWorkbench } from '../workbench.ts'

/** Keeps `analysis` in step with the text and its context. */
export function followText(createAnalyzer: (listener: AnalyzerListener) => Analyzer): () => void {
  const analyzer = createAnalyzer({
    onResult(analysis) {
      if (useWorkbench.getState().document === null) return
      useWorkbench.setState(analysis.document.ok ? { analysis, lastGood: analysis } : { analysis })
      if (analysis.document.ok) dropVanished(analysis)
    },
    onFailure(message) {
      useWorkbench.getState().notify(`The file could not be analysed: ${message}`, { tone: 'error' })
    },
  })
  const stop = useWorkbench.subscribe(
    state => [state.document, state.text, state.context] as const,
    ([document, text, context]) => {
      if (document !== null) analyzer.request(text, context)
    },
    { equalityFn: (a, b) => (a[0] === null) === (b[0] === null) && a[1] === b[1] && a[2] === b[2] },
  )
  return () => {
    stop()
    analyzer.dispose()
  }
}

/** What an edit or an undo took away can't stay selected. */
function dropVanished(analysis: Analysis): void {
  const { text, multi, selectMany } = useWorkbench.getState()
  // Of an older text nothing follows: what was just added is not in it yet.
  if (analysis.document.text === text) selectMany(multi.filter(item => exists(analysis, item)))
}
