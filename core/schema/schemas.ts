import { z } from 'zod'
import { CONNECTORS } from '../connectors/index.ts'
import type { TargetId } from '../contract/index.ts'
import { extraFields } from './connector-fields.ts'
import { inTarget } from './fields-for.ts'
import { DEPLOY_STAGE_ALL, LEGACY_ENGINE_FIELDS, LEGACY_STAGE_FIELDS } from './stage-fields.ts'
import { fieldNote, type Notes, objectSchema } from './to-zod.ts'
import {
  DEPLOY_TOP_FIELDS,
  EDGE_FIELDS,
  LEGACY_RUNTIME_TOP_FIELDS,
  LEGACY_TOP_FIELDS,
  PLATFORM_FIELDS,
} from './top-fields.ts'
import type { FieldInfo, SchemaDialect } from './types.ts'

export const PLATFORM_NAMES = ['npu', 'rocm', 'xpu', 'cuda', 'musa'] as const

/** Topology keys that deploy stages tolerate and ignore: the registry owns them. */
const TOLERATED = new Set(['stage_type', 'model_stage'])

/** A schema of one dialect for one target, with the notes that go with its parts. */
export interface ConfigSchema {
  readonly schema: z.ZodType
  readonly notes: Notes
}

const noteOf = (fields: readonly FieldInfo[], key: string) => {
  const item = fields.find(candidate => candidate.key === key)
  return item === undefined ? {} : fieldNote(item)
}

const literally = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')

/** A connector definition: each class with its own keys, and any other class with whatever it brings. */
function connectorSchema(target: TargetId, named: boolean, notes: Notes): z.ZodType {
  const known = CONNECTORS.filter(entry => entry.registered[target].length > 0)
  const classes = known.map(entry => {
    const extra = objectSchema(extraFields(entry, target), notes).register(notes, {
      id: `${entry.name}Extra`,
      title: `${entry.title}: extra`,
      description: entry.summary,
    })
    const [first, ...rest] = entry.registered[target]
    return z
      .looseObject({ name: z.enum([first ?? entry.name, ...rest]), extra: extra.optional() })
      .register(notes, { id: entry.name, title: entry.title, description: entry.summary })
  })
  const names = known.flatMap(entry => entry.registered[target]).map(literally)
  // zod reports a union's only branch that did not abort: this one must, or it hides what the class complains of
  const otherName = z.string().regex(new RegExp(`^(?!(?:${names.join('|')})$)`), { abort: true })
  const other = z
    .looseObject({
      name: named ? otherName : otherName.optional(),
      extra: z.record(z.string(), z.unknown()).optional(),
    })
    .register(notes, {
      id: 'OtherConnector',
      title: 'Another connector',
      description: `A class that target ${target} does not register${named ? '' : ', or a definition whose class the base file names'}.`,
    })
  return z.union([...classes, other]).register(notes, {
    id: 'Connector',
    title: 'Connector',
    description: 'Class and settings of one connector.',
  })
}

function wiringSchema(
  key: string,
  marker: string,
  fields: readonly FieldInfo[],
  connector: z.ZodType,
  notes: Notes,
) {
  return z
    .record(z.string().regex(new RegExp(`^${marker}\\S+$`)), z.union([z.string(), connector]))
    .register(notes, noteOf(fields, key))
}

/** Replaces the two wiring maps of a stage, whose values are labels or connectors written in place. */
const wiring = (fields: readonly FieldInfo[], connector: z.ZodType, notes: Notes) => ({
  input_connectors: wiringSchema('input_connectors', 'from_stage_', fields, connector, notes),
  output_connectors: wiringSchema('output_connectors', 'to_stage_', fields, connector, notes),
})

const listOf = (item: z.ZodType, fields: readonly FieldInfo[], key: string, notes: Notes): z.ZodType =>
  z.array(item).register(notes, noteOf(fields, key))

function deploySchema(target: TargetId, notes: Notes): z.ZodType {
  const live = (fields: readonly FieldInfo[]) => fields.filter(item => inTarget(item, target))
  const connector = connectorSchema(target, false, notes)
  const stage = objectSchema(
    [...live(DEPLOY_STAGE_ALL), ...LEGACY_ENGINE_FIELDS.filter(item => TOLERATED.has(item.key))],
    notes,
    wiring(DEPLOY_STAGE_ALL, connector, notes),
  ).register(notes, { id: 'Stage', title: 'Stage', description: 'Settings of one stage of the pipeline.' })
  const platform = objectSchema(live(PLATFORM_FIELDS), notes, {
    stages: listOf(stage, PLATFORM_FIELDS, 'stages', notes),
  }).register(notes, { id: 'Platform', title: 'Platform', description: 'What differs on one platform.' })
  const edge = objectSchema(EDGE_FIELDS, notes).register(notes, {
    id: 'Edge',
    title: 'Edge',
    description: 'An edge of the graph.',
  })
  const platforms = z
    .looseObject(Object.fromEntries(PLATFORM_NAMES.map(name => [name, platform.nullable().optional()])))
    .nullable()
    .register(notes, noteOf(DEPLOY_TOP_FIELDS, 'platforms'))
  return objectSchema(live(DEPLOY_TOP_FIELDS), notes, {
    stages: listOf(stage, DEPLOY_TOP_FIELDS, 'stages', notes),
    connectors: z
      .record(z.string(), connector)
      .nullable()
      .register(notes, noteOf(DEPLOY_TOP_FIELDS, 'connectors')),
    edges: z.array(edge).nullable().register(notes, noteOf(DEPLOY_TOP_FIELDS, 'edges')),
    platforms,
  })
}

function legacySchema(target: TargetId, notes: Notes): z.ZodType {
  const connector = connectorSchema(target, true, notes)
  const stage = objectSchema(
    LEGACY_STAGE_FIELDS,
    notes,
    wiring(LEGACY_STAGE_FIELDS, connector, notes),
  ).register(notes, { id: 'Stage', title: 'Stage', description: 'One stage of the pipeline.' })
  const edge = objectSchema(EDGE_FIELDS, notes).register(notes, {
    id: 'Edge',
    title: 'Edge',
    description: 'An edge of the graph.',
  })
  const runtime = objectSchema(LEGACY_RUNTIME_TOP_FIELDS, notes, {
    connectors: z
      .record(z.string(), connector)
      .register(notes, noteOf(LEGACY_RUNTIME_TOP_FIELDS, 'connectors')),
    edges: z.array(edge).nullable().register(notes, noteOf(LEGACY_RUNTIME_TOP_FIELDS, 'edges')),
  }).register(notes, { id: 'Runtime', ...noteOf(LEGACY_TOP_FIELDS, 'runtime') })
  return objectSchema(LEGACY_TOP_FIELDS, notes, {
    stage_args: listOf(stage, LEGACY_TOP_FIELDS, 'stage_args', notes),
    runtime,
  })
}

const built = new Map<string, ConfigSchema>()

/** The zod schema of a dialect as a target reads it. Tolerant where the runtime is: unknown keys pass. */
export function configSchema(dialect: SchemaDialect, target: TargetId): ConfigSchema {
  const key = `${dialect} ${target}`
  const known = built.get(key)
  if (known !== undefined) return known
  const notes: Notes = z.registry()
  const schema = dialect === 'deploy' ? deploySchema(target, notes) : legacySchema(target, notes)
  const made = { schema, notes }
  built.set(key, made)
  return made
}
