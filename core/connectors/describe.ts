import type { TargetId } from '../contract/index.ts'
import { keyStatus } from './catalogue.ts'
import type { ConnectorEntry, ExtraKey, NativeKvConnector } from './types.ts'

const SCOPE_TEXT = {
  'same-host': 'both stages on one host',
  'same-gpu': 'both stages on one host, the producer’s GPU visible to the consumer',
  network: 'between hosts as well',
} as const

const TRANSPORT_TEXT = {
  'shared-memory': 'segments of shared memory',
  'cuda-ipc': 'GPU memory shared between processes',
  store: 'a store that both ends reach',
  'transfer-engine': 'a transfer engine, straight from the sender’s memory',
  'native-kv': 'vLLM’s own KV transfer',
} as const

const yesNo = (value: boolean): string => (value ? 'yes' : 'no')

/** Lines of a hover text on a connector's class name. `name` is the spelling in the file. */
export function describeConnector(entry: ConnectorEntry, name: string, target: TargetId): readonly string[] {
  const registered = entry.registered[target]
  const lines = [`${entry.name}: ${entry.summary}`]
  if (name !== entry.name) lines.push(`${name} is an older name of ${entry.name}.`)
  if (!registered.includes(name)) lines.push(absence(entry, name, target))
  lines.push(`Transport: ${TRANSPORT_TEXT[entry.transport]}. Reach: ${SCOPE_TEXT[entry.scope]}.`)
  lines.push(`Roles: ${entry.roles.meaning}`)
  if (entry.singleConsumer) lines.push('A payload is gone after the first successful read.')
  lines.push(
    `Raw tensors and bytes: ${yesNo(entry.rawData)}. Async chunks: ${entry.asyncChunk.ability} (${lowerFirst(entry.asyncChunk.why)})`,
  )
  if (entry.requires !== null) lines.push(`Needs ${entry.requires}.`)
  return lines
}

function absence(entry: ConnectorEntry, name: string, target: TargetId): string {
  const elsewhere = Object.entries(entry.registered).flatMap(([id, names]) =>
    names.includes(name) ? [id] : [],
  )
  return elsewhere.length === 0
    ? `No released runtime registers ${name}; only a branch does.`
    : `Target ${target} does not register ${name}; ${elsewhere.join(' and ')} do${elsewhere.length === 1 ? 'es' : ''}.`
}

/** Lines of a hover text on a key of `extra`. */
export function describeExtraKey(entry: ConnectorEntry, key: ExtraKey, target: TargetId): readonly string[] {
  const lines = [`${key.name}: ${key.meaning}`, typeText(key)]
  const initial = defaultText(key)
  if (initial !== null) lines.push(`Default: ${initial}.`)
  if (key.overriddenBy !== undefined) lines.push(`The environment variable ${key.overriddenBy} wins over it.`)
  if (key.environment === true) lines.push('A `$NAME` in it is replaced from the environment of the launch.')
  const status = keyStatus(entry, key.name, target)
  if (status === 'ignored') lines.push(`Ignored since ${key.removed}.`)
  if (status === 'not-yet') lines.push(`Read since ${key.since}; target ${target} ignores it.`)
  if (status === 'branch-only') lines.push(`Only the ${key.branch} branch reads it.`)
  if (key.reader === 'stage-processor')
    lines.push('Read by the model’s stage processor, not by the connector.')
  if (key.internal) lines.push('The framework sets it; leave it out of the file.')
  return lines
}

/** Lines of a hover text on `kv_transfer_config.kv_connector`. */
export function describeNativeKv(entry: NativeKvConnector): readonly string[] {
  const lines = [`${entry.name} (vLLM): ${entry.summary}`]
  if (entry.confusedWith !== null) lines.push(`Not the ${entry.confusedWith} of \`connectors:\`.`)
  if (entry.needsModulePath) lines.push('Needs kv_connector_module_path.')
  if (entry.since !== undefined) lines.push(`Since ${entry.since}.`)
  return lines
}

/** `integer, bytes, at least 1` and so on. */
function typeText(key: ExtraKey): string {
  const parts: string[] = [key.types.join(' or ')]
  if (key.unit !== undefined) parts.push(key.unit)
  if (key.choices !== undefined) parts.push(`one of ${key.choices.join(', ')}`)
  if (key.minimum !== undefined && key.maximum !== undefined) parts.push(`${key.minimum} to ${key.maximum}`)
  else if (key.minimum !== undefined) parts.push(`at least ${key.minimum}`)
  return `${parts.join(', ')}.`
}

/** The default as a form shows it; null when there is none. */
export function defaultText(key: ExtraKey): string | null {
  if (key.defaultText !== undefined) return key.defaultText
  if (key.default === undefined) return null
  return key.default === '' ? 'empty' : JSON.stringify(key.default).replaceAll('"', '')
}

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1)
