import type { StageKind } from '../../core/contract/analysis.ts'
import { useWorkbench } from '../state/index.ts'
import { graphOf } from './graph.ts'

const COLOURS: Readonly<Record<StageKind, string>> = {
  llm_ar: 'var(--sw-kind-llm)',
  llm_generation: 'var(--sw-kind-generation)',
  diffusion: 'var(--sw-kind-diffusion)',
  unknown: 'var(--sw-kind-unknown)',
}

/** Colour of a node on the overview map. */
export function kindColour({ id }: { readonly id: string }): string {
  const { lastGood } = useWorkbench.getState()
  const stage = lastGood === null ? undefined : graphOf(lastGood).stages.get(id)
  return COLOURS[stage?.kind ?? 'unknown']
}
