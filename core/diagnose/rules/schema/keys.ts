import type { Path } from '../../../document/index.ts'
import { field } from '../../../schema/field.ts'
import { inTarget } from '../../../schema/index.ts'
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
import { dictGet, isDict, isList, type PyDict, type PyValue, pyStr } from '../../../value/index.ts'
import { planned, renameKey } from '../../fixes.ts'
import type { FindingDraft, Place } from '../../types.ts'
import type { RuleView } from '../../view.ts'
import { nearest, quote } from '../../words.ts'
import { ENGINE_KEYS, FORBIDDEN_EXTRAS, RENAMED_KEYS, TOPOLOGY_KEYS } from './engine-keys.ts'

/** What a mapping's keys mean there, and where a key that does not belong would. */
interface Level {
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

const namesOf = (fields: readonly FieldInfo[]): readonly string[] => fields.map(item => item.key)

const moved = (
  fields: readonly FieldInfo[],
  here: readonly FieldInfo[],
  place: string,
): ReadonlyMap<string, string> => {
  const own = new Set(namesOf(here))
  return new Map(namesOf(fields).flatMap(key => (own.has(key) ? [] : [[key, place] as const])))
}

const DEPLOY_TOP: Level = {
  where: 'the top of a deploy file',
  fields: DEPLOY_TOP_FIELDS,
  unknown: 'ignored',
  misplaced: moved(DEPLOY_STAGE_ALL, DEPLOY_TOP_FIELDS, 'a stage'),
}
const DEPLOY_STAGE: Level = {
  where: 'a stage',
  fields: DEPLOY_STAGE_ALL,
  unknown: 'forwarded',
  misplaced: moved(DEPLOY_TOP_FIELDS, DEPLOY_STAGE_ALL, 'the top of the file'),
  topology: true,
}
const LEGACY_TOP: Level = {
  where: 'the top of a legacy file',
  fields: LEGACY_TOP_FIELDS,
  unknown: 'tolerated',
  misplaced: moved(LEGACY_RUNTIME_TOP_FIELDS, LEGACY_TOP_FIELDS, '`runtime`'),
}
const LEGACY_STAGE: Level = {
  where: 'a legacy stage',
  fields: LEGACY_STAGE_FIELDS,
  unknown: 'tolerated',
  misplaced: new Map([
    ...moved(LEGACY_ENGINE_FIELDS, LEGACY_STAGE_FIELDS, '`engine_args`'),
    ...moved(LEGACY_RUNTIME_FIELDS, LEGACY_STAGE_FIELDS, 'the stage’s `runtime`'),
  ]),
  homes: { '`engine_args`': 'engine_args', 'the stage’s `runtime`': 'runtime' },
}
const levelOf = (where: string, fields: readonly FieldInfo[], unknown: Level['unknown']): Level => ({
  where,
  fields,
  unknown,
})
const LEGACY_RUNTIME = levelOf('`runtime`', LEGACY_RUNTIME_TOP_FIELDS, 'tolerated')
const LEGACY_ENGINE = levelOf('`engine_args`', LEGACY_ENGINE_FIELDS, 'forwarded')
const EDGE = levelOf('an edge', EDGE_FIELDS, 'ignored')
const PLATFORM = levelOf('a platform section', PLATFORM_FIELDS, 'ignored')

/** Keys that only hold anchors, or that other tools keep for themselves. */
const isAside = (key: string): boolean => /^(?:x-|_|\.)/.test(key)

const FATE: Readonly<Record<Level['unknown'], string>> = {
  ignored: 'the runtime ignores it without a word',
  forwarded: 'it is forwarded to the engine, which refuses it late or ignores it',
  tolerated: 'the runtime does not read it',
}

/** Moves an entry into a mapping beside it. */
function moveInto(view: RuleView, path: Path, home: string | undefined): Pick<FindingDraft, 'fix'> {
  if (home === undefined) return {}
  const key = String(path.at(-1))
  return {
    fix: () =>
      planned(view.document, `Move ${key} into ${home}`, draft => {
        const value = draft.valueAt(path) ?? null
        draft.remove(path)
        draft.set([...path.slice(0, -1), home, key], value)
      }),
  }
}

function keyFinding(view: RuleView, level: Level, path: Path, key: string): FindingDraft | null {
  const place: Place = { path, part: 'key' }
  const known = level.fields.find(candidate => candidate.key === key)
  if (known !== undefined)
    return inTarget(known, view.target)
      ? null
      : {
          severity: 'warning',
          place,
          message: `${quote(key)} is read since target ${known.since}; target ${view.target} ignores it.`,
        }
  const renamed = Object.hasOwn(RENAMED_KEYS, key) ? RENAMED_KEYS[key] : undefined
  if (renamed !== undefined)
    return {
      severity: 'warning',
      place,
      message: `${quote(key)} was renamed to ${renamed}; the old name has no effect any more.`,
      fix: () => renameKey(view.document, path, renamed),
    }
  if (level.topology === true && TOPOLOGY_KEYS.has(key))
    return {
      severity: 'warning',
      place,
      message: `${quote(key)} belongs to the pipeline's registry entry: in a deploy stage it is tolerated and changes nothing. Remove it, or register a pipeline of your own.`,
      fix: () => planned(view.document, `Remove ${key}`, draft => draft.remove(path)),
    }
  const home = level.misplaced?.get(key)
  if (home !== undefined)
    return {
      severity: 'warning',
      place,
      message: `${quote(key)} belongs into ${home}, not to ${level.where}: ${FATE[level.unknown]}. Move it there.`,
      ...moveInto(view, path, level.homes?.[home]),
    }
  if (isAside(key) || ENGINE_KEYS.has(key)) return null
  const meant = nearest(key, namesOf(level.fields))
  if (meant !== null)
    return {
      place,
      message: `${quote(key)} is no key of ${level.where}, and ${FATE[level.unknown]}. Did you mean ${meant}?`,
      fix: () => renameKey(view.document, path, meant),
    }
  if (level.unknown !== 'ignored') return null
  return {
    severity: 'warning',
    place,
    message: `${quote(key)} is no key of ${level.where}: ${FATE.ignored}. Remove it, or move it where it belongs.`,
  }
}

const present = (draft: FindingDraft | null): readonly FindingDraft[] => (draft === null ? [] : [draft])

/** Keys of a mapping, and of those of its mappings whose keys are known. */
function checkKeys(
  view: RuleView,
  level: Level,
  value: PyValue | undefined,
  path: Path,
): readonly FindingDraft[] {
  if (!isDict(value)) return []
  return [...value].flatMap(([name, item]) => {
    const key = pyStr(name)
    const own = present(keyFinding(view, level, [...path, key], key))
    const children = level.fields.find(candidate => candidate.key === key)?.children
    if (children === undefined || !isDict(item)) return own
    const inner: Level =
      key === 'engine_args'
        ? { ...level, where: '`engine_args`' }
        : key === 'runtime'
          ? levelOf('the stage’s `runtime`', children, 'tolerated')
          : levelOf(`\`${key}\``, children, 'tolerated')
    return [...own, ...checkKeys(view, inner, item, [...path, key])]
  })
}

const memberOf = (value: PyValue | undefined, key: string): PyValue | undefined =>
  isDict(value) ? dictGet(value, key) : undefined

function forbiddenExtras(value: PyValue, path: Path): readonly FindingDraft[] {
  const extras = memberOf(value, 'engine_extras')
  if (!isDict(extras)) return []
  return [...extras.keys()].map(pyStr).flatMap(key =>
    FORBIDDEN_EXTRAS.has(key)
      ? {
          consequence: 'raises' as const,
          place: { path: [...path, 'engine_extras', key], part: 'key' as const },
          message: `${quote(key)} is decided by \`model_runner\`, and the loader raises ValueError for it in engine_extras. Remove it and set model_runner.`,
        }
      : [],
  )
}

const eachOf = (
  list: PyValue | undefined,
  path: Path,
  check: (item: PyValue, path: Path) => readonly FindingDraft[],
): readonly FindingDraft[] =>
  isList(list) ? list.flatMap((item, index) => check(item, [...path, index])) : []

/** Items of `edges` that the parser skips because an end is missing. */
function halfEdge(item: PyValue, path: Path): readonly FindingDraft[] {
  if (!isDict(item)) return []
  const missing = ['from', 'to'].filter(key => (dictGet(item, key) ?? null) === null)
  return missing.length === 0
    ? []
    : [
        {
          severity: 'warning',
          place: { path, part: 'whole' },
          message: `This edge has no \`${missing.join('` and no `')}\`, so the parser skips it. Write both ends.`,
        },
      ]
}

const edgeKeys =
  (view: RuleView) =>
  (item: PyValue, path: Path): readonly FindingDraft[] => [
    ...checkKeys(view, EDGE, item, path),
    ...halfEdge(item, path),
  ]

/** Keys of one stage entry of a deploy file, a platform section or an override. */
export const deployStageKeys = (view: RuleView, value: PyValue, path: Path): readonly FindingDraft[] => [
  ...checkKeys(view, DEPLOY_STAGE, value, path),
  ...forbiddenExtras(value, path),
]

function platformKeys(view: RuleView, platforms: PyValue | undefined): readonly FindingDraft[] {
  if (!isDict(platforms)) return []
  return [...platforms].flatMap(([name, section]) => {
    const path = ['platforms', pyStr(name)]
    return [
      ...checkKeys(
        view,
        { ...PLATFORM, fields: PLATFORM.fields.filter(item => item.key !== 'stages') },
        without(section, 'stages'),
        path,
      ),
      ...eachOf(memberOf(section, 'stages'), [...path, 'stages'], (item, at) =>
        deployStageKeys(view, item, at),
      ),
    ]
  })
}

const without = (value: PyValue, key: string): PyDict =>
  isDict(value) ? new Map([...value].filter(([name]) => name !== key)) : new Map()

/** Sections with an own walk, because their items are of another level. */
const withoutSections = (value: PyDict): PyDict =>
  new Map([...value].map(([key, item]) => [key, isDict(item) && key !== 'duplex_session' ? null : item]))

/** The parser takes connectors and edges from `runtime` in deploy files too. */
const DEPLOY_TOP_AND_RUNTIME: Level = {
  ...DEPLOY_TOP,
  fields: [
    ...DEPLOY_TOP_FIELDS,
    field('runtime', 'map', 'Runtime', 'Connectors and edges, before the top level.'),
  ],
}

export function deployKeys(view: RuleView, value: PyDict): readonly FindingDraft[] {
  const runtime = memberOf(value, 'runtime')
  return [
    ...checkKeys(view, DEPLOY_TOP_AND_RUNTIME, withoutSections(value), []),
    ...eachOf(memberOf(value, 'stages'), ['stages'], (item, path) => deployStageKeys(view, item, path)),
    ...eachOf(memberOf(value, 'edges'), ['edges'], edgeKeys(view)),
    ...eachOf(memberOf(runtime, 'edges'), ['runtime', 'edges'], edgeKeys(view)),
    ...platformKeys(view, memberOf(value, 'platforms')),
  ]
}

export function legacyKeys(view: RuleView, value: PyDict): readonly FindingDraft[] {
  const runtime = memberOf(value, 'runtime')
  return [
    ...checkKeys(view, LEGACY_TOP, withoutSections(value), []),
    ...checkKeys(view, LEGACY_RUNTIME, isDict(runtime) ? withoutSections(runtime) : undefined, ['runtime']),
    ...eachOf(memberOf(value, 'stage_args'), ['stage_args'], (item, path) => [
      ...checkKeys(view, LEGACY_STAGE, without(item, 'engine_args'), path),
      ...checkKeys(view, LEGACY_ENGINE, memberOf(item, 'engine_args'), [...path, 'engine_args']),
    ]),
    ...eachOf(memberOf(runtime, 'edges'), ['runtime', 'edges'], edgeKeys(view)),
  ]
}
