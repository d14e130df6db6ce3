import { type Draft, refuse } from '../document/splice/index.ts'
import type { Dialect, Path } from '../document/types.ts'
import { dictHas, isDict, isList, type PyValue, pyStr, pyTruthy } from '../value/index.ts'

/** Where the runtime reads stages, connectors and edges of a document, whether they are there or not. */
export interface Sections {
  readonly legacy: boolean
  readonly stages: Path
  readonly connectors: Path
  readonly edges: Path
}

/** `connectors` and `edges` below a deploy file's `runtime` block the top-level ones by mere presence (5.1, step 3). */
function deployPath(root: PyValue, key: 'connectors' | 'edges'): Path {
  const runtime = isDict(root) ? root.get('runtime') : undefined
  return isDict(runtime) && pyTruthy(runtime) && dictHas(runtime, key) ? ['runtime', key] : [key]
}

/** The places of the document's parts. A text without a document is about to become a deploy file. */
export function sectionsOf(draft: Draft): Sections {
  const root = draft.document.value
  if (root !== null && !isDict(root))
    refuse(
      'CMD-ROOT',
      'The file is a list or a single value, not a mapping of settings; start from a template.',
    )
  const dialect: Dialect = draft.document.dialect
  if (dialect === 'legacy' || dialect === 'both')
    return {
      legacy: true,
      stages: ['stage_args'],
      connectors: ['runtime', 'connectors'],
      edges: ['runtime', 'edges'],
    }
  return {
    legacy: false,
    stages: ['stages'],
    connectors: deployPath(root, 'connectors'),
    edges: deployPath(root, 'edges'),
  }
}

/** The items of the list at `path`; none when it is missing, null or something else. */
export function listAt(draft: Draft, path: Path): readonly PyValue[] {
  const value = draft.valueAt(path)
  return isList(value) ? value : []
}

/** The pairs of the mapping at `path`, keys as texts; none when it is missing, null or something else. */
export function pairsAt(draft: Draft, path: Path): readonly (readonly [string, PyValue])[] {
  const value = draft.valueAt(path)
  return isDict(value) ? [...value].map(([key, item]) => [pyStr(key), item]) : []
}

/** `str(item[key])`; null when the item has no such key, or null there. */
export function textOf(item: PyValue, key: string): string | null {
  const value = isDict(item) ? item.get(key) : undefined
  return value === undefined || value === null ? null : pyStr(value)
}

/** An id as a file writes it: a number where the text is one, as the runtime prints both alike. */
export const idValue = (id: string): PyValue => (/^(?:0|[1-9]\d{0,14})$/.test(id) ? Number(id) : id)

/** Takes the pair or item away, and what held it too when that is empty then. */
export function removeAndPrune(draft: Draft, path: Path): void {
  const parent = path.slice(0, -1)
  const value = draft.valueAt(parent)
  const size = isDict(value) ? value.size : isList(value) ? value.length : 0
  draft.remove(size === 1 && parent.length > 0 && draft.has(path) ? parent : path)
}
