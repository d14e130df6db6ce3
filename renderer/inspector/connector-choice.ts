import type { ConnectorChoice } from '../../core/commands/index.ts'
import { CONNECTORS, connectorNames } from '../../core/connectors/index.ts'
import type { Analysis, EdgeView, TargetId } from '../../core/contract/analysis.ts'
import type { SelectOption } from '../ui/index.ts'

const AUTOMATIC = 'automatic'
const INLINE = 'inline'
const LABEL = 'label:'
const CLASS = 'class:'

/** What an edge's connector list offers: nothing of its own, the file's definitions, and new ones by class. */
export function connectorOptions(analysis: Analysis, edge: EdgeView): readonly SelectOption<string>[] {
  const inline = currentChoice(edge) === INLINE
  return [
    { value: AUTOMATIC, label: 'None: the runtime fills in shared memory' },
    ...(inline ? [{ value: INLINE, label: `${edge.connectorName} (written in place)` }] : []),
    ...danglingLabel(analysis, edge).map(label => ({
      value: LABEL + label,
      label: `${label} (not defined)`,
      group: 'Connectors of this file',
    })),
    ...analysis.connectors.map(({ label, name }) => ({
      value: LABEL + label,
      label: name === null ? label : `${label} (${name})`,
      group: 'Connectors of this file',
    })),
    ...offeredClasses(analysis.target).map(({ name, title }) => ({
      value: CLASS + name,
      label: `New: ${title} (${name})`,
      group: 'Define a new one',
    })),
  ]
}

const danglingLabel = (analysis: Analysis, edge: EdgeView): readonly string[] =>
  edge.connectorLabel === null || analysis.connectors.some(({ label }) => label === edge.connectorLabel)
    ? []
    : [edge.connectorLabel]

/** Classes of a target under the name that its factory knows them by. */
export const offeredClasses = (
  target: TargetId,
): readonly { readonly name: string; readonly title: string }[] =>
  CONNECTORS.flatMap(entry => {
    const names = entry.registered[target]
    const name = names.includes(entry.name) ? entry.name : names[0]
    return name === undefined ? [] : [{ name, title: entry.title }]
  })

export const currentChoice = (edge: EdgeView): string =>
  edge.connectorLabel !== null
    ? LABEL + edge.connectorLabel
    : edge.automatic || edge.origin === 'pipeline'
      ? AUTOMATIC
      : INLINE

/** The chosen option as a command understands it; null where nothing is to be done. */
export function choiceOf(value: string, analysis: Analysis): ConnectorChoice | null {
  if (value === AUTOMATIC) return { automatic: true }
  if (value.startsWith(LABEL)) return { label: value.slice(LABEL.length) }
  if (!value.startsWith(CLASS)) return null
  const name = value.slice(CLASS.length)
  return { label: freshLabel(name, analysis), name }
}

/** A label for a new definition, made of the class name: `shared_memory`, `shared_memory_2` …; never one in use. */
export function freshLabel(name: string, analysis: Pick<Analysis, 'connectors'>): string {
  const stem = name
    .replace(/Connector$/, '')
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
  const taken = new Set(analysis.connectors.map(({ label }) => label))
  let label = stem
  for (let number = 2; taken.has(label); number += 1) label = `${stem}_${number}`
  return label
}

/** True for a name that the target's factory makes. */
export const isKnownClass = (name: string, target: TargetId): boolean => connectorNames(target).includes(name)
