import type { Analysis } from '../contract/analysis.ts'
import { parseDocument } from '../document/parse.ts'
import { type Draft, linesOfItem, linesOfRoot, refuse } from '../document/splice/index.ts'
import type { ParsedDocument, Path } from '../document/types.ts'
import { isDict, isList, type PyDict, pyStr } from '../value/index.ts'
import { defineConnector } from './connector-commands.ts'
import { idValue, listAt, pairsAt, removeAndPrune, type Sections, sectionsOf, textOf } from './sections.ts'
import { nextId, stagePath, takenIds } from './stages.ts'
import type { Command } from './types.ts'
import { peerOf, SIDES } from './wiring.ts'

type Of<T extends Command['type']> = Extract<Command, { readonly type: T }>

const EDGE_KEYS = ['input_connectors', 'output_connectors', 'engine_input_source']

/** Adds the entry as it is written and gives the path of the copy. */
function addCopy(draft: Draft, sections: Sections, lines: readonly string[] | null, stage: PyDict): Path {
  draft.appendLines(sections.stages, lines, stage)
  return [...sections.stages, listAt(draft, sections.stages).length - 1]
}

/** Copies a stage, comments included, behind the others: without its edges, under the next free id. */
export function duplicateStage(draft: Draft, command: Of<'duplicateStage'>, analysis: Analysis): string {
  const sections = sectionsOf(draft)
  const path = stagePath(draft, sections, command.id, analysis)
  const stage = draft.valueAt(path)
  if (!isDict(stage)) refuse('CMD-STAGE', `Stage ${command.id} is no mapping; edit it in the text.`)
  const id = nextId(takenIds(draft, sections, analysis))
  const copy = addCopy(draft, sections, linesOfItem(draft.document, path), stage)
  draft.set([...copy, 'stage_id'], idValue(id))
  for (const key of EDGE_KEYS) draft.remove([...copy, key])
  return `Duplicate stage ${command.id} as ${id}`
}

interface Pasted {
  readonly stage: PyDict
  readonly lines: readonly string[] | null
  readonly oldId: string
}

function pastedAt(document: ParsedDocument, value: unknown, path: Path): readonly Pasted[] {
  if (!(value instanceof Map)) return []
  const oldId = textOf(value, 'stage_id')
  const lines = path.length === 0 ? linesOfRoot(document) : linesOfItem(document, path)
  return oldId === null ? [] : [{ stage: value, lines, oldId }]
}

/** The stages of a copied text: one mapping, a list of them, or a document of either dialect. */
function pastedStages(document: ParsedDocument): readonly Pasted[] {
  const { value } = document
  if (isList(value)) return value.flatMap((item, index) => pastedAt(document, item, [index]))
  if (!isDict(value)) return []
  const section = value.has('stage_args') ? 'stage_args' : 'stages'
  const stages = value.get(section)
  if (isList(stages)) return stages.flatMap((item, index) => pastedAt(document, item, [section, index]))
  return pastedAt(document, value, [])
}

/** Definitions that a pasted document brings along, by label. */
function pastedDefinitions({ value }: ParsedDocument): PyDict {
  if (!isDict(value)) return new Map()
  const runtime = value.get('runtime')
  const nested = isDict(runtime) ? runtime.get('connectors') : undefined
  const definitions = nested ?? value.get('connectors')
  return isDict(definitions) ? definitions : new Map()
}

/** Makes a definition that the pasted text has and the file lacks; true when the label is defined then. */
function bringDefinition(draft: Draft, sections: Sections, label: string, brought: PyDict): boolean {
  if (draft.has([...sections.connectors, label])) return true
  const definition = brought.get(label)
  const name = isDict(definition) ? textOf(definition, 'name') : null
  if (!isDict(definition) || name === null) return false
  defineConnector(draft, sections, label, name, definition.get('extra') ?? null)
  return true
}

/**
 * Leads the copy's wiring to the copies of its neighbours. Edges to stages that are not here, or that already have
 * one from the stage that was copied, go.
 */
function rewire(
  draft: Draft,
  sections: Sections,
  copy: Path,
  newIds: ReadonlyMap<string, string>,
  keepsId: boolean,
  brought: PyDict,
): void {
  const ids = new Set(listAt(draft, sections.stages).map(stage => textOf(stage, 'stage_id')))
  for (const side of SIDES)
    for (const [key, reference] of pairsAt(draft, [...copy, side.section])) {
      const path = [...copy, side.section, key]
      const peer = peerOf(side, key)
      const newPeer = newIds.get(peer) ?? (keepsId && ids.has(peer) ? peer : null)
      const defined = typeof reference !== 'string' || bringDefinition(draft, sections, reference, brought)
      if (newPeer === null || !defined) removeAndPrune(draft, path)
      else if (newPeer !== peer) draft.rename(path, side.marker + newPeer)
    }
  resource(draft, copy, peer => newIds.get(peer) ?? (keepsId && ids.has(peer) ? peer : null))
}

function resource(draft: Draft, copy: Path, newPeerOf: (peer: string) => string | null): void {
  const path = [...copy, 'engine_input_source']
  for (const [index, source] of [...listAt(draft, path).entries()].reverse()) {
    const newPeer = newPeerOf(pyStr(source))
    if (newPeer === null) removeAndPrune(draft, [...path, index])
    else draft.set([...path, index], idValue(newPeer))
  }
}

/** Adds stages that were copied as text. Taken ids are renewed; edges among the pasted stages are kept. */
export function pasteStages(draft: Draft, command: Of<'pasteStages'>, analysis: Analysis): string {
  const document = parseDocument(command.text)
  if (!document.ok)
    refuse('CMD-PASTE', `What was copied is no YAML. ${document.problems[0]?.message ?? ''}`.trim())
  const pasted = pastedStages(document)
  if (pasted.length === 0)
    refuse('CMD-PASTE', 'What was copied has no stage; copy a mapping with a stage_id.')
  const sections = sectionsOf(draft)
  const taken = new Set(takenIds(draft, sections, analysis))
  const newIds = new Map<string, string>()
  const copies: { readonly path: Path; readonly keepsId: boolean }[] = []
  for (const { stage, lines, oldId } of pasted) {
    const id = taken.has(oldId) ? nextId(taken) : oldId
    taken.add(id)
    newIds.set(oldId, id)
    const path = addCopy(draft, sections, lines, stage)
    draft.set([...path, 'stage_id'], idValue(id))
    copies.push({ path, keepsId: id === oldId })
  }
  const brought = pastedDefinitions(document)
  for (const { path, keepsId } of copies) rewire(draft, sections, path, newIds, keepsId, brought)
  return pasted.length === 1 ? `Paste stage ${[...newIds.values()][0]}` : `Paste ${pasted.length} stages`
}
