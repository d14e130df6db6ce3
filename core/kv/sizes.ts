import { connectorEntry, extraKey } from '../connectors/index.ts'
import type { TargetId } from '../contract/analysis.ts'
import type { KvTransfer } from '../contract/effective.ts'
import { kvBytes } from '../payload/index.ts'
import type { KvDims, Pipeline } from '../pipelines/index.ts'
import { dictGet, isInt, type PyDict, pyInt } from '../value/index.ts'
import type { RankMapping } from './rank-mapping.ts'
import type { StageRecord } from './stage-facts.ts'

/** Allocations of a pool start at multiples of this. */
const POOL_ALIGNMENT = 4096

export type KvSizes = Pick<
  KvTransfer,
  'keysPerRequest' | 'bytesPerRank' | 'bytesFormula' | 'poolNeedBytes' | 'poolSizeBytes' | 'poolFormula'
>

const group = (value: number): string => value.toLocaleString('en-US')

function dimsOf(pipeline: Pipeline | null, stage: string): KvDims | null {
  if (pipeline === null || !Object.hasOwn(pipeline.kvDims, stage)) return null
  return pipeline.kvDims[stage] ?? null
}

/** `memory_pool_size` as written, else the class's default; null for a class that has no pool. */
function poolSize(config: PyDict | null, target: TargetId): number | null {
  const name = config === null ? undefined : dictGet(config, 'type')
  const entry = typeof name === 'string' ? connectorEntry(name, target) : null
  const known = entry === null ? null : extraKey(entry, 'memory_pool_size')
  if (config === null || known === null) return null
  const written = dictGet(config, 'memory_pool_size')
  if (written === undefined) return typeof known.default === 'number' ? known.default : null
  return isInt(written) ? Number(written) : null
}

/** Requests of the sender at once; null where the file leaves it to the runtime. */
function inFlight(sender: StageRecord): number | null {
  const written = sender.written('max_num_seqs')
  const result = written === null ? null : pyInt(written)
  const count = result?.ok ? Number(result.value) : null
  return count !== null && Number.isSafeInteger(count) && count > 0 ? count : null
}

interface PoolNeed {
  readonly bytes: number
  readonly formula: string
}

/** What a sender's rank holds at most: every key of every request at once, each rounded up to a page. */
function poolNeed(bytesPerKey: number, targets: number, keys: number, requests: number): PoolNeed {
  const rounded = Math.ceil(bytesPerKey / POOL_ALIGNMENT) * POOL_ALIGNMENT
  const bytes = rounded * targets * keys * requests
  const perTarget = targets === 1 ? '' : ` × ${targets} target ranks`
  return {
    bytes,
    formula: `ceil(${group(bytesPerKey)} / ${group(POOL_ALIGNMENT)}) × ${group(POOL_ALIGNMENT)} = ${group(rounded)} B${perTarget} × ${keys} ${keys === 1 ? 'key' : 'keys'} × ${requests} in flight = ${group(bytes)} B`,
  }
}

/**
 * Bytes of one transfer and what the sender's pool has to hold. Only for a pipeline whose attention dimensions the
 * catalogue or the user gives; the token count is a typical prompt's.
 */
export function kvSizes(
  sender: StageRecord,
  mapping: RankMapping,
  config: PyDict | null,
  pipeline: Pipeline | null,
  target: TargetId,
): KvSizes {
  const dims = dimsOf(pipeline, sender.view.id)
  const keysPerRequest = dims?.keysPerRequest ?? 1
  const poolSizeBytes = poolSize(config, target)
  const bytes =
    dims === null
      ? null
      : kvBytes({ ...dims, tokens: dims.typicalTokens, tensorParallelSize: Math.max(1, mapping.fromTp) })
  const requests = inFlight(sender)
  const targets = Math.max(1, Math.floor(mapping.toTp / Math.max(1, mapping.fromTp)))
  const need =
    bytes === null || requests === null
      ? null
      : poolNeed(Math.ceil(bytes.bytesPerRank / targets), targets, keysPerRequest, requests)
  return {
    keysPerRequest,
    bytesPerRank: bytes?.bytesPerRank ?? null,
    bytesFormula: bytes?.formula ?? null,
    poolNeedBytes: need?.bytes ?? null,
    poolSizeBytes,
    poolFormula: need?.formula ?? null,
  }
}
