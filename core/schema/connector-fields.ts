import {
  type ConnectorEntry,
  connectorNames,
  type ExtraKey,
  type ExtraType,
  extraKey,
  keyStatus,
  STREAMING_KEYS,
} from '../connectors/index.ts'
import type { TargetId } from '../contract/index.ts'
import { field } from './field.ts'
import type { FieldGroup, FieldInfo, FieldKind } from './types.ts'

const KINDS: Readonly<Record<ExtraType, FieldKind>> = {
  string: 'text',
  integer: 'integer',
  number: 'number',
  boolean: 'boolean',
  'integer-list': 'integer-list',
  'string-list': 'text-list',
  map: 'map',
}

const ABBREVIATIONS: ReadonlySet<string> = new Set(['id', 'ipc', 'rdma', 'rpc', 'ttl', 'zmq'])
const UNITS: ReadonlySet<string> = new Set(['ms', 's'])

/** `sender_zmq_port` reads “Sender ZMQ port”, `transfer_timeout_s` reads “Transfer timeout (s)”. */
function titleOf(key: string): string {
  const words = key
    .split('_')
    .map((word, index) =>
      ABBREVIATIONS.has(word) ? word.toUpperCase() : index > 0 && UNITS.has(word) ? `(${word})` : word,
    )
    .join(' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

function groupOf(key: ExtraKey): FieldGroup {
  if (key.internal) return 'internal'
  if (key.reader === 'stage-processor') return 'streaming'
  if (key.unit === 'bytes') return 'memory'
  return key.unit === 'port' || key.unit === 'host' || key.unit === 'host:port' || key.unit === 'url'
    ? 'placement'
    : 'other'
}

/** A key of `extra` as a field; its path is the key alone. */
function extraField(entry: ConnectorEntry, key: ExtraKey, target: TargetId): FieldInfo {
  const status = keyStatus(entry, key.name, target)
  return field(
    key.name,
    key.types.map(type => KINDS[type]),
    titleOf(key.name),
    key.meaning,
    {
      nullable: false,
      group: groupOf(key),
      common: !key.internal && key.reader !== 'stage-processor',
      internal: key.internal,
      deprecated: status === 'ignored' ? `Ignored since ${key.removed}.` : null,
      ...(key.unit === undefined ? {} : { unit: key.unit }),
      ...(key.default === undefined ? {} : { default: key.default }),
      ...(key.defaultText === undefined ? {} : { defaultText: key.defaultText }),
      ...(key.choices === undefined ? {} : { choices: key.choices }),
      ...(key.pattern === undefined ? {} : { pattern: key.pattern }),
      ...(key.minimum === undefined ? {} : { minimum: key.minimum }),
      ...(key.maximum === undefined ? {} : { maximum: key.maximum }),
      ...(key.since === undefined ? {} : { since: key.since }),
    },
  )
}

/** Fields of a class's `extra` in a target: read keys first, then the outdated ones; paths are the bare keys. */
export function extraFields(entry: ConnectorEntry, target: TargetId): readonly FieldInfo[] {
  const names = new Set([...entry.extra, ...STREAMING_KEYS].map(key => key.name))
  const keys = [...names].flatMap(name => extraKey(entry, name) ?? [])
  const shown = keys.filter(key => ['read', 'ignored'].includes(keyStatus(entry, key.name, target)))
  return shown
    .map(key => extraField(entry, key, target))
    .sort((a, b) => Number(a.deprecated !== null) - Number(b.deprecated !== null))
}

/** Fields of one connector definition; `entry` null = a class that the catalogue does not know. */
export function connectorFields(entry: ConnectorEntry | null, target: TargetId): readonly FieldInfo[] {
  return [
    field('name', 'text', 'Class', 'Connector class that the factory makes.', {
      choices: connectorNames(target),
      required: true,
      nullable: false,
      group: 'identity',
      common: true,
    }),
    field('extra', 'map', 'Settings', 'What the class’s constructor gets.', {
      nullable: false,
      group: 'other',
      ...(entry === null ? {} : { children: extraFields(entry, target) }),
    }),
  ]
}
