import type { Analysis } from '../../../core/contract/analysis.ts'
import type { Analyzer, AnalyzerListener } from '../analyzer.ts'
import { exists } from '../places.ts'
import { useWorkbench } from '../workbench.ts'
import { debounce } from './debounce.ts'

/** Texts from this length on are analysed when the typing pauses: taking in the answer costs more than a frame. */
const LARGE = 60_000
const PAUSE_MS = 180

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
  const request = () => {
    const { document, text, context } = useWorkbench.getState()
    if (document !== null) analyzer.request(text, context)
  }
  const later = debounce(request, PAUSE_MS)
  const stop = useWorkbench.subscribe(
    state => [state.document, state.text, state.context] as const,
    ([, text], [, textBefore]) => {
      const typed = text !== textBefore && useWorkbench.getState().change?.cause === 'typed'
      if (typed && text.length >= LARGE) return later.call()
      later.cancel()
      request()
    },
    { equalityFn: (a, b) => (a[0] === null) === (b[0] === null) && a[1] === b[1] && a[2] === b[2] },
  )
  return () => {
    stop()
    later.cancel()
    analyzer.dispose()
  }
}

/** What an edit or an undo took away can't stay selected. */
function dropVanished(analysis: Analysis): void {
  const { text, multi, selectMany } = useWorkbench.getState()
  // Of an older text nothing follows: what was just added is not in it yet.
  if (analysis.document.text === text) selectMany(multi.filter(item => exists(analysis, item)))
}
