import type { ValueSource } from '../../core/contract/effective.ts'
import { afterAnalysis } from '../canvas/after-analysis.ts'
import { useWorkbench } from '../state/index.ts'

/** What following a layer leads to, when its value does not stand in the open text. */
export function followWords({ provenance, file }: ValueSource): string {
  if (provenance === 'override') return 'Opens the stage overrides'
  if (provenance === 'pipeline') return 'Opens the launch context, where the pipeline is chosen'
  if (file !== null) return 'Opens this file'
  return 'Written nowhere; leads to where it would be'
}

/**
 * Leads to a value that does not stand in the open text: to the launch context, to its base file, or to the stage
 * that it could be written in (null = the top level).
 */
export async function followSource(source: ValueSource, stage: string | null): Promise<void> {
  const { provenance, file, path } = source
  const { openOverlay, openPath, reveal, goTo } = useWorkbench.getState()
  if (provenance === 'override') openOverlay('overrides')
  else if (provenance === 'pipeline') openOverlay('context')
  else if (file !== null) {
    if (await openPath(file)) afterAnalysis(() => useWorkbench.getState().reveal(path))
  } else if (stage !== null) goTo({ kind: 'stage', id: stage })
  else reveal({ start: 0, end: 0 })
}
