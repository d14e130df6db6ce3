import type { StageKind } from '../../core/contract/analysis.ts'
import type { Point, Workbench } from '../state/index.ts'
import { currentAnalysis, useWorkbench } from '../state/index.ts'
import { NODE_HEIGHT, NODE_WIDTH } from './node-size.ts'

/** Adds a stage, selects it and, when `at` is given, puts the middle of its node there; null when it can't be done. */
export function addStage(state: Workbench, kind: Exclude<StageKind, 'unknown'>, at?: Point): string | null {
  const before = new Set(currentAnalysis(state)?.stages.map(stage => stage.id))
  if (!state.dispatch({ type: 'addStage', kind })) return null
  const after = currentAnalysis(useWorkbench.getState())
  const added = after?.stages.find(stage => !before.has(stage.id))
  if (added === undefined) return null
  if (at !== undefined)
    state.setPositions({ [added.id]: { x: at.x - NODE_WIDTH / 2, y: at.y - NODE_HEIGHT / 2 } })
  state.select({ kind: 'stage', id: added.id })
  return added.id
}
