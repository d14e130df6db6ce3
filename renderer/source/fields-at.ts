import { connectorNames, NATIVE_KV_CONNECTORS, nativeKvConnector } from '../../core/connectors/index.ts'
import type { Analysis, AnalysisContext, TargetId } from '../../core/contract/analysis.ts'
import { nodeAt } from '../../core/document/index.ts'
import type { Path } from '../../core/document/types.ts'
import { PIPELINES, parsePipelineTexts } from '../../core/pipelines/index.ts'
import { type FieldInfo, fieldsFor, PLATFORM_NAMES, type SchemaDialect } from '../../core/schema/index.ts'
import { DEPLOY_TOP_FIELDS, LEGACY_TOP_FIELDS } from '../../core/schema/top-fields.ts'
import { DEFAULT_TARGET } from '../../core/targets/index.ts'

/** What completion and hover need to know of the open file. */
export interface FieldContext {
  readonly dialect: SchemaDialect
  readonly target: TargetId
  readonly stages: readonly string[]
  /** Labels of the file's connectors and their classes. */
  readonly connectors: Readonly<Record<string, string | null>>
  /** Keys of the user's own pipelines. */
  readonly pipelines: readonly string[]
  /** A text of the file, as it was when it could last be read. */
  readonly textAt: (path: Path) => string | null
}

export const fieldContext = (analysis: Analysis | null, launch: AnalysisContext): FieldContext => ({
  dialect: analysis?.document.dialect === 'legacy' ? 'legacy' : 'deploy',
  target: launch.target ?? DEFAULT_TARGET,
  stages: analysis?.stages.map(stage => stage.id) ?? [],
  connectors: Object.fromEntries(analysis?.connectors.map(({ label, name }) => [label, name]) ?? []),
  pipelines: parsePipelineTexts(launch.pipelineTexts ?? []).pipelines.map(({ key }) => key),
  textAt: path => {
    const value = analysis === null ? null : (nodeAt(analysis.document, path)?.value ?? null)
    return typeof value === 'string' ? value : null
  },
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

/** A thing of the schema, and what of a path lies in it. */
export interface Thing {
  readonly scope: 'stage' | 'connector' | 'edge'
  readonly rest: Path
}

/** A stage's entry, or a connector that is defined where the stage is wired. */
function stageThing(rest: Path): Thing {
  const isWiring = rest[0] === 'input_connectors' || rest[0] === 'output_connectors'
  return isWiring && rest.length > 1 ? { scope: 'connector', rest: rest.slice(2) } : { scope: 'stage', rest }
}

/** Cuts what leads to a thing of the schema off a path: a stage, a connector, an edge; null = the file itself. */
export function thingAt(path: Path): Thing | null {
  const [first, second, third] = path
  if (first === 'platforms' && typeof second === 'string') return thingAt(path.slice(2))
  if (first === 'runtime' && (second === 'connectors' || second === 'edges')) return thingAt(path.slice(1))
  if ((first === 'stages' || first === 'stage_args') && typeof second === 'number')
    return stageThing(path.slice(2))
  if (first === 'connectors' && second !== undefined) return { scope: 'connector', rest: path.slice(2) }
  if (first === 'edges' && typeof second === 'number' && third === undefined)
    return { scope: 'edge', rest: [] }
  return null
}

/** The class of the connector that is defined, or named, at `path`; null where it has none. */
export function classAt(path: Path, context: FieldContext): string | null {
  const label = context.textAt(path) ?? String(path.at(-1) ?? '')
  const known = Object.hasOwn(context.connectors, label) ? context.connectors[label] : null
  return context.textAt([...path, 'name']) ?? known ?? null
}

/** Where the connector that `path` leads into is defined. */
export const definitionOf = (path: Path, { rest }: Thing): Path => path.slice(0, path.length - rest.length)

/** The settings of vLLM's own KV connector, for the mapping that holds them; empty for every other mapping. */
function nativeKeys(path: Path, context: FieldContext): readonly KeyInfo[] {
  if (path.at(-1) !== 'kv_connector_extra_config') return []
  const name = context.textAt([...path.slice(0, -1), 'kv_connector'])
  const entry = name === null ? null : nativeKvConnector(name)
  return (entry?.extra ?? []).map(key => plain(key.name, key.meaning))
}

/** Every key that the schema and the file know for the mapping at `path`. */
export function keysAt(path: Path, context: FieldContext): readonly KeyInfo[] {
  const { dialect, target, stages } = context
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
  const className = thing.scope === 'connector' ? classAt(definitionOf(path, thing), context) : null
  return [
    ...below(fieldsFor(thing.scope, dialect, target, className), thing.rest),
    ...nativeKeys(path, context),
  ]
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
    return [
      ...context.pipelines.map(value => ({ value, note: 'your own pipeline' })),
      ...PIPELINES.map(({ key: value }) => ({ value, note: 'pipeline' })),
    ]
  if (key === 'kv_connector')
    return NATIVE_KV_CONNECTORS.map(({ name: value, title: note }) => ({ value, note }))
  if (thingAt(path)?.scope === 'edge' && (key === 'from' || key === 'to'))
    return context.stages.map(value => ({ value, note: 'stage' }))
  const field = fieldAt([...path, key], context)
  if (field === null) return []
  const choices = field.choices ?? (field.kinds.includes('boolean') ? ['true', 'false'] : [])
  return choices.map(value => ({ value, note: value === String(field.default) ? 'default' : '' }))
}
