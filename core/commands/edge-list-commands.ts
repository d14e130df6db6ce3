import type { Analysis } from '../contract/analysis.ts'
import { type Draft, refuse } from '../document/splice/index.ts'
import { fromPlain, type PyValue } from '../value/index.ts'
import { listEdge } from './edge-commands.ts'
import { type Sections, sectionsOf, textOf } from './sections.ts'
import { refuseUnknown, takenIds } from './stages.ts'
import type { Command, EdgeEnds } from './types.ts'
import { edgeIndexes, removeEdgeItems } from './wiring.ts'

type Of<T extends Command['type']> = Extract<Command, { readonly type: T }>

const arrow = ({ from, to }: EdgeEnds): string => `${from} → ${to}`

function requireEnds(draft: Draft, sections: Sections, ends: EdgeEnds, analysis: Analysis): void {
  const taken = takenIds(draft, sections, analysis)
  for (const id of [ends.from, ends.to]) if (!taken.has(id)) refuseUnknown(draft, sections, id, analysis)
}

export function addEdge(draft: Draft, command: Of<'addEdge'>, analysis: Analysis): string {
  const sections = sectionsOf(draft)
  requireEnds(draft, sections, command, analysis)
  if (edgeIndexes(draft, sections, command.from, command.to).length > 0)
    refuse('CMD-EDGE', `edges has ${arrow(command)} already; change that item instead.`)
  const fields = Object.entries(command.fields ?? {}).map(([key, value]) => [key, fromPlain(value)] as const)
  listEdge(draft, sections, command, fields)
  return `List edge ${arrow(command)}`
}

export function removeEdge(draft: Draft, command: Of<'removeEdge'>): string {
  const sections = sectionsOf(draft)
  const { from, to } = command
  if (edgeIndexes(draft, sections, from, to).length === 0)
    refuse('CMD-EDGE', `edges has no item ${arrow(command)}; the edge, if any, is given elsewhere.`)
  removeEdgeItems(draft, sections, item => textOf(item, 'from') === from && textOf(item, 'to') === to)
  return `Remove ${arrow(command)} from edges`
}

export function setEdgeField(draft: Draft, command: Of<'setEdgeField'>, analysis: Analysis): string {
  const sections = sectionsOf(draft)
  const { from, to, key } = command
  if (key === 'from' || key === 'to')
    refuse('CMD-EDGE', `${key} says which edge this is; remove the edge and draw another instead.`)
  const value: PyValue = fromPlain(command.value)
  const [index] = edgeIndexes(draft, sections, from, to)
  if (index === undefined && value !== null) {
    requireEnds(draft, sections, command, analysis)
    listEdge(draft, sections, command, [[key, value]])
  } else if (index !== undefined) {
    const path = [...sections.edges, index, key]
    if (value === null) draft.remove(path)
    else draft.set(path, value)
  }
  return `Set ${key} of ${arrow(command)}`
}
