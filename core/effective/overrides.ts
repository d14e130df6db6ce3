import { type DocEntry, parseDocument } from '../document/index.ts'
import type { StageNodes, TextSource } from './sources.ts'

const OVERRIDES = '--stage-overrides'

/** Keys that the runtime drops from a stage's overrides without a word (upstream issue 5728). */
export const DROPPED_OVERRIDES: ReadonlySet<string> = new Set([
  'connectors',
  'edges',
  'stages',
  'platforms',
  'pipeline',
  'session_mode',
  'env',
  'input_connectors',
  'output_connectors',
])

export interface OverrideLayer {
  readonly source: TextSource
  readonly nodes: StageNodes
}

function withoutDropped(entry: DocEntry): DocEntry {
  if (entry.node.kind !== 'map') return entry
  const entries = entry.node.entries.filter(item => !DROPPED_OVERRIDES.has(item.key))
  return { ...entry, node: { ...entry.node, entries } }
}

/** The overrides of each stage by its id; null where the text is absent or no JSON mapping. */
export function readOverrides(text: string | undefined): OverrideLayer | null {
  if (text === undefined || text.trim() === '') return null
  const document = parseDocument(text, { fileName: 'stage-overrides.json' })
  if (!document.ok || document.root?.kind !== 'map') return null
  const entries = document.root.entries.map(withoutDropped)
  return {
    source: { provenance: 'override', file: OVERRIDES, document },
    nodes: new Map(entries.map(entry => [entry.key, { node: entry.node, path: [entry.key] }])),
  }
}
