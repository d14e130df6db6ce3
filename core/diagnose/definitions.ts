import { connectorEntry } from '../connectors/index.ts'
import type { ConnectorEntry } from '../connectors/types.ts'
import type { EdgeView } from '../contract/analysis.ts'
import type { EdgeRef } from '../contract/finding.ts'
import type { Path } from '../document/index.ts'
import { edgeId } from '../graph/index.ts'
import type { PyDict } from '../value/index.ts'
import { placeAt } from './config.ts'
import { specEdges } from './lookups.ts'
import { oncePerView } from './once.ts'
import type { Place } from './types.ts'
import type { RuleView } from './view.ts'

/** A connector that edges use, with what it is and where it is written. */
export interface UsedDefinition {
  readonly label: string | null
  /** Class name as written; the entry's own is in `entry.name`. */
  readonly name: string
  /** Null for a class that the target does not know. */
  readonly entry: ConnectorEntry | null
  readonly extra: PyDict
  readonly path: Path
  readonly edges: readonly EdgeRef[]
}

/** Where an edge's connector is defined: below its label, or in place. */
function definitionPath(
  view: RuleView,
  shown: EdgeView | undefined,
): { label: string | null; path: Path } | null {
  if (shown === undefined || shown.automatic) return null
  const label = shown.connectorLabel
  if (label !== null) return { label, path: [...view.config.connectorsPath, label] }
  const path = shown.inputPath ?? shown.outputPath ?? shown.edgePath
  return path === null ? null : { label, path }
}

function collect(view: RuleView): readonly UsedDefinition[] {
  const shown = new Map(view.edges.map(edge => [edge.id, edge]))
  const found = new Map<string, UsedDefinition & { edges: EdgeRef[] }>()
  for (const edge of specEdges(view)) {
    const place = definitionPath(view, shown.get(edgeId(edge.from, edge.to)))
    if (place === null) continue
    const key = JSON.stringify(place.path)
    const known = found.get(key)
    if (known !== undefined) {
      known.edges.push({ from: edge.from, to: edge.to })
      continue
    }
    const { name, extra } = edge.spec
    const entry = connectorEntry(name, view.target)
    found.set(key, { ...place, name, entry, extra, edges: [{ from: edge.from, to: edge.to }] })
  }
  return [...found.values()]
}

/** The connectors that edges of the runtime's configuration use, in their order; automatic ones are not written. */
export const usedDefinitions = oncePerView(collect)

/** Where a key of a connector's extra stands; its definition where it is left out. */
export const extraPlace = (view: RuleView, definition: UsedDefinition, key: string): Place =>
  placeAt(view.document, definition.extra.has(key) ? [...definition.path, 'extra', key] : definition.path)

/** Stages at both ends of a connector's edges, each once. */
export const stagesOf = ({ edges }: UsedDefinition): readonly string[] => [
  ...new Set(edges.flatMap(edge => [edge.from, edge.to])),
]

/** `connector engine`, or the class of one that is written in place. */
export const definitionWords = ({ label, name }: UsedDefinition): string =>
  label === null ? `the ${name} in place` : `connector ${label}`
