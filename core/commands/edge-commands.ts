import type { Analysis } from '../contract/analysis.ts'
import { type Draft, refuse } from '../document/splice/index.ts'
import type { Path } from '../document/types.ts'
import { fromPlain, isList, type PyValue } from '../value/index.ts'
import { defineConnector } from './connector-commands.ts'
import { idValue, listAt, type Sections, sectionsOf, textOf } from './sections.ts'
import { ensureStage } from './stages.ts'
import type { Command, ConnectorChoice, EdgeEnds } from './types.ts'
import {
  edgeIndexes,
  hasSource,
  INPUT,
  OUTPUT,
  removeEdgeItems,
  removeSources,
  removeWires,
  type Side,
  wiresBetween,
} from './wiring.ts'

type Of<T extends Command['type']> = Extract<Command, { readonly type: T }>

const arrow = ({ from, to }: EdgeEnds): string => `${from} → ${to}`

/** What stands in the wiring for a choice; null for none. A definition that is missing is made. */
function referenceFor(draft: Draft, sections: Sections, choice: ConnectorChoice): PyValue {
  if ('automatic' in choice) return null
  if ('inline' in choice) {
    const { name, extra } = choice.inline
    const settings = fromPlain(extra)
    return new Map<PyValue, PyValue>(
      settings === null
        ? [['name', name]]
        : [
            ['name', name],
            ['extra', settings],
          ],
    )
  }
  if (!draft.has([...sections.connectors, choice.label])) {
    if (choice.name === undefined)
      return refuse(
        'CMD-CONNECTOR',
        `There is no connector ${choice.label}; choose a class for it, or another connector.`,
      )
    defineConnector(draft, sections, choice.label, choice.name, null)
  }
  return choice.label
}

function wire(
  draft: Draft,
  sections: Sections,
  side: Side,
  ends: EdgeEnds,
  stage: Path,
  reference: PyValue,
): void {
  const known = wiresBetween(draft, sections, ends.from, ends.to).filter(candidate => candidate.side === side)
  const peer = side === INPUT ? ends.from : ends.to
  const path = known[0]?.path ?? [...stage, side.section, side.marker + peer]
  draft.set(path, reference, side === OUTPUT ? { after: INPUT.section } : { before: OUTPUT.section })
}

function wireBoth(
  draft: Draft,
  sections: Sections,
  ends: EdgeEnds,
  reference: PyValue,
  analysis: Analysis,
): void {
  wire(draft, sections, INPUT, ends, ensureStage(draft, sections, ends.to, analysis), reference)
  wire(draft, sections, OUTPUT, ends, ensureStage(draft, sections, ends.from, analysis), reference)
}

/** Names the producer in the consumer's `engine_input_source`, which is the topology of a legacy file. */
function addSource(draft: Draft, stage: Path, from: string): void {
  const path = [...stage, 'engine_input_source']
  const sources = draft.valueAt(path)
  if (hasSource(draft, stage, from)) return
  if (sources === undefined || sources === null || isList(sources)) draft.append(path, idValue(from))
}

const edgeItem = (ends: EdgeEnds, fields: readonly (readonly [string, PyValue])[] = []): PyValue =>
  new Map<PyValue, PyValue>([['from', idValue(ends.from)], ['to', idValue(ends.to)], ...fields])

/** Adds the edge to `edges` unless it is listed there. */
export function listEdge(
  draft: Draft,
  sections: Sections,
  ends: EdgeEnds,
  fields: readonly (readonly [string, PyValue])[] = [],
): void {
  if (edgeIndexes(draft, sections, ends.from, ends.to).length > 0) return
  draft.append(sections.edges, edgeItem(ends, fields), { after: 'connectors' })
}

/** True when the file gives the edge besides its connectors. */
function isListed(draft: Draft, sections: Sections, ends: EdgeEnds): boolean {
  return (
    edgeIndexes(draft, sections, ends.from, ends.to).length > 0 ||
    listAt(draft, sections.stages).some(
      (item, index) =>
        textOf(item, 'stage_id') === ends.to && hasSource(draft, [...sections.stages, index], ends.from),
    )
  )
}

function makeAutomatic(draft: Draft, sections: Sections, ends: EdgeEnds): void {
  removeWires(draft, sections, candidate => candidate.from === ends.from && candidate.to === ends.to)
  if (!isListed(draft, sections, ends)) listEdge(draft, sections, ends)
}

/** Draws an edge: the consumer reads from the producer, through the chosen connector. */
export function connect(draft: Draft, command: Of<'connect'>, analysis: Analysis): string {
  const sections = sectionsOf(draft)
  const { from, to, connector } = command
  if (from === to)
    refuse('CMD-SELF', `Stage ${from} can’t feed itself; the runtime refuses an edge from a stage to itself.`)
  const producer = ensureStage(draft, sections, from, analysis)
  const consumer = ensureStage(draft, sections, to, analysis)
  if (sections.legacy) addSource(draft, consumer, from)
  const reference = referenceFor(draft, sections, connector)
  if (reference === null) makeAutomatic(draft, sections, command)
  else {
    wire(draft, sections, INPUT, command, consumer, reference)
    wire(draft, sections, OUTPUT, command, producer, reference)
  }
  return `Connect ${arrow(command)}`
}

function requireEdge(draft: Draft, sections: Sections, ends: EdgeEnds, analysis: Analysis): void {
  const inFile =
    wiresBetween(draft, sections, ends.from, ends.to).length > 0 || isListed(draft, sections, ends)
  const known = analysis.edges.some(edge => edge.from === ends.from && edge.to === ends.to)
  if (!inFile && !known) refuse('CMD-EDGE', `There is no edge ${arrow(ends)}; draw it first.`)
}

export function disconnect(draft: Draft, command: Of<'disconnect'>, analysis: Analysis): string {
  const sections = sectionsOf(draft)
  requireEdge(draft, sections, command, analysis)
  const before = draft.document.text
  const { from, to } = command
  removeWires(draft, sections, wired => wired.from === from && wired.to === to)
  removeEdgeItems(draft, sections, item => textOf(item, 'from') === from && textOf(item, 'to') === to)
  removeSources(draft, sections, id => id === to, from)
  if (draft.document.text === before)
    refuse(
      'CMD-EDGE',
      `The edge ${arrow(command)} is not written in this file: its base or its pipeline gives it, so it can’t be removed here.`,
    )
  return `Disconnect ${arrow(command)}`
}

export function setEdgeConnector(draft: Draft, command: Of<'setEdgeConnector'>, analysis: Analysis): string {
  const sections = sectionsOf(draft)
  requireEdge(draft, sections, command, analysis)
  const reference = referenceFor(draft, sections, command.connector)
  if (reference === null) {
    makeAutomatic(draft, sections, command)
    return `Let the runtime choose the connector of ${arrow(command)}`
  }
  wireBoth(draft, sections, command, reference, analysis)
  const name = 'label' in command.connector ? command.connector.label : 'its own connector'
  return `Give ${arrow(command)} ${name}`
}
