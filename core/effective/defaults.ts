import type { StageKind, TargetId } from '../contract/analysis.ts'
import { type FieldInfo, fieldsFor, type SchemaDialect } from '../schema/index.ts'
import { fromPlain, type PyValue } from '../value/index.ts'

/** Parents of a field that the flattened stage drops. */
const SPREAD = new Set(['engine_args', 'engine_extras', 'runtime'])

const isOwnField = (field: FieldInfo): boolean =>
  field.default !== undefined && field.path.slice(0, -1).every(step => SPREAD.has(step))

const isFor = (field: FieldInfo, kind: StageKind): boolean =>
  field.engine === 'any' || kind === 'unknown'
    ? field.engine === 'any'
    : (field.engine === 'diffusion') === (kind === 'diffusion')

/** What the runtime takes for a stage's fields that nobody writes, as far as the schema knows. */
export const stageDefaults = (
  dialect: SchemaDialect,
  target: TargetId,
  kind: StageKind,
): ReadonlyMap<string, PyValue> =>
  new Map(
    fieldsFor('stage', dialect, target)
      .filter(field => isOwnField(field) && isFor(field, kind))
      .map(field => [field.key, fromPlain(field.default)]),
  )

/** The same for the top level of a file. */
export const topDefaults = (dialect: SchemaDialect, target: TargetId): ReadonlyMap<string, PyValue> =>
  new Map(
    fieldsFor('top', dialect, target)
      .filter(field => field.default !== undefined && field.path.length === 1)
      .map(field => [field.key, fromPlain(field.default)]),
  )
