import { fail, ok, type Result } from '../../../../core/contract/result.ts'
import type { ConnectorSpec } from '../connector.ts'

const MIB = 1024 ** 2
const GIB = 1024 ** 3

/** How one of the networked connectors behaves, as far as a TCP connection on loopback can show it. */
export interface NetworkPolicy {
  readonly family: 'transfer-engine' | 'store'
  /** Bytes and tensors go out as they are, without serialisation (`supports_raw_data`). */
  readonly rawData: boolean
  /** Bytes that unread payloads may take; null = the connector has no pool. */
  readonly poolBytes: number | null
  /** Unread payloads are given up after this long. */
  readonly reclaimMs: number
  /** Looks of one `get`, and the pause between two. */
  readonly attempts: number
  readonly retryMs: number
  /** Limit for one query. */
  readonly queryMs: number
  /** Limit for one pull of so many bytes. */
  pullMs(bytes: number): number
  /** The connector's own form of a key. */
  internalKey(key: string, from: string, to: string): string
}

const atForm = (key: string, from: string, to: string): string => `${key}@${from}_${to}`
const colonForm = (key: string, from: string, to: string): string => `${key}:${from}_${to}`
const pathForm = (key: string, from: string, to: string): string => `${key}/${from}_to_${to}`

/** 30 s, and 5 s more for every full 100 MiB (Mooncake transfer engine's pull). */
const pullByHundreds = (bytes: number): number => 30_000 + 5_000 * Math.floor(bytes / (100 * MIB))

const TRANSFER_ENGINE: NetworkPolicy = {
  family: 'transfer-engine',
  rawData: true,
  poolBytes: GIB,
  reclaimMs: 300_000,
  attempts: 1,
  retryMs: 0,
  queryMs: 5_000,
  pullMs: pullByHundreds,
  internalKey: atForm,
}

const STORE: NetworkPolicy = {
  ...TRANSFER_ENGINE,
  family: 'store',
  rawData: false,
  poolBytes: 512 * MIB,
  reclaimMs: Number.POSITIVE_INFINITY,
  attempts: 20,
  retryMs: 50,
}

/** The behaviour that the file's class and `extra` ask for. Fails on values that the constructor would refuse. */
export function policyOf(spec: ConnectorSpec, target: string): Result<NetworkPolicy> {
  switch (spec.name) {
    case 'MooncakeStoreConnector':
    case 'MooncakeConnector':
      return sized(spec, 'segment', { ...STORE, internalKey: target === '2025-12' ? pathForm : atForm })
    case 'YuanrongConnector':
      return yuanrongStore(spec)
    case 'PrisKVConnector':
      return priskv(spec)
    case 'NixlConnector':
      return nixl(spec)
    default:
      return transferEngine(spec)
  }
}

function transferEngine(spec: ConnectorSpec): Result<NetworkPolicy> {
  const { role } = spec.extra
  if (typeof role === 'string' && !['sender', 'receiver', 'dual'].includes(role.toLowerCase()))
    return fail('role', `${spec.name} takes the role sender, receiver or dual, not "${role}".`)
  return sized(spec, 'memory_pool_size', TRANSFER_ENGINE)
}

/** One look of `get_sub_timeout_ms`, here made of looks 10 ms apart. */
function yuanrongStore(spec: ConnectorSpec): Result<NetworkPolicy> {
  const waitMs = Math.max(0, numberIn(spec, 'get_sub_timeout_ms', 1000))
  const retryMs = 10
  return ok({ ...STORE, attempts: 1 + Math.ceil(waitMs / retryMs), retryMs, internalKey: colonForm })
}

function priskv(spec: ConnectorSpec): Result<NetworkPolicy> {
  const expiry = numberIn(spec, 'key_timeout', Number.POSITIVE_INFINITY)
  return ok({
    ...STORE,
    attempts: Math.max(1, numberIn(spec, 'get_retries', 20)),
    retryMs: 1000 * numberIn(spec, 'get_retry_interval', 0.05),
    reclaimMs: expiry,
  })
}

function nixl(spec: ConnectorSpec): Result<NetworkPolicy> {
  const transferMs = 1000 * numberIn(spec, 'transfer_timeout_s', 300)
  return ok({
    ...TRANSFER_ENGINE,
    poolBytes: null,
    reclaimMs: 1000 * numberIn(spec, 'lease_seconds', 3600),
    queryMs: numberIn(spec, 'handshake_timeout_ms', 5000),
    pullMs: () => transferMs,
    internalKey: key => key,
  })
}

function sized(spec: ConnectorSpec, key: string, policy: NetworkPolicy): Result<NetworkPolicy> {
  const value = spec.extra[key]
  if (value === undefined) return ok(policy)
  const bytes = typeof value === 'bigint' ? Number(value) : value
  if (typeof bytes !== 'number' || !Number.isInteger(bytes) || bytes < 1)
    return fail('pool-size', `${key} has to be a whole number of bytes, and is ${JSON.stringify(value)}.`)
  return ok({ ...policy, poolBytes: bytes })
}

function numberIn(spec: ConnectorSpec, key: string, byDefault: number): number {
  const value = spec.extra[key]
  return typeof value === 'number' && Number.isFinite(value) ? value : byDefault
}
