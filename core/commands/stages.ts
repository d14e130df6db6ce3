import type { Analysis } from '../contract/analysis.ts'
import { type Draft, refuse } from '../document/splice/index.ts'
import type { Path } from '../document/types.ts'
import { idValue, listAt, type Sections, textOf } from './sections.ts'

/** Positions of the entries with that id; more than one when the file repeats it. */
export function stageIndexes(draft: Draft, sections: Sections, id: string): readonly number[] {
  return listAt(draft, sections.stages).flatMap((stage, index) =>
    textOf(stage, 'stage_id') === id ? [index] : [],
  )
}

/** Ids of the file's stages, in order. */
export function stageIds(draft: Draft, sections: Sections): readonly string[] {
  return listAt(draft, sections.stages).flatMap(stage => textOf(stage, 'stage_id') ?? [])
}

/** Every id that is taken: by the file, its base, or the pipeline. Stages that only an edge names don't count. */
export function takenIds(draft: Draft, sections: Sections, analysis: Analysis): ReadonlySet<string> {
  const known = analysis.stages.filter(stage => stage.origin !== 'ghost').map(stage => stage.id)
  return new Set([...stageIds(draft, sections), ...known])
}

/** One past the highest integer id; `0` without any. */
export function nextId(taken: ReadonlySet<string>): string {
  const numbers = [...taken].filter(id => /^\d{1,15}$/.test(id)).map(Number)
  return String(numbers.length === 0 ? 0 : Math.max(...numbers) + 1)
}

const list = (ids: Iterable<string>): string => [...ids].slice(0, 12).join(', ') || 'none'

export function refuseUnknown(draft: Draft, sections: Sections, id: string, analysis: Analysis): never {
  const view = analysis.stages.find(stage => stage.id === id && stage.origin !== 'ghost')
  if (view !== undefined)
    return refuse(
      'CMD-STAGE',
      `Stage ${id} is not written in this file: its base or its pipeline gives it. Add an entry with stage_id ${id} first.`,
    )
  return refuse(
    'CMD-STAGE',
    `There is no stage ${id} in the file; it has ${list(stageIds(draft, sections))}.`,
  )
}

/** Path of the stage's entry. Of a repeated id the runtime's merge keeps the last entry, and so do edits. */
export function stagePath(draft: Draft, sections: Sections, id: string, analysis: Analysis): Path {
  const index = stageIndexes(draft, sections, id).at(-1)
  return index === undefined ? refuseUnknown(draft, sections, id, analysis) : [...sections.stages, index]
}

/** The same, but a stage that the base or the pipeline gives gets an entry of its own, which only names it. */
export function ensureStage(draft: Draft, sections: Sections, id: string, analysis: Analysis): Path {
  const index = stageIndexes(draft, sections, id).at(-1)
  if (index !== undefined) return [...sections.stages, index]
  if (!takenIds(draft, sections, analysis).has(id)) return refuseUnknown(draft, sections, id, analysis)
  draft.append(sections.stages, new Map([['stage_id', idValue(id)]]))
  return [...sections.stages, listAt(draft, sections.stages).length - 1]
}
