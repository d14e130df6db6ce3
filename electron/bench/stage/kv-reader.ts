import { fail, ok, type Result } from '../../../core/contract/result.ts'
import type { Got } from '../connectors/connector.ts'
import type { KvCache, Notice } from '../messages.ts'
import { checkKv, expectedHashes, sourcesOf } from '../payload/kv-cache.ts'
import { decodeKv, type KvPayload, mergeShards } from '../wire/index.ts'

type KvPart = NonNullable<Notice['kv']>

/** Unpacks KV caches; where a rank pulls from several, keeps the shards until all have come and joins them. */
export interface KvReader {
  /** The timed part: decode, and join with the last shard. */
  take(got: Got, part: KvPart): TakenPart
}

export interface TakenPart {
  /** The untimed part; null when the cache is not whole yet or not to be checked. Gives the buffers back. */
  check(): Result<null> | null
}

interface Shard {
  readonly rank: number
  readonly payload: KvPayload
  readonly got: Got
}

export function createKvReader(seed: number): KvReader {
  const shards = new Map<string, readonly Shard[]>()
  const expected = new Map<string, readonly string[]>()
  const hashesFor = (cache: KvCache, toRank: number): readonly string[] => {
    const key = JSON.stringify([cache, toRank])
    const hashes = expected.get(key) ?? expectedHashes(cache, seed, toRank)
    // Sizes of a sweep come one after the other: what was expected of the one before is not asked for again.
    if (!expected.has(key) && expected.size >= cache.toTp) expected.clear()
    expected.set(key, hashes)
    return hashes
  }

  return {
    take(got, { cache, fromRank, toRank, requestId, checked }) {
      const decoded = got.data instanceof Uint8Array ? decodeKv(got.data) : notBytes()
      if (!decoded.ok) return unreadable([got], decoded)
      const key = `${requestId} ${toRank}`
      const here = [...(shards.get(key) ?? []), { rank: fromRank, payload: decoded.value, got }]
      if (here.length < sourcesOf(cache)) {
        shards.set(key, here)
        return { check: () => null }
      }
      shards.delete(key)
      const inOrder = here.toSorted((a, b) => a.rank - b.rank)
      const buffers = inOrder.map(shard => shard.got)
      const merged = mergeShards(inOrder.map(({ payload }) => payload))
      if (!merged.ok) return unreadable(buffers, merged)
      return {
        check() {
          const verdict = checked ? checkKv(merged.value, requestId, hashesFor(cache, toRank)) : null
          for (const buffer of buffers) buffer.release()
          return verdict
        },
      }
    },
  }
}

const notBytes = (): Result<KvPayload> =>
  fail('integrity', 'A KV cache arrived as something else than bytes.')

/** A cache that cannot be read is a failed check. */
const unreadable = (buffers: readonly Got[], result: Result<unknown>): TakenPart => ({
  check() {
    for (const buffer of buffers) buffer.release()
    return result.ok ? ok(null) : result
  },
})
