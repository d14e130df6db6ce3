import { fail, ok, type Result } from '../../../core/contract/result.ts'
import { dtypeBytes } from '../../../core/payload/dtype.ts'
import type { KvCache } from '../messages.ts'
import { payloadMemory } from '../native/page-memory.ts'
import { type KvPayload, sliceForTarget, Tensor } from '../wire/index.ts'
import { contentHash } from './content-hash.ts'
import { fillFromSeed } from './random-bytes.ts'

type Side = 'key' | 'value'

/**
 * The tensors of some heads of a cache, counted over all ranks. Every head's content follows from seed, layer, side
 * and head, so that both ends can tell what any rank has to hold without telling each other.
 */
export function kvTensors(
  cache: KvCache,
  seed: number,
  heads: { readonly from: number; readonly count: number },
): { readonly keys: readonly Tensor[]; readonly values: readonly Tensor[] } {
  const layers = Array.from({ length: cache.layers }, (_, layer) => layer)
  return {
    keys: layers.map(layer => kvTensor(cache, seed, layer, 'key', heads)),
    values: layers.map(layer => kvTensor(cache, seed, layer, 'value', heads)),
  }
}

function kvTensor(
  { tokens, headDim, dtype }: KvCache,
  seed: number,
  layer: number,
  side: Side,
  heads: { readonly from: number; readonly count: number },
): Tensor {
  const row = headDim * (dtypeBytes(dtype) ?? 2)
  const data = payloadMemory(tokens * heads.count * row)
  const one = new Uint8Array(tokens * row)
  for (let head = 0; head < heads.count; head++) {
    fillFromSeed(one, contentSeed(seed, layer, side, heads.from + head))
    for (let token = 0; token < tokens; token++)
      data.set(one.subarray(token * row, (token + 1) * row), (token * heads.count + head) * row)
  }
  return new Tensor(dtype, [tokens, heads.count, headDim], data)
}

const contentSeed = (seed: number, layer: number, side: Side, head: number): number =>
  (seed * 0x9e3779b1 + layer * 0x85ebca6b + head * 0xc2b2ae35 + (side === 'key' ? 1 : 2)) >>> 0

/** What one sending rank puts for one receiving rank: its heads, or their slice where several receive. */
export interface KvShare {
  readonly bytes: number
  payload(requestId: string): KvPayload
}

/** Makes what a sender puts; fails where the heads do not divide among the receivers. */
export function kvShare(
  cache: KvCache,
  seed: number,
  pair: { readonly fromRank: number; readonly toRank: number },
): Result<KvShare> {
  const { fromTp, toTp, headsPerRank } = cache
  const { fromRank, toRank } = pair
  const tensors = kvTensors(cache, seed, { from: fromRank * headsPerRank, count: headsPerRank })
  const whole: KvPayload = { requestId: '', blockIds: [0], metadata: metadataOf(cache), ...tensors }
  const shared =
    toTp > fromTp
      ? sliceForTarget(whole, { targetRank: toRank, sourceRank: fromRank, fromTp, toTp })
      : ok(whole)
  if (!shared.ok) return shared
  const { keys, values } = shared.value
  const bytes = [...keys, ...values].reduce((sum, tensor) => sum + (tensor?.data.byteLength ?? 0), 0)
  return ok({ bytes, payload: requestId => ({ ...shared.value, requestId }) })
}

const metadataOf = (cache: KvCache) => ({
  block_size: cache.tokens,
  num_layers: cache.layers,
  dtype: cache.dtype,
  seq_len: cache.tokens,
})

/** Heads that a receiving rank holds when all of its sources have come. */
export function headsOfReceiver({ fromTp, toTp, headsPerRank }: KvCache, toRank: number) {
  if (toTp <= fromTp) {
    const sources = fromTp / toTp
    return { from: toRank * sources * headsPerRank, count: sources * headsPerRank }
  }
  const count = headsPerRank / (toTp / fromTp)
  return { from: toRank * count, count }
}

/** Ranks that a receiving rank pulls from. */
export const sourcesOf = ({ fromTp, toTp }: KvCache): number => Math.max(1, fromTp / toTp)

/** Hashes of the tensors that a receiving rank has to end up with, keys before values. */
export function expectedHashes(cache: KvCache, seed: number, toRank: number): readonly string[] {
  const { keys, values } = kvTensors(cache, seed, headsOfReceiver(cache, toRank))
  return [...keys, ...values].map(contentHash)
}

/** Compares a cache tensor by tensor with what it has to be. */
export function checkKv(received: KvPayload, requestId: string, expected: readonly string[]): Result<null> {
  if (received.requestId !== requestId)
    return fail('integrity', `A cache of request ${received.requestId} came under the key of ${requestId}.`)
  const tensors = [...received.keys, ...received.values]
  if (tensors.length !== expected.length)
    return fail('integrity', `The cache has ${tensors.length} tensors instead of ${expected.length}.`)
  const wrong = tensors.findIndex(
    (tensor, index) => tensor === null || contentHash(tensor) !== expected[index],
  )
  if (wrong === -1) return ok(null)
  const layers = received.keys.length
  const name = wrong < layers ? `key_cache_${wrong}` : `value_cache_${wrong - layers}`
  return fail('integrity', `${name} of request ${requestId} is not what was sent.`)
}
