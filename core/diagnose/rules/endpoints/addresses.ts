import { extraKey } from '../../../connectors/index.ts'
import { hostByAddress } from '../../../inventory/index.ts'
import { isAutomatic, isLoopback } from '../../../ports/machines.ts'
import { dictGet, isDict, isString } from '../../../value/index.ts'
import {
  definitionWords,
  extraPlace,
  stagesOf,
  type UsedDefinition,
  usedDefinitions,
} from '../../definitions.ts'
import { EVERY_TARGET } from '../../targets.ts'
import type { FindingDraft, Place, Rule } from '../../types.ts'
import { fieldPlace, hostsDiffer, type RuleView } from '../../view.ts'
import { listWords, quote } from '../../words.ts'
import { splitAddress } from '../ports/services.ts'

/** An address of the file, written or by default. */
interface Address {
  readonly key: string
  /** Address without port or scheme. */
  readonly host: string
  readonly text: string
  readonly written: boolean
}

const ADDRESS_UNITS = new Set(['host', 'host:port', 'url'])

const hostIn = (text: string, unit: string): string =>
  unit === 'host' ? text.trim() : (splitAddress(text)?.host ?? text)

/** A datasystem client dials the worker of its own host, so loopback is right there. */
const LOCAL_WORKER = new Set(['YuanrongConnector'])

function addressesOf({ entry, extra }: UsedDefinition): readonly Address[] {
  if (entry === null) return []
  return entry.extra.flatMap(key => {
    const unit = key.unit ?? ''
    const value = dictGet(extra, key.name) ?? key.default
    if (!ADDRESS_UNITS.has(unit) || !isString(value)) return []
    return { key: key.name, text: value, host: hostIn(value, unit), written: extra.has(key.name) }
  })
}

const separated = (view: RuleView, { edges }: UsedDefinition) =>
  edges.filter(edge => hostsDiffer(view, edge.from, edge.to) === true)

function loopback(view: RuleView, definition: UsedDefinition): readonly FindingDraft[] {
  const edges = separated(view, definition)
  if (edges.length === 0 || LOCAL_WORKER.has(definition.entry?.name ?? '')) return []
  return addressesOf(definition)
    .filter(
      ({ host, key, written }) => isLoopback(host) && (written || key !== 'host' || isStore(definition)),
    )
    .map(({ key, text, written }) => ({
      message: `${key} of ${definitionWords(definition)} is ${text}${written ? '' : ' by default'}, which means each host itself, but edge ${edges.map(edge => `${edge.from}→${edge.to}`).join(', ')} leads from one host to another. Write an address that both reach.`,
      place: extraPlace(view, definition, key),
      stages: [...new Set(edges.flatMap(edge => [edge.from, edge.to]))],
      edges,
    }))
}

const isStore = ({ entry }: UsedDefinition): boolean => entry?.transport === 'store'

const ANGLE = /<[^<>\s]+>/
const VARIABLE = /\$(?:\{([^}]*)\}|([A-Za-z_]\w*))/g

/** Keys of the transfer engines whose texts the runtime expands, as the catalogue knows them. */
const isExpanded = ({ entry }: UsedDefinition, key: string): boolean =>
  entry !== null && extraKey(entry, key)?.environment === true

const variablesIn = (text: string): readonly string[] =>
  [...text.matchAll(VARIABLE)].map(match => match[1] ?? match[2] ?? '')

/** What nobody has filled in: `<MASTER_IP>`, or a variable where none is expanded. */
const placeholderIn = (text: string): string | null =>
  ANGLE.exec(text)?.[0] ?? (variablesIn(text).length > 0 ? text : null)

/** A variable that the launch has to set: an error where its environment is known and lacks it. */
function unset(view: RuleView, definition: UsedDefinition, key: string, text: string): FindingDraft | null {
  const { env } = view.context
  const known = [env ?? {}, ...view.launch.processes.map(process => process.env)]
  const missing = variablesIn(text).filter(name => !known.some(given => Object.hasOwn(given, name)))
  if (missing.length === 0) return null
  const place = extraPlace(view, definition, key)
  const shared = { place, stages: stagesOf(definition), edges: definition.edges }
  const defaulted = missing.find(name => name.includes(':-'))
  if (defaulted !== undefined)
    return {
      ...shared,
      message: `${key} is ${quote(text)}, and the runtime has no defaults in variables: it looks for one named ${quote(defaulted)} and raises EnvVarExpansionError. Write the plain variable, or the number.`,
      consequence: 'raises',
    }
  if (env === undefined)
    return {
      ...shared,
      severity: 'info',
      consequence: 'informs',
      message: `${key} comes from ${listWords(missing)} of the launch environment, which is not given here, so the ports are not known. Fill in the environment to see them.`,
    }
  return {
    ...shared,
    consequence: 'falls-back',
    message: `${key} is ${quote(text)}, and the launch environment does not set ${listWords(missing)}: the runtime raises EnvVarExpansionError, drops the stage's connectors with a warning and goes on without them. Set it, or write the value.`,
  }
}

function placeholders(view: RuleView, definition: UsedDefinition): readonly FindingDraft[] {
  return [...definition.extra].flatMap(([key, value]) => {
    if (!isString(key) || !isString(value)) return []
    if (isExpanded(definition, key)) return unset(view, definition, key, value) ?? []
    const found = placeholderIn(value)
    if (found === null || !isAddress(definition, key)) return []
    return {
      consequence: 'raises' as const,
      message: `${key} of ${definitionWords(definition)} still holds the placeholder ${quote(found)}: the runtime takes it as it is written. Put the address in.`,
      place: extraPlace(view, definition, key),
      stages: stagesOf(definition),
      edges: definition.edges,
    }
  })
}

const isAddress = ({ entry }: UsedDefinition, key: string): boolean =>
  ADDRESS_UNITS.has((entry === null ? null : extraKey(entry, key)?.unit) ?? '')

/** Addresses of no host of the inventory, provided that it has addresses for all of them. */
function strangers(view: RuleView, definition: UsedDefinition): readonly FindingDraft[] {
  const { hosts } = view
  if (hosts === null || !hosts.hosts.every(host => host.addresses.length > 0)) return []
  return addressesOf(definition)
    .filter(({ host, written }) => written && !isLoopback(host) && !isAutomatic(host) && !/[<$]/.test(host))
    .filter(({ host }) => hostByAddress(hosts, host) === null)
    .map(({ host, key }) => ({
      severity: 'warning' as const,
      consequence: 'hangs' as const,
      message: `${key} of ${definitionWords(definition)} is ${host}, which no host of the inventory has (${listWords(hosts.hosts.flatMap(known => known.addresses))}). Correct one of the two.`,
      place: extraPlace(view, definition, key),
      stages: stagesOf(definition),
      edges: definition.edges,
    }))
}

/** A stage's address for vLLM's own KV transfer, which the other end dials. */
interface NativeAddress {
  readonly stage: string
  readonly ip: string
  readonly place: Place
}

function nativeAddress(view: RuleView, stage: string): NativeAddress | null {
  const field = view.field(stage, 'kv_transfer_config')
  const ip = isDict(field?.value) ? dictGet(field.value, 'kv_ip') : undefined
  if (field === null || !isString(ip)) return null
  const base = fieldPlace(field)
  return { stage, ip, place: base.elsewhere === true ? base : { path: [...base.path, 'kv_ip'] } }
}

const nativeLoopback = (view: RuleView): readonly FindingDraft[] =>
  view.edges.flatMap(edge => {
    if (hostsDiffer(view, edge.from, edge.to) !== true) return []
    return [edge.from, edge.to].flatMap(id => {
      const address = nativeAddress(view, id)
      if (address === null || !isLoopback(address.ip)) return []
      return {
        message: `kv_ip of stage ${id} is ${address.ip}, which means each host itself, but stages ${edge.from} and ${edge.to} are on different hosts. Write the address of the producer's host.`,
        place: address.place,
        stages: [edge.from, edge.to],
        edges: [{ from: edge.from, to: edge.to }],
      }
    })
  })

const nativePlaceholders = (view: RuleView): readonly FindingDraft[] =>
  view.stages.flatMap(({ id }) => {
    const address = nativeAddress(view, id)
    const found = address === null ? null : placeholderIn(address.ip)
    if (address === null || found === null) return []
    return {
      consequence: 'raises' as const,
      message: `kv_ip of stage ${id} still holds the placeholder ${quote(found)}: the runtime takes it as it is written. Put the address in.`,
      place: address.place,
      stages: [id],
    }
  })

export const ADDRESSES: Rule = {
  code: 'EP-3',
  family: 'endpoints',
  title: 'Address left over from an example',
  explanation:
    'Examples carry `127.0.0.1`, `<MASTER_IP>` and `$VARIABLE`, and bundled files have been shipped with private addresses of their authors. Loopback on an edge between two hosts means each of them itself; a placeholder is taken as it is written, except that `zmq_port`, `sender_zmq_port` and the texts of the Yuanrong transfer engine are expanded from the environment, without default values; an address that no host of the inventory has leads nowhere.',
  source: 'expand_env_int; documentation of the connectors (samples)',
  targets: EVERY_TARGET,
  severity: 'error',
  consequence: 'hangs',
  check: view => [
    ...usedDefinitions(view).flatMap(definition => [
      ...loopback(view, definition),
      ...placeholders(view, definition),
      ...strangers(view, definition),
    ]),
    ...nativeLoopback(view),
    ...nativePlaceholders(view),
  ],
}
