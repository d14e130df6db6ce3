import type { Path } from '../../../document/index.ts'
import { inTarget, TOPOLOGY_KEYS } from '../../../schema/index.ts'
import {
  dictGet,
  isDict,
  isList,
  type PyDict,
  type PyValue,
  pyEquals,
  pyRepr,
  pyStr,
} from '../../../value/index.ts'
import { planned, renameKey } from '../../fixes.ts'
import type { FindingDraft, Place } from '../../types.ts'
import type { RuleView } from '../../view.ts'
import { nearest, quote } from '../../words.ts'
import { ENGINE_KEYS, FORBIDDEN_EXTRAS, RENAMED_KEYS } from './engine-keys.ts'
import {
  DEPLOY_STAGE,
  DEPLOY_TOP,
  EDGE,
  fieldOf,
  LEGACY_ENGINE,
  LEGACY_RUNTIME,
  LEGACY_STAGE,
  LEGACY_TOP,
  type Level,
  levelOf,
  namesOf,
  PLATFORM_OWN,
} from './levels.ts'

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
  const known = fieldOf(level, key)
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
    const children = fieldOf(level, key)?.children
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

/** What an edge's window and queue are where the runtime's own files set them. */
const USUAL: readonly (readonly [string, number])[] = [
  ['window_size', -1],
  ['max_inflight', 1],
]

/** Settings of an edge of which only one value is known to be in use. */
const unusual = (item: PyValue, path: Path): readonly FindingDraft[] =>
  USUAL.flatMap(([key, usual]) => {
    const value = isDict(item) ? (dictGet(item, key) ?? usual) : usual
    if (pyEquals(value, usual)) return []
    return [
      {
        severity: 'info',
        consequence: 'informs',
        place: { path: [...path, key] },
        message: `This edge sets ${key} to ${pyRepr(value)}. The parser of connectors reads only \`from\` and \`to\`, and no file that comes with the runtime sets another value than ${usual}: do not rely on it.`,
      },
    ]
  })

const edgeKeys =
  (view: RuleView) =>
  (item: PyValue, path: Path): readonly FindingDraft[] => [
    ...checkKeys(view, EDGE, item, path),
    ...halfEdge(item, path),
    ...unusual(item, path),
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
      ...checkKeys(view, PLATFORM_OWN, without(section, 'stages'), path),
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

/** `runtime` blocks the section of the same name at the top by its mere presence; the two are not merged. */
const blockedSections = (value: PyDict): readonly FindingDraft[] =>
  ['connectors', 'edges'].flatMap(key =>
    memberOf(value, key) !== undefined && memberOf(memberOf(value, 'runtime'), key) !== undefined
      ? {
          severity: 'warning' as const,
          place: { path: [key], part: 'key' as const },
          message: `\`runtime.${key}\` hides this section: the parser takes the one below \`runtime\` alone and merges nothing. Keep one of them.`,
          related: [{ path: ['runtime', key], part: 'key' as const, message: 'This one is read' }],
        }
      : [],
  )

export function deployKeys(view: RuleView, value: PyDict): readonly FindingDraft[] {
  const runtime = memberOf(value, 'runtime')
  return [
    ...checkKeys(view, DEPLOY_TOP, withoutSections(value), []),
    ...blockedSections(value),
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
