import type { Analysis } from '../contract/analysis.ts'
import { type Draft, refuse } from '../document/splice/index.ts'
import type { Path } from '../document/types.ts'
import { isDict, type PyValue } from '../value/index.ts'
import { idValue, listAt, removeAndPrune, type Sections, sectionsOf, textOf } from './sections.ts'
import { ensureStage, nextId, refuseUnknown, stageIds, stageIndexes, stagePath, takenIds } from './stages.ts'
import type { Command } from './types.ts'
import { removeEdgeItems, removeSources, removeWires } from './wiring.ts'

type Of<T extends Command['type']> = Extract<Command, { readonly type: T }>

export function requireFree(id: string, taken: ReadonlySet<string>): void {
  if (id.trim() === '') refuse('CMD-ID', 'A stage id can’t be empty; give a number.')
  if (taken.has(id))
    refuse('CMD-ID', `Stage ${id} is there already; take ${nextId(taken)}, the next free id.`)
}

/** What tells the kind of engine; the default, an autoregressive one, needs no word in a deploy file. */
function kindFields(kind: Of<'addStage'>['kind'], legacy: boolean): readonly (readonly [string, PyValue])[] {
  if (kind === 'diffusion') return [['stage_type', 'diffusion']]
  if (kind === 'llm_generation') return legacy ? [['stage_type', 'llm']] : [['worker_type', 'generation']]
  return legacy ? [['stage_type', 'llm']] : []
}

function newStage(command: Of<'addStage'>, id: string, legacy: boolean): PyValue {
  const kind = command.kind ?? 'llm_ar'
  const name: readonly (readonly [string, PyValue])[] =
    command.modelStage === undefined ? [] : [['model_stage', command.modelStage]]
  const head: readonly (readonly [string, PyValue])[] = [
    ['stage_id', idValue(id)],
    ...kindFields(kind, legacy),
  ]
  if (!legacy) return new Map<PyValue, PyValue>([...head, ...name, ['devices', '0']])
  const worker: readonly (readonly [string, PyValue])[] =
    kind === 'diffusion' ? [] : [['worker_type', kind === 'llm_ar' ? 'ar' : 'generation']]
  const engine = new Map<PyValue, PyValue>([...name, ...worker])
  const stage = new Map<PyValue, PyValue>([...head, ['runtime', new Map([['devices', '0']])]])
  if (engine.size > 0) stage.set('engine_args', engine)
  return stage
}

/** True for a stage that the base file or the pipeline gives, of which this file says nothing yet. */
const isGivenElsewhere = (draft: Draft, sections: Sections, id: string, analysis: Analysis): boolean =>
  !stageIds(draft, sections).includes(id) &&
  analysis.stages.some(stage => stage.id === id && stage.origin !== 'ghost')

/**
 * Adds a stage behind the others; an empty text becomes a deploy file. A stage that the base or the pipeline gives
 * gets an entry that says nothing yet, so that everything about it stays as it is.
 */
export function addStage(draft: Draft, command: Of<'addStage'>, analysis: Analysis): string {
  const sections = sectionsOf(draft)
  const taken = takenIds(draft, sections, analysis)
  const id = command.id ?? nextId(taken)
  if (isGivenElsewhere(draft, sections, id, analysis)) {
    ensureStage(draft, sections, id, analysis)
    return `Write stage ${id} into the file`
  }
  requireFree(id, taken)
  draft.append(sections.stages, newStage(command, id, sections.legacy))
  return `Add stage ${id}`
}

/** The stage's own sections below `platforms`, by platform and position. */
export function platformEntries(draft: Draft, id: string): readonly Path[] {
  const platforms = draft.valueAt(['platforms'])
  if (!isDict(platforms)) return []
  return [...platforms.keys()].flatMap(name => {
    const path: Path = ['platforms', String(name), 'stages']
    return listAt(draft, path).flatMap((item, index) =>
      textOf(item, 'stage_id') === id ? [[...path, index]] : [],
    )
  })
}

function removeReferences(draft: Draft, sections: Sections, id: string): void {
  removeWires(draft, sections, wire => wire.from === id || wire.to === id)
  removeEdgeItems(draft, sections, item => textOf(item, 'from') === id || textOf(item, 'to') === id)
  removeSources(draft, sections, () => true, id)
  for (const path of [...platformEntries(draft, id)].reverse()) removeAndPrune(draft, path)
}

/**
 * Removes the stage with every edge to and from it, and its sections below `platforms`. Of a stage that only edges
 * name, the edges go.
 */
export function removeStage(draft: Draft, command: Of<'removeStage'>, analysis: Analysis): string {
  const sections = sectionsOf(draft)
  const { id } = command
  const before = draft.document.text
  if (isGivenElsewhere(draft, sections, id, analysis)) refuseUnknown(draft, sections, id, analysis)
  for (const index of [...stageIndexes(draft, sections, id)].reverse())
    draft.remove([...sections.stages, index])
  removeReferences(draft, sections, id)
  if (draft.document.text === before) refuseUnknown(draft, sections, id, analysis)
  return `Remove stage ${id}`
}

/** Where `model_stage` is read: `engine_args` wins over the stage's own keys. */
function namePath(draft: Draft, stage: Path, legacy: boolean): Path {
  const nested = [...stage, 'engine_args', 'model_stage']
  return legacy || draft.has(nested) ? nested : [...stage, 'model_stage']
}

export function renameStage(draft: Draft, command: Of<'renameStage'>, analysis: Analysis): string {
  const sections = sectionsOf(draft)
  const stage = stagePath(draft, sections, command.id, analysis)
  const name = command.name.trim()
  if (name === '') refuse('CMD-NAME', 'A stage’s name can’t be empty; type one, for example thinker.')
  draft.set(namePath(draft, stage, sections.legacy), name, { after: 'stage_id' })
  return `Rename stage ${command.id} to ${name}`
}
