import type { AnalysisContext } from '../../core/contract/analysis.ts'
import { useWorkbench } from '../state/index.ts'

export type ContextPatch = { readonly [K in keyof AnalysisContext]?: AnalysisContext[K] | undefined }

/** The context with `patch` laid over it; a member that is undefined there is gone afterwards. */
function patched(context: AnalysisContext, patch: ContextPatch): AnalysisContext {
  const present = Object.entries({ ...context, ...patch }).filter(([, value]) => value !== undefined)
  // The compiler forgets the names of members on the way through entries.
  return Object.fromEntries(present) as AnalysisContext
}

export function changeContext(patch: ContextPatch): void {
  const { context, replaceContext } = useWorkbench.getState()
  replaceContext(patched(context, patch))
}
