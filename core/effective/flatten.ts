import type { DocEntry, DocNode, Path, Range } from '../document/index.ts'
import type { PyValue } from '../value/index.ts'

/** Where in a stage entry a field is written; of one field the higher place wins, whichever file it is in. */
export type Nesting = 'flat' | 'engine_extras' | 'engine_args' | 'runtime'
export const NESTINGS: readonly Nesting[] = ['flat', 'engine_extras', 'engine_args', 'runtime']

/** A field of a stage entry under its name on the flattened stage. */
export interface FlatField {
  readonly key: string
  readonly value: PyValue
  readonly path: Path
  readonly range: Range
  readonly nesting: Nesting
}

/** Keys below a stage's `runtime` that win over the flat ones (runtime: `StageDeployConfig`, legacy `runtime`). */
const RUNTIME_KEYS = new Set(['process', 'devices', 'num_replicas', 'env', 'max_batch_size'])

const placeOf = (entry: DocEntry): Range => entry.node.alias ?? entry.node.range

const fieldOf = (entry: DocEntry, path: Path, nesting: Nesting): FlatField => ({
  key: entry.key,
  value: entry.node.value,
  path: [...path, entry.key],
  range: placeOf(entry),
  nesting,
})

function nestedFields(entry: DocEntry, path: Path, nesting: Nesting): readonly FlatField[] {
  if (entry.node.kind !== 'map') return []
  const below = [...path, entry.key]
  const taken = entry.node.entries.filter(item => nesting !== 'runtime' || RUNTIME_KEYS.has(item.key))
  return taken.map(item => fieldOf(item, below, nesting))
}

/**
 * The fields of a stage entry of either dialect under one set of names: the engine's own maps (`engine_args`,
 * `engine_extras`) and the process settings below `runtime` are spread.
 */
export function flattenStage(node: DocNode, path: Path): readonly FlatField[] {
  if (node.kind !== 'map') return []
  return node.entries.flatMap(entry => {
    const nesting = NESTINGS.find(name => name === entry.key && name !== 'flat')
    return nesting === undefined || entry.node.kind !== 'map'
      ? [fieldOf(entry, path, 'flat')]
      : nestedFields(entry, path, nesting)
  })
}
