import { connectorNames } from '../../core/connectors/index.ts'
import type { Analysis, TargetId } from '../../core/contract/analysis.ts'
import type { Path } from '../../core/document/types.ts'
import { PIPELINES } from '../../core/pipelines/index.ts'
import { type FieldInfo, fieldsFor, PLATFORM_NAMES, type SchemaDialect } from '../../core/schema/index.ts'
import { DEPLOY_TOP_FIELDS, LEGACY_TOP_FIELDS } from '../../core/schema/top-fields.ts'

/** What completion and hover need to know of the open file. */
export interface FieldContext {
  readonly dialect: SchemaDialect
  readonly target: TargetId
  readonly stages: readonly string[]
  /** Labels of the file's connectors and their classes. */
  readonly connectors: Readonly<Record<string, string | null>>
}

export const fieldContext = (analysis: Analysis | null, target: TargetId): FieldContext => ({
  dialect: analysis?.document.dialect === 'legacy' ? 'legacy' : 'deploy',
  target,
  stages: analysis?.stages.map(stage => stage.id) ?? [],
  connectors: Object.fromEntries(analysis?.connectors.map(({ label, name }) => [label, name]) ?? []),
})

/** A key that may stand in a mapping. */
export interface KeyInfo {
  readonly key: string
  /** What the schema says of it; null for keys that come from the file itself. */
  readonly field: FieldInfo | null
  /** A mapping or a list follows. */
  readonly opens: boolean
  readonly note: string
}

const opens = (field: FieldInfo): boolean =>
  field.kinds[0] === 'map' || (field.kinds[0]?.endsWith('list') ?? false)

/** The next step of each field that lies below `rest`; fields further down are told by the mapping they are in. */
function below(fields: readonly FieldInfo[], rest: Path): readonly KeyInfo[] {
  const keys = new Map<string, KeyInfo>()
  for (const field of fields) {
    if (!rest.every((step, index) => field.path[index] === step)) continue
    const key = field.path[rest.length]
    if (key === undefined) continue
    const exact = field.path.length === rest.length + 1
    if (exact) keys.set(key, { key, field, opens: opens(field), note: '' })
    else if (!keys.has(key)) keys.set(key, { key, field: null, opens: true, note: '' })
  }
  return [...keys.values()]
}

const plain = (key: string, note: string, opensBlock = false): KeyInfo => ({
  key,
  field: null,
  opens: opensBlock,
  note,
})

/** Cuts what leads to a thing of the schema off a path: a stage, a connector, an edge; null = the file itself. */
function thingAt(path: Path): { readonly scope: 'stage' | 'connector' | 'edge'; readonly rest: Path } | null {
  const [first, second, third] = path
  if (first === 'platforms' && typeof second === 'string') return thingAt(path.slice(2))
  if (first === 'runtime' && (second === 'connectors' || second === 'edges')) return thingAt(path.slice(1))
  if ((first === 'stages' || first === 'stage_args') && typeof second === 'number')
    return { scope: 'stage', rest: path.slice(2) }
  if (first === 'connectors' && second !== undefined) return { scope: 'connector', rest: path.slice(2) }
  if (first === 'edges' && typeof second === 'number' && third === undefined)
    return { scope: 'edge', rest: [] }
  return null
}

const connectorLabel = (path: Path): string => String(path[path.indexOf('connectors') + 1] ?? '')

/** Every key that the schema and the file know for the mapping at `path`. */
export function keysAt(path: Path, context: FieldContext): readonly KeyInfo[] {
  const { dialect, target, stages, connectors } = context
  const thing = thingAt(path)
  if (thing === null) {
    if (path.length === 0) return below(dialect === 'deploy' ? DEPLOY_TOP_FIELDS : LEGACY_TOP_FIELDS, [])
    if (path.length === 1 && path[0] === 'platforms')
      return PLATFORM_NAMES.map(name => plain(name, 'platform', true))
    return [
      ...below(fieldsFor('runtime', dialect, target), path),
      ...below(fieldsFor('top', dialect, target), path),
    ]
  }
  const side = thing.scope === 'stage' && thing.rest.length === 1 ? thing.rest[0] : null
  if (side === 'input_connectors') return stages.map(id => plain(`from_stage_${id}`, `from stage ${id}`))
  if (side === 'output_connectors') return stages.map(id => plain(`to_stage_${id}`, `to stage ${id}`))
  const className = thing.scope === 'connector' ? (connectors[connectorLabel(path)] ?? null) : null
  return below(fieldsFor(thing.scope, dialect, target, className), thing.rest)
}

/** What the schema says of the value at `path`; null when it says nothing. */
export const fieldAt = (path: Path, context: FieldContext): FieldInfo | null => {
  const key = path.at(-1)
  return keysAt(path.slice(0, -1), context).find(known => known.key === key)?.field ?? null
}

/** Values that may be written for `key` in the mapping at `path`, with a word on each. */
export function valuesAt(
  path: Path,
  key: string,
  context: FieldContext,
): readonly { readonly value: string; readonly note: string }[] {
  const side = path.at(-1)
  if (side === 'input_connectors' || side === 'output_connectors')
    return Object.entries(context.connectors).map(([label, name]) => ({ value: label, note: name ?? '' }))
  if (key === 'name' && thingAt(path)?.scope === 'connector')
    return connectorNames(context.target).map(value => ({ value, note: 'class' }))
  if (key === 'pipeline' && path.length === 0)
    return PIPELINES.map(({ key: value }) => ({ value, note: 'pipeline' }))
  if (thingAt(path)?.scope === 'edge' && (key === 'from' || key === 'to'))
    return context.stages.map(value => ({ value, note: 'stage' }))
  const field = fieldAt([...path, key], context)
  if (field === null) return []
  const choices = field.choices ?? (field.kinds.includes('boolean') ? ['true', 'false'] : [])
  return choices.map(value => ({ value, note: value === String(field.default) ? 'default' : '' }))
}
