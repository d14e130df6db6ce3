import type { AnalysisContext } from '../../core/contract/analysis.ts'
import { analysisContext } from '../../core/contract/context-schema.ts'
import type { Sidecar } from '../../core/contract/host.ts'
import type { FileNotes } from './types.ts'

/** What of the context belongs to the file; the rest is measured or follows from it. */
const KEPT = [
  'target',
  'env',
  'platform',
  'stageOverrides',
  'pipeline',
  'pipelineTexts',
  'hostsText',
  'command',
] as const satisfies readonly (keyof AnalysisContext)[]

const pick = (source: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(KEPT.flatMap(key => (source[key] === undefined ? [] : [[key, source[key]]])))

/** The sidecar as kept by the host; a part that can't be understood is left out. */
export function readNotes(stored: Sidecar | null): FileNotes {
  if (stored === null) return { positions: {}, context: {} }
  const context = analysisContext.safeParse(pick(stored.context))
  return { positions: stored.positions, context: context.success ? context.data : {} }
}

export const writeNotes = ({ positions, context }: FileNotes): Sidecar => ({
  positions: { ...positions },
  context: pick({ ...context }),
})
