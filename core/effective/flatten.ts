import type { DocEntry, DocNode, Path, Range } from '../document/index.ts'
import type { PyValue } from '../value/index.ts'

/** A field of a stage as one layer writes it, under its name on the flattened stage. */
export interface FlatField {
  readonly value: PyValue
  readonly path: Path
  readonly range: Range
  /** True when the layer merges mappings of this field into those below instead of replacing them. */
  readonly deep: boolean
}

/** Fields by name, in the order in which they are written. */
export type FlatFields = ReadonlyMap<string, FlatField>

/** Mappings of a stage whose fields are the stage's own, and which of them the engine gets. */
const ENGINE_MAPS = ['engine_extras', 'engine_args']

/** Keys below a stage's `runtime` that win over the flat ones of the deploy dialect (runtime: `StageDeployConfig`). */
const RUNTIME_KEYS = ['process', 'devices', 'num_replicas', 'env', 'max_batch_size']

/** Keys that a later layer merges by member, whatever the layer. */
export const DEEP_KEYS: ReadonlySet<string> = new Set([
  'default_sampling_params',
  'default_pooling_params',
  'subtalker_sampling_params',
  'env',
])

const placeOf = (entry: DocEntry): Range => entry.node.alias ?? entry.node.range

function addEntries(
  fields: Map<string, FlatField>,
  node: DocNode | undefined,
  path: Path,
  deep: boolean,
  takes: (key: string) => boolean,
): void {
  if (node?.kind !== 'map') return
  for (const entry of node.entries) {
    if (!takes(entry.key)) continue
    fields.set(entry.key, {
      value: entry.node.value,
      path: [...path, entry.key],
      range: placeOf(entry),
      deep: deep || DEEP_KEYS.has(entry.key),
    })
  }
}

/**
 * The fields of a stage entry of either dialect under one set of names: the engine's own maps (`engine_args`,
 * `engine_extras`) and the process settings below `runtime` are spread over the flat keys, which they overlay.
 */
export function flattenStage(node: DocNode, path: Path): FlatFields {
  const fields = new Map<string, FlatField>()
  if (node.kind !== 'map') return fields
  const nested = new Map(node.entries.map(entry => [entry.key, entry.node]))
  const spread = new Set([...ENGINE_MAPS, 'runtime'].filter(key => nested.get(key)?.kind === 'map'))
  addEntries(fields, node, path, false, key => !spread.has(key))
  for (const key of ENGINE_MAPS) addEntries(fields, nested.get(key), [...path, key], true, () => true)
  addEntries(fields, nested.get('runtime'), [...path, 'runtime'], false, key => RUNTIME_KEYS.includes(key))
  return fields
}
