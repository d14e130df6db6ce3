import type { Analysis } from '../contract/analysis.ts'
import { parseDocument } from '../document/parse.ts'
import { type Draft, refuse } from '../document/splice/index.ts'
import { isDict, isList, type PyDict, type PyValue } from '../value/index.ts'
import { idValue, sectionsOf, textOf } from './sections.ts'
import { nextId, stagePath, takenIds } from './stages.ts'
import type { Command } from './types.ts'

type Of<T extends Command['type']> = Extract<Command, { readonly type: T }>

const EDGE_KEYS = ['input_connectors', 'output_connectors', 'engine_input_source']

/** The stage without its edges, under another id. */
function renumbered(stage: PyDict, id: string): PyDict {
  const kept = [...stage].filter(([key]) => !EDGE_KEYS.includes(String(key)))
  return new Map(kept.map(([key, value]) => [key, key === 'stage_id' ? idValue(id) : value]))
}

export function duplicateStage(draft: Draft, command: Of<'duplicateStage'>, analysis: Analysis): string {
  const sections = sectionsOf(draft)
  const stage = draft.valueAt(stagePath(draft, sections, command.id, analysis))
  if (!isDict(stage)) refuse('CMD-STAGE', `Stage ${command.id} is no mapping; edit it in the text.`)
  const id = nextId(takenIds(draft, sections, analysis))
  draft.append(sections.stages, renumbered(stage, id))
  return `Duplicate stage ${command.id} as ${id}`
}

/** The stages of a copied text: one mapping, a list of them, or a document. */
function stagesIn(value: PyValue): readonly PyDict[] {
  const items = isList(value)
    ? value
    : isDict(value)
      ? (value.get('stage_args') ?? value.get('stages') ?? [value])
      : []
  return isList(items)
    ? items.filter(item => isDict(item) && textOf(item, 'stage_id') !== null).filter(isDict)
    : []
}

export function pasteStages(draft: Draft, command: Of<'pasteStages'>, analysis: Analysis): string {
  const pasted = parseDocument(command.text)
  if (!pasted.ok)
    refuse('CMD-PASTE', `What was copied is no YAML: ${pasted.problems[0]?.message ?? 'it can’t be read.'}`)
  const stages = stagesIn(pasted.value)
  if (stages.length === 0)
    refuse('CMD-PASTE', 'What was copied has no stage; copy a mapping with a stage_id.')
  const sections = sectionsOf(draft)
  const taken = new Set(takenIds(draft, sections, analysis))
  for (const stage of stages) {
    const old = textOf(stage, 'stage_id') ?? ''
    const id = taken.has(old) ? nextId(taken) : old
    taken.add(id)
    draft.append(sections.stages, renumbered(stage, id))
  }
  return stages.length === 1 ? 'Paste a stage' : `Paste ${stages.length} stages`
}
