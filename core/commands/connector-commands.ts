import { type Draft, refuse } from '../document/splice/index.ts'
import { fromPlain, isDict, type PyValue } from '../value/index.ts'
import { pairsAt, removeAndPrune, type Sections, sectionsOf } from './sections.ts'
import type { Command } from './types.ts'
import { removeWires, wiresOf } from './wiring.ts'

type Of<T extends Command['type']> = Extract<Command, { readonly type: T }>

/** `MooncakeStoreConnector` as a label: `mooncake_store_connector`. */
const labelFor = (name: string): string =>
  name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/[^A-Za-z0-9_]+/g, '_')
    .toLowerCase() || 'connector'

function freeLabel(name: string, taken: ReadonlySet<string>): string {
  const base = labelFor(name)
  for (let count = 1; ; count += 1) {
    const label = count === 1 ? base : `${base}_${count}`
    if (!taken.has(label)) return label
  }
}

const labelsOf = (draft: Draft, sections: Sections): ReadonlySet<string> =>
  new Set(pairsAt(draft, sections.connectors).map(([label]) => label))

function requireLabel(draft: Draft, sections: Sections, label: string): void {
  const labels = labelsOf(draft, sections)
  if (!labels.has(label))
    refuse(
      'CMD-CONNECTOR',
      `There is no connector ${label}; the file has ${[...labels].slice(0, 12).join(', ') || 'none'}.`,
    )
}

function requireFreeLabel(draft: Draft, sections: Sections, label: string): void {
  if (label.trim() === '')
    refuse('CMD-NAME', 'A connector’s name can’t be empty; type one, for example rdma.')
  if (labelsOf(draft, sections).has(label))
    refuse('CMD-NAME', `There is a connector ${label} already; choose another name.`)
}

/** Writes a definition. `connectors` stands above the stages when it has to be made. */
export function defineConnector(
  draft: Draft,
  sections: Sections,
  label: string,
  name: string,
  extra: PyValue,
): void {
  const settings = isDict(extra) && extra.size > 0 ? extra : null
  const definition = new Map<PyValue, PyValue>(
    settings === null
      ? [['name', name]]
      : [
          ['name', name],
          ['extra', settings],
        ],
  )
  draft.set([...sections.connectors, label], definition, { before: sections.legacy ? 'edges' : 'stages' })
}

export function addConnector(draft: Draft, command: Of<'addConnector'>): string {
  const sections = sectionsOf(draft)
  if (command.name.trim() === '')
    refuse('CMD-NAME', 'A connector needs a class, for example SharedMemoryConnector.')
  const label = command.label ?? freeLabel(command.name, labelsOf(draft, sections))
  requireFreeLabel(draft, sections, label)
  defineConnector(draft, sections, label, command.name, fromPlain(command.extra))
  return `Add connector ${label}`
}

export function removeConnector(draft: Draft, command: Of<'removeConnector'>): string {
  const sections = sectionsOf(draft)
  requireLabel(draft, sections, command.label)
  removeAndPrune(draft, [...sections.connectors, command.label])
  removeWires(draft, sections, wire => wire.value === command.label)
  return `Remove connector ${command.label}`
}

export function renameConnector(draft: Draft, command: Of<'renameConnector'>): string {
  const sections = sectionsOf(draft)
  const { label, newLabel } = command
  requireLabel(draft, sections, label)
  if (label !== newLabel) requireFreeLabel(draft, sections, newLabel)
  draft.rename([...sections.connectors, label], newLabel)
  for (const wire of wiresOf(draft, sections)) if (wire.value === label) draft.set(wire.path, newLabel)
  return `Rename connector ${label} to ${newLabel}`
}

export function setConnectorClass(draft: Draft, command: Of<'setConnectorClass'>): string {
  const sections = sectionsOf(draft)
  requireLabel(draft, sections, command.label)
  if (command.name.trim() === '')
    refuse('CMD-NAME', 'A connector needs a class, for example SharedMemoryConnector.')
  draft.set([...sections.connectors, command.label, 'name'], command.name)
  return `Make ${command.label} a ${command.name}`
}
