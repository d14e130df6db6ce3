import { field } from '../../../schema/field.ts'
import {
  DEPLOY_STAGE_ALL,
  LEGACY_ENGINE_FIELDS,
  LEGACY_RUNTIME_FIELDS,
  LEGACY_STAGE_FIELDS,
} from '../../../schema/stage-fields.ts'
import {
  DEPLOY_TOP_FIELDS,
  EDGE_FIELDS,
  LEGACY_RUNTIME_TOP_FIELDS,
  LEGACY_TOP_FIELDS,
  PLATFORM_FIELDS,
} from '../../../schema/top-fields.ts'
import type { FieldInfo } from '../../../schema/types.ts'
import { firstBy } from '../../group.ts'

/** What a mapping's keys mean there, and where a key that does not belong would. */
export interface Level {
  /** As a sentence names the place: `the top of a deploy file`. */
  readonly where: string
  readonly fields: readonly FieldInfo[]
  /** What happens to a key that is not known here. */
  readonly unknown: 'ignored' | 'forwarded' | 'tolerated'
  /** Keys of other places, with the place they belong to. */
  readonly misplaced?: ReadonlyMap<string, string>
  /** Mapping of the same thing that a misplaced key can be moved into, by the name of its place. */
  readonly homes?: Readonly<Record<string, string>>
  readonly topology?: boolean
}

const tables = new WeakMap<readonly FieldInfo[], ReadonlyMap<string, FieldInfo>>()

function tableOf(fields: readonly FieldInfo[]): ReadonlyMap<string, FieldInfo> {
  const table = tables.get(fields) ?? firstBy(fields, item => item.key)
  tables.set(fields, table)
  return table
}

/** What is known of a key at the level. */
export const fieldOf = (level: Level, key: string): FieldInfo | undefined => tableOf(level.fields).get(key)

export const namesOf = (fields: readonly FieldInfo[]): Iterable<string> => tableOf(fields).keys()

const moved = (
  fields: readonly FieldInfo[],
  here: readonly FieldInfo[],
  place: string,
): ReadonlyMap<string, string> => {
  const own = new Set(namesOf(here))
  return new Map([...namesOf(fields)].flatMap(key => (own.has(key) ? [] : [[key, place] as const])))
}

/** The parser takes connectors and edges from `runtime` in deploy files too. */
export const DEPLOY_TOP: Level = {
  where: 'the top of a deploy file',
  fields: [
    ...DEPLOY_TOP_FIELDS,
    field('runtime', 'map', 'Runtime', 'Connectors and edges, before the top level.'),
  ],
  unknown: 'ignored',
  misplaced: moved(DEPLOY_STAGE_ALL, DEPLOY_TOP_FIELDS, 'a stage'),
}
export const DEPLOY_STAGE: Level = {
  where: 'a stage',
  fields: DEPLOY_STAGE_ALL,
  unknown: 'forwarded',
  misplaced: moved(DEPLOY_TOP_FIELDS, DEPLOY_STAGE_ALL, 'the top of the file'),
  topology: true,
}
export const LEGACY_TOP: Level = {
  where: 'the top of a legacy file',
  fields: LEGACY_TOP_FIELDS,
  unknown: 'tolerated',
  misplaced: moved(LEGACY_RUNTIME_TOP_FIELDS, LEGACY_TOP_FIELDS, '`runtime`'),
}
export const LEGACY_STAGE: Level = {
  where: 'a legacy stage',
  fields: LEGACY_STAGE_FIELDS,
  unknown: 'tolerated',
  misplaced: new Map([
    ...moved(LEGACY_ENGINE_FIELDS, LEGACY_STAGE_FIELDS, '`engine_args`'),
    ...moved(LEGACY_RUNTIME_FIELDS, LEGACY_STAGE_FIELDS, 'the stage’s `runtime`'),
  ]),
  homes: { '`engine_args`': 'engine_args', 'the stage’s `runtime`': 'runtime' },
}
export const levelOf = (where: string, fields: readonly FieldInfo[], unknown: Level['unknown']): Level => ({
  where,
  fields,
  unknown,
})
export const LEGACY_RUNTIME = levelOf('`runtime`', LEGACY_RUNTIME_TOP_FIELDS, 'tolerated')
export const LEGACY_ENGINE = levelOf('`engine_args`', LEGACY_ENGINE_FIELDS, 'forwarded')
export const EDGE = levelOf('an edge', EDGE_FIELDS, 'ignored')
export const PLATFORM = levelOf('a platform section', PLATFORM_FIELDS, 'ignored')
/** The section without its stages, which have a level of their own. */
export const PLATFORM_OWN: Level = {
  ...PLATFORM,
  fields: PLATFORM_FIELDS.filter(item => item.key !== 'stages'),
}
