import {
  CONNECTORS,
  connectorEntry,
  extraKey,
  extraKeys,
  keyStatus,
  mistakenKey,
} from '../../../connectors/index.ts'
import type { ConnectorEntry, ExtraKey } from '../../../connectors/types.ts'
import { dictGet, dictHas, isDict, isString, type PyDict, type PyValue, pyStr } from '../../../value/index.ts'
import { planned, removeValue, renameKey, setValue } from '../../fixes.ts'
import { EVERY_TARGET } from '../../targets.ts'
import type { FindingDraft, Rule } from '../../types.ts'
import type { RuleView } from '../../view.ts'
import { nearest, quote, wholeNumber } from '../../words.ts'
import { type Definition, definitionsOf, memberPlace } from '../wiring/names.ts'
import { valueProblem } from './values.ts'

/** Keys that other rules look after: roles, senders' addresses and pool devices. */
const OTHERS = new Set(['role', 'sender_host', 'memory_pool_device'])

/** A definition that nothing uses breaks nothing yet. */
const unlessUnused = (definition: Definition, draft: FindingDraft): FindingDraft =>
  definition.used ? draft : { ...draft, severity: 'warning', consequence: 'informs' }

interface Entry {
  readonly definition: Definition
  readonly connector: ConnectorEntry
  readonly extra: PyDict
  readonly key: string
  readonly value: PyValue
}

function slip(view: RuleView, { definition, connector, key, extra }: Entry): FindingDraft | null {
  const mistaken = mistakenKey(connector, key)
  if (mistaken === null) return null
  const place = { ...memberPlace(view, definition, 'extra', key), part: 'key' as const }
  const { instead } = mistaken
  const shared = { place, stages: definition.stages }
  if (instead === null)
    return {
      ...shared,
      severity: 'warning',
      message: `${definition.what} sets ${quote(key)}, which ${connector.name} does not read. ${mistaken.why}`,
      fix: () => removeValue(view.document, place.path, `Remove ${key}`),
    }
  return unlessUnused(definition, {
    ...shared,
    message: `${definition.what} sets ${quote(key)}, which ${connector.name} does not read: write ${instead}. ${mistaken.why}`,
    ...(dictHas(extra, instead) ? {} : { fix: () => renameKey(view.document, place.path, instead) }),
  })
}

/** A key that no class reads and that is nearly one which this class does. */
function typo(view: RuleView, { definition, connector, key, extra }: Entry): FindingDraft | null {
  const known = CONNECTORS.some(other => extraKey(other, key) !== null)
  const meant = known
    ? null
    : nearest(
        key,
        extraKeys(connector, view.target).map(item => item.name),
      )
  if (meant === null || dictHas(extra, meant)) return null
  const place = { ...memberPlace(view, definition, 'extra', key), part: 'key' as const }
  return {
    severity: 'warning',
    place,
    stages: definition.stages,
    message: `${definition.what} sets ${quote(key)}, which ${connector.name} does not read. Did you mean ${meant}?`,
    fix: () => renameKey(view.document, place.path, meant),
  }
}

function idleKey(
  view: RuleView,
  { definition, connector, key }: Entry,
  known: ExtraKey,
): FindingDraft | null {
  const place = { ...memberPlace(view, definition, 'extra', key), part: 'key' as const }
  const shared = { severity: 'warning' as const, place, stages: definition.stages }
  switch (keyStatus(connector, key, view.target)) {
    case 'ignored':
      return {
        ...shared,
        consequence: 'informs',
        message: `${definition.what} sets ${quote(key)}, which is ignored since ${known.removed}. Remove it.`,
        fix: () => removeValue(view.document, place.path, `Remove ${key}`),
      }
    case 'not-yet':
      return {
        ...shared,
        message: `${definition.what} sets ${quote(key)}, which is read since ${known.since}; target ${view.target} ignores it.`,
      }
    case 'branch-only':
      return {
        ...shared,
        message: `${definition.what} sets ${quote(key)}, which only the unreleased ${known.branch} branch reads; target ${view.target} ignores it.`,
      }
    default:
      return known.internal
        ? {
            ...shared,
            message: `${definition.what} sets ${quote(key)}, which the runtime fills in per stage and edge; a written value stays on both ends and misleads one. Remove it.`,
            fix: () => removeValue(view.document, place.path, `Leave ${key} to the runtime`),
          }
        : null
  }
}

function wrongValue(view: RuleView, { definition, key, value }: Entry, known: ExtraKey): FindingDraft | null {
  const problem = valueProblem(known, value)
  if (problem === null) return null
  const place = memberPlace(view, definition, 'extra', key)
  const { meant } = problem
  return unlessUnused(definition, {
    message: `${definition.what}: ${key} ${problem.text}`,
    arithmetic: problem.arithmetic,
    place,
    ...(meant === undefined
      ? {}
      : { fix: () => setValue(view.document, place.path, meant, `Write ${wholeNumber(meant)}`) }),
    stages: definition.stages,
    ...(problem.raises
      ? { consequence: 'raises' as const }
      : { severity: 'warning' as const, consequence: 'silently-wrong' as const }),
  })
}

/** The KV manager spreads the settings over `{type: class}`, so this one replaces the class. */
function typeKey(view: RuleView, { definition, key, connector, value }: Entry): FindingDraft {
  const place = memberPlace(view, definition, 'extra', key)
  return {
    severity: 'warning',
    place: { ...place, part: 'key' },
    stages: definition.stages,
    message: `${definition.what} sets \`type\`, which KV transfer takes for the class: it makes ${quote(pyStr(value))} there instead of ${connector.name}. Remove it.`,
    fix: () => removeValue(view.document, place.path, 'Remove type'),
  }
}

function checkEntry(view: RuleView, entry: Entry): readonly FindingDraft[] {
  if (OTHERS.has(entry.key)) return []
  if (entry.key === 'type') return [typeKey(view, entry)]
  const known = extraKey(entry.connector, entry.key)
  if (known === null) return [slip(view, entry) ?? typo(view, entry) ?? []].flat()
  const idle = idleKey(view, entry, known)
  return [idle ?? wrongValue(view, entry, known) ?? []].flat()
}

/** Keys that stand beside `extra` and would count inside it. */
function besideExtra(
  view: RuleView,
  definition: Definition,
  value: PyDict,
  connector: ConnectorEntry,
): readonly FindingDraft[] {
  return [...value].flatMap(([name, item]) => {
    const key = pyStr(name)
    if (key === 'name' || key === 'extra') return []
    const known = extraKey(connector, key) !== null
    const place = memberPlace(view, definition, key)
    return {
      severity: 'warning' as const,
      place: { ...place, part: 'key' as const },
      stages: definition.stages,
      message: known
        ? `${definition.what} has ${quote(key)} beside \`extra\`, where nothing reads it: ${connector.name} gets only what stands below \`extra\`. Move it there.`
        : `${definition.what} has ${quote(key)}, but only \`name\` and \`extra\` are read of a connector. Remove it, or move it below \`extra\`.`,
      ...(known
        ? {
            fix: () =>
              planned(view.document, `Move ${key} below extra`, draft => {
                draft.remove(place.path)
                draft.set([...definition.place.path, 'extra', key], item)
              }),
          }
        : {}),
    }
  })
}

function checkDefinition(view: RuleView, definition: Definition): readonly FindingDraft[] {
  const { value } = definition
  if (!isDict(value)) return []
  const name = dictGet(value, 'name')
  const connector = isString(name) ? connectorEntry(name, view.target) : null
  if (connector === null) return []
  const extra = dictGet(value, 'extra')
  const entries = isDict(extra) ? [...extra] : []
  return [
    ...besideExtra(view, definition, value, connector),
    ...entries.flatMap(([key, item]) =>
      isDict(extra) ? checkEntry(view, { definition, connector, extra, key: pyStr(key), value: item }) : [],
    ),
  ]
}

export const EXTRA_KEYS: Rule = {
  code: 'EXTRA-1',
  family: 'extra',
  title: 'Setting that the connector does not take',
  explanation:
    'The keys of `extra` are not checked when the file is read: a key of another class is ignored without a word, and a value of the wrong kind fails when the connector is created. The classic slip is `proto` against `protocol`: the Mooncake store reads `proto` and stays on tcp, the transfer engine reads `protocol` and stays on rdma. Sizes are plain integers of bytes. Keys that the catalogue does not know are kept and passed through.',
  source: 'connector constructors; connector catalogue of this application',
  targets: EVERY_TARGET,
  severity: 'error',
  consequence: 'silently-wrong',
  check: view =>
    view.readsWiring ? definitionsOf(view).flatMap(definition => checkDefinition(view, definition)) : [],
}
