import type { Analysis } from '../contract/analysis.ts'
import type { Draft } from '../document/splice/index.ts'
import { pyStr } from '../value/index.ts'
import { idValue, listAt, type Sections, sectionsOf, textOf } from './sections.ts'
import { platformEntries, requireFree } from './stage-commands.ts'
import { stageIndexes, stagePath, takenIds } from './stages.ts'
import type { Command } from './types.ts'
import { INPUT, wiresOf } from './wiring.ts'

/** Writes another id in every `engine_input_source` that names the stage. */
function renumberSources(draft: Draft, sections: Sections, id: string, newId: string): void {
  for (const stage of listAt(draft, sections.stages).keys()) {
    const path = [...sections.stages, stage, 'engine_input_source']
    for (const [index, source] of listAt(draft, path).entries())
      if (pyStr(source) === id) draft.set([...path, index], idValue(newId))
  }
}

function renumberEdges(draft: Draft, sections: Sections, id: string, newId: string): void {
  for (const [index, item] of listAt(draft, sections.edges).entries())
    for (const end of ['from', 'to'])
      if (textOf(item, end) === id) draft.set([...sections.edges, index, end], idValue(newId))
}

/** Renames the wiring keys of other stages that lead to the stage or come from it. */
function renumberWires(draft: Draft, sections: Sections, id: string, newId: string): void {
  for (const { side, from, to, path } of wiresOf(draft, sections)) {
    const peer = side === INPUT ? from : to
    if (peer === id) draft.rename(path, side.marker + newId)
  }
}

/** Gives a stage another id, and every reference to it with it. */
export function setStageId(
  draft: Draft,
  command: Extract<Command, { readonly type: 'setStageId' }>,
  analysis: Analysis,
): string {
  const sections = sectionsOf(draft)
  const { id, newId } = command
  stagePath(draft, sections, id, analysis)
  if (id !== newId) {
    requireFree(newId, takenIds(draft, sections, analysis))
    renumberWires(draft, sections, id, newId)
    renumberEdges(draft, sections, id, newId)
    renumberSources(draft, sections, id, newId)
    for (const path of platformEntries(draft, id)) draft.set([...path, 'stage_id'], idValue(newId))
    for (const index of stageIndexes(draft, sections, id))
      draft.set([...sections.stages, index, 'stage_id'], idValue(newId))
  }
  return `Renumber stage ${id} to ${newId}`
}
