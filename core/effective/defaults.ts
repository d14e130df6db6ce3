import type { StageKind, TargetId } from '../contract/analysis.ts'
import { type FieldInfo, fieldsFor, type SchemaDialect } from '../schema/index.ts'
import { fromPlain, type PyValue } from '../value/index.ts'

type Defaults = ReadonlyMap<string, PyValue>

/** The schema never changes while the app runs, so each of the few tables is made once. */
const tables = new Map<string, Defaults>()

function table(name: string, make: () => readonly FieldInfo[]): Defaults {
  const known = tables.get(name)
  if (known !== undefined) return known
  const made = new Map(make().map(field => [field.key, fromPlain(field.default)]))
  tables.set(name, made)
  return made
}

/** Parents of a field that the flattened stage drops. */
const SPREAD = new Set(['engine_args', 'engine_extras', 'runtime'])

const isOwnField = (field: FieldInfo): boolean =>
  field.default !== undefined && field.path.slice(0, -1).every(step => SPREAD.has(step))

const isFor = (field: FieldInfo, kind: StageKind): boolean =>
  field.engine === 'any' || kind === 'unknown'
    ? field.engine === 'any'
    : (field.engine === 'diffusion') === (kind === 'diffusion')

/** What the runtime takes for a stage's fields that nobody writes, as far as the schema knows. */
export const stageDefaults = (dialect: SchemaDialect, target: TargetId, kind: StageKind): Defaults =>
  table(`stage ${dialect} ${target} ${kind}`, () =>
    fieldsFor('stage', dialect, target).filter(field => isOwnField(field) && isFor(field, kind)),
  )

/** The same for the top level of a file. */
export const topDefaults = (dialect: SchemaDialect, target: TargetId): Defaults =>
  table(`top ${dialect} ${target}`, () =>
    fieldsFor('top', dialect, target).filter(field => field.default !== undefined && field.path.length === 1),
  )
