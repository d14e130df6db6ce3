import {
  connectorEntry,
  connectorNames,
  findConnector,
  nativeKvConnector,
} from '../../../connectors/index.ts'
import type { Path } from '../../../document/index.ts'
import { dictGet, isDict, isString, type PyValue, pyStr } from '../../../value/index.ts'
import { placeAt } from '../../config.ts'
import { removeValue, setValue } from '../../fixes.ts'
import { oncePerView } from '../../once.ts'
import { EVERY_TARGET } from '../../targets.ts'
import type { FindingDraft, Place, Rule } from '../../types.ts'
import { fieldPlace, type RuleView } from '../../view.ts'
import { listWords, nearest, quote } from '../../words.ts'

/** A connector definition of the file, named or written in place, and the stages that take it. */
export interface Definition {
  readonly what: string
  readonly value: PyValue
  readonly place: Place
  readonly stages: readonly string[]
  readonly used: boolean
}

/** Every definition, in the order of `connectors` and then of the stages. */
export const definitionsOf = oncePerView((view): readonly Definition[] => {
  const users = new Map<string, Set<string>>()
  for (const { label, stage } of view.config.wires) {
    if (label === null) continue
    const known = users.get(label)
    if (known === undefined) users.set(label, new Set([stage]))
    else known.add(stage)
  }
  const named = view.config.definitions.map(({ label, value, place }) => {
    const stages = [...(users.get(label) ?? [])]
    return { what: `Connector ${quote(label)}`, value, place, stages, used: stages.length > 0 }
  })
  const inline = view.config.wires
    .filter(wire => wire.label === null)
    .map(wire => ({
      what: `The connector of stage ${wire.stage}, ${pyStr(wire.key)}`,
      value: wire.definition,
      place: wire.place,
      stages: [wire.stage],
      used: true,
    }))
  return [...named, ...inline]
})

export const memberPlace = (view: RuleView, definition: Definition, ...steps: Path): Place =>
  definition.place.elsewhere === true
    ? definition.place
    : placeAt(view.document, [...definition.place.path, ...steps])

function unregistered(view: RuleView, definition: Definition, name: string): FindingDraft {
  const names = connectorNames(view.target)
  const other = findConnector(name)
  const here = other === null ? [] : other.registered[view.target]
  const meant = here[0] ?? nearest(name, names)
  const since =
    other !== null && here.length === 0
      ? `which is not part of target ${view.target}`
      : `which target ${view.target} does not know (it knows ${listWords(names)})`
  const place = memberPlace(view, definition, 'name')
  return {
    message: `${definition.what} names the class ${quote(name)}, ${since}: creating it raises "Unknown connector".${meant === null ? '' : ` Did you mean ${meant}?`}`,
    place,
    stages: definition.stages,
    ...(definition.used ? {} : { severity: 'warning' as const, consequence: 'informs' as const }),
    ...(meant === null ? {} : { fix: () => setValue(view.document, place.path, meant, `Use ${meant}`) }),
  }
}

function alias(view: RuleView, definition: Definition, name: string, real: string): FindingDraft {
  const place = memberPlace(view, definition, 'name')
  return {
    severity: 'warning',
    consequence: 'informs',
    message: `${definition.what} says ${name}, which is the older name of ${real}; it is neither the transfer engine nor vLLM's own ${name}. Write ${real}.`,
    place,
    stages: definition.stages,
    fix: () => setValue(view.document, place.path, real, `Use ${real}`),
  }
}

function className(view: RuleView, definition: Definition): readonly FindingDraft[] {
  if (!isDict(definition.value)) return []
  const name = dictGet(definition.value, 'name')
  if (name === undefined)
    return definition.used
      ? [
          {
            message: `${definition.what} has no \`name\`, so the parser raises KeyError. Add the class, for example name: SharedMemoryConnector.`,
            place: definition.place,
            stages: definition.stages,
          },
        ]
      : []
  if (!isString(name)) return []
  const entry = connectorEntry(name, view.target)
  if (entry === null) return [unregistered(view, definition, name)]
  const registered = entry.registered[view.target]
  return name !== entry.name && registered.includes(entry.name)
    ? [alias(view, definition, name, entry.name)]
    : []
}

/** vLLM's own KV connectors are another world: only names that belong to this one are certainly wrong there. */
function nativeName(view: RuleView): readonly FindingDraft[] {
  return view.stages.flatMap(stage => {
    const field = view.field(stage.id, 'kv_transfer_config')
    const name = isDict(field?.value) ? dictGet(field.value, 'kv_connector') : undefined
    if (field === null || !isDict(field.value) || !isString(name) || nativeKvConnector(name) !== null)
      return []
    const module = dictGet(field.value, 'kv_connector_module_path')
    if (findConnector(name) === null || (module !== undefined && module !== null)) return []
    const place = fieldPlace(field)
    return {
      severity: 'warning' as const,
      message: `Stage ${stage.id} names ${name} as its kv_connector, which is a class of \`connectors:\` and not one of vLLM's KV connectors. Name one of vLLM's, or wire ${name} to the edge instead.`,
      place:
        place.elsewhere === true ? place : placeAt(view.document, [...field.source.path, 'kv_connector']),
      stages: [stage.id],
    }
  })
}

const NAME: Rule = {
  code: 'NAME-1',
  family: 'wiring',
  title: 'Unknown connector class',
  explanation:
    'The factory makes connectors by class name and fails late, when the connector is created, with `Unknown connector`. A definition that nothing uses is only a warning. `MooncakeConnector` is the older name of the store class, which readers take for the transfer engine; and `kv_transfer_config.kv_connector` names vLLM’s own connectors, which share some of these names and are not interchangeable with them.',
  source: 'OmniConnectorFactory.create_connector',
  targets: EVERY_TARGET,
  severity: 'error',
  consequence: 'raises',
  check: view => [
    ...(view.readsWiring ? definitionsOf(view).flatMap(definition => className(view, definition)) : []),
    ...nativeName(view),
  ],
}

const ROLE_EFFECTS: Readonly<Record<string, string>> = {
  sender: 'the receiving stage binds the port as well',
  receiver: 'the sending stage cannot put anything',
  dual: 'both stages bind the port',
}

function writtenRole(view: RuleView, definition: Definition): readonly FindingDraft[] {
  if (!definition.used || !isDict(definition.value)) return []
  const name = dictGet(definition.value, 'name')
  const extra = dictGet(definition.value, 'extra')
  const role = isDict(extra) ? dictGet(extra, 'role') : undefined
  const entry = isString(name) ? connectorEntry(name, view.target) : null
  if (role === undefined || entry === null || entry.roles.values.length === 0) return []
  const place = memberPlace(view, definition, 'extra', 'role')
  const shared = {
    place,
    stages: definition.stages,
    fix: () => removeValue(view.document, place.path, 'Leave the role to the runtime'),
  }
  const written = isString(role) ? role.toLowerCase() : null
  if (written === null || !entry.roles.values.includes(written))
    return [
      {
        ...shared,
        severity: 'error',
        consequence: 'raises',
        message: `${definition.what} has role ${quote(pyStr(role))}; ${entry.name} takes ${listWords(entry.roles.values)} and raises otherwise. Leave the role out: the runtime sets it per stage.`,
      },
    ]
  return [
    {
      ...shared,
      message: `${definition.what} has role ${written}, which stays on both ends of the edge: ${ROLE_EFFECTS[written] ?? 'one end gets the wrong role'}. Leave it out: the runtime sets it per stage.`,
    },
  ]
}

const ROLE: Rule = {
  code: 'ROLE-1',
  family: 'wiring',
  title: 'Role written by hand',
  explanation:
    'The runtime sets `role` per stage, but only where none is written. A role on a shared definition therefore stays on both ends: with `sender` the receiver binds the port too, with `receiver` the sender cannot put. Values other than the class’s own, `auto` included, raise.',
  source: 'get_connectors_config_for_stage (setdefault), transfer engine constructors',
  targets: ['2026-07', '2026-09'],
  severity: 'warning',
  consequence: 'silently-wrong',
  check: view =>
    view.readsWiring ? definitionsOf(view).flatMap(definition => writtenRole(view, definition)) : [],
}

export const NAME_RULES: readonly Rule[] = [NAME, ROLE]
