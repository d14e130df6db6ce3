import type { Analysis, AnalysisContext } from './contract/analysis.ts'
import { diagnose } from './diagnose/index.ts'
import { resolveText } from './resolve-text.ts'

/**
 * What the runtime would make of a text: tree, graph, transfer configuration, effective values, ports, KV plan and
 * findings. Pure and total: any text up to the document's bounds gives an analysis, and nothing throws.
 */
export function analyze(text: string, context: AnalysisContext = {}): Analysis {
  const analysis = resolveText(text, context)
  const findings = diagnose(
    { ...analysis, context },
    {
      reanalyse: change => {
        const changed = { ...context, ...change }
        return { ...resolveText(text, changed), context: changed }
      },
    },
  )
  return { ...analysis, findings }
}
