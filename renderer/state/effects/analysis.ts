import type { Analyzer, AnalyzerListener } from '../analyzer.ts'
import { useWorkbench } from '../workbench.ts'

/** Keeps `analysis` in step with the text and its context. */
export function followText(createAnalyzer: (listener: AnalyzerListener) => Analyzer): () => void {
  const analyzer = createAnalyzer({
    onResult(analysis) {
      if (useWorkbench.getState().document === null) return
      useWorkbench.setState(analysis.document.ok ? { analysis, lastGood: analysis } : { analysis })
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
