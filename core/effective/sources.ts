import type { Provenance } from '../contract/analysis.ts'
import type { ValueSource } from '../contract/effective.ts'
import type { DocNode, ParsedDocument, Path } from '../document/index.ts'
import { type FlatField, flattenStage, NESTINGS } from './flatten.ts'
import type { Contribution } from './fold.ts'
import { stageIdOf } from './stage-list.ts'

/** A text that configuration comes from. */
export interface TextSource {
  readonly provenance: Provenance
  /** Null for the document itself, which alone has ranges. */
  readonly file: string | null
  readonly document: ParsedDocument
}

export function childNode(node: DocNode | null | undefined, key: string): DocNode | null {
  return node?.kind === 'map' ? (node.entries.find(entry => entry.key === key)?.node ?? null) : null
}

/** Stage entries of a list by id; of a repeated id the last, which is the one that counts. */
export type StageNodes = ReadonlyMap<string, { readonly node: DocNode; readonly path: Path }>

export function stageNodes(list: DocNode | null, path: Path): StageNodes {
  const nodes = new Map<string, { readonly node: DocNode; readonly path: Path }>()
  if (list?.kind !== 'seq') return nodes
  for (const [index, node] of list.items.entries()) {
    const id = stageIdOf(node.value)
    if (id !== null) nodes.set(id, { node, path: [...path, index] })
  }
  return nodes
}

export const sourceOf = (source: TextSource, field: Pick<FlatField, 'path' | 'range'>): ValueSource => ({
  provenance: source.provenance,
  file: source.file,
  path: field.path,
  range: source.file === null ? field.range : null,
})

/** A source's stage entries, ready to be asked for one stage. */
export interface StageLayer {
  readonly source: TextSource
  readonly nodes: StageNodes
}

const DEEP_KEYS = new Set([
  'default_sampling_params',
  'default_pooling_params',
  'subtalker_sampling_params',
  'env',
])

/** Whether a layer's mapping is merged into what lies below. */
export type Depth = 'always' | 'some' | 'never'

const isDeep = (field: FlatField, depth: Depth): boolean =>
  depth === 'always' ||
  (depth === 'some' &&
    (DEEP_KEYS.has(field.key) || field.nesting === 'engine_args' || field.nesting === 'engine_extras'))

/** Contributions by field, weakest first. */
export type Contributions = Map<string, Contribution[]>

export function contribute(to: Contributions, key: string, contribution: Contribution): void {
  const known = to.get(key)
  if (known === undefined) to.set(key, [contribution])
  else known.push(contribution)
}

/**
 * Adds what layers of one kind write for a stage. `layers` come strongest first; the place in the entry goes before
 * the layer: `runtime.devices` of a base file still wins over an overlay's `devices`.
 */
export function contributeLayers(
  to: Contributions,
  layers: readonly StageLayer[],
  id: string,
  depth: Depth,
): void {
  const written = layers.toReversed().flatMap(({ source, nodes }) => {
    const stage = nodes.get(id)
    const fields = stage === undefined ? [] : flattenStage(stage.node, stage.path)
    return fields
      .filter(({ key }) => depth === 'always' || key !== 'stage_id')
      .map(field => ({ source, field }))
  })
  for (const nesting of NESTINGS)
    for (const { source, field } of written)
      if (field.nesting === nesting)
        contribute(to, field.key, {
          value: field.value,
          source: sourceOf(source, field),
          deep: isDeep(field, depth),
        })
}
