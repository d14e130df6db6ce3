import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Result } from '../../../core/contract/result.ts'
import { engineInputsOf, envelopeOf } from './envelope.ts'
import { decode, encode, joinParts, Tensor } from './index.ts'
import { mergeShards, sliceForTarget } from './kv-heads.ts'
import { decodeKv, encodeKv, type KvPayload } from './kv-payload.ts'

function unwrap<T>(result: Result<T>): T {
  if (result.ok) return result.value
  throw new Error(result.error.message)
}

/** A cache in which every byte tells its layer, token, head and place. */
function cache(layers: number, tokens: number, heads: number, headDim: number): KvPayload {
  const layer = (seed: number): Tensor =>
    new Tensor(
      'bfloat16',
      [tokens, heads, headDim],
      Buffer.from(Array.from({ length: tokens * heads * headDim * 2 }, (_, at) => (at * 7 + seed) % 256)),
    )
  return {
    requestId: 'request-é',
    blockIds: [3, 1, 4],
    metadata: { block_size: 16, num_layers: layers, dtype: 'bfloat16', seq_len: tokens },
    keys: Array.from({ length: layers }, (_, index) => layer(index)),
    values: Array.from({ length: layers }, (_, index) => layer(100 + index)),
  }
}

describe('a KV payload', () => {
  it('is a length, compact JSON and the tensors, keys before values', () => {
    const bytes = Buffer.from(encodeKv(cache(2, 1, 1, 1)))
    const size = bytes.readUInt32BE(0)
    expect(bytes.toString('ascii', 4, 4 + size)).toBe(
      '{"rid":"request-\\u00e9","bids":[3,1,4],"meta":{"block_size":16,"num_layers":2,"dtype":"bfloat16","seq_len":1},"nl":2,"td":[' +
        '{"n":"key_cache_0","i":0,"d":"bfloat16","s":[1,1,1],"o":0,"b":2},' +
        '{"n":"key_cache_1","i":1,"d":"bfloat16","s":[1,1,1],"o":2,"b":2},' +
        '{"n":"value_cache_0","i":0,"d":"bfloat16","s":[1,1,1],"o":4,"b":2},' +
        '{"n":"value_cache_1","i":1,"d":"bfloat16","s":[1,1,1],"o":6,"b":2}]}',
    )
    expect([...bytes.subarray(4 + size)]).toEqual([0, 7, 1, 8, 100, 107, 101, 108])
  })

  it('comes back tensor by tensor', () => {
    fc.assert(
      fc.property(fc.nat(4), fc.nat(6), fc.nat(4), fc.nat(5), (layers, tokens, heads, headDim) => {
        const payload = cache(layers, tokens, heads, headDim)
        expect(unwrap(decodeKv(encodeKv(payload)))).toEqual(payload)
      }),
      { numRuns: 60 },
    )
  })

  it('keeps a missing layer missing', () => {
    const full = cache(3, 2, 1, 2)
    const payload = { ...full, values: [full.values[0] ?? null, null, full.values[2] ?? null] }
    expect(unwrap(decodeKv(encodeKv(payload)))).toEqual(payload)
  })

  it('of an older writer has its layer in the name only', () => {
    const text =
      '{"rid":"r","bids":[],"meta":{},"nl":2,"td":[{"n":"key_cache_1","d":"int8","s":[1],"o":0,"b":1}]}'
    const length = Buffer.alloc(4)
    length.writeUInt32BE(text.length)
    const read = unwrap(decodeKv(Buffer.concat([length, Buffer.from(text), Buffer.of(9)])))
    expect(read.keys).toEqual([null, new Tensor('int8', [1], Buffer.of(9))])
  })

  it('that is damaged is refused', () => {
    const whole = Buffer.from(encodeKv(cache(1, 2, 2, 2)))
    const changed = (from: string, to: string): Buffer =>
      Buffer.from(whole.toString('latin1').replace(from, to), 'latin1')
    for (const bytes of [
      Buffer.alloc(3),
      Buffer.from([255, 255, 255, 255, 1]),
      whole.subarray(0, whole.length - 1),
      changed('"bfloat16","s"', '"uint16x","s"'),
      changed('"i":0', '"i":7'),
      changed('"s":[2', '"s":[3'),
      changed('"nl":1', '"nl":0'),
      changed('key_cache_0', 'kay_cache_0'),
      changed('{"rid"', '["rid"'),
    ])
      expect(decodeKv(bytes)).toMatchObject({ ok: false, error: { code: 'kv-decode' } })
  })

  it('never throws', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), bytes => {
        const read = decodeKv(bytes)
        expect(read.ok || read.error.code === 'kv-decode').toBe(true)
      }),
      { numRuns: 1000 },
    )
  })
})

describe('unequal tensor parallelism', () => {
  it('is the same cache again after slicing and merging', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 3 }),
        fc.integer({ min: 1, max: 5 }),
        fc.constantFrom(1, 2, 4),
        fc.integer({ min: 1, max: 3 }),
        (layers, tokens, ratio, share) => {
          const whole = cache(layers, tokens, ratio * share, 4)
          const slices = Array.from({ length: ratio }, (_, targetRank) =>
            unwrap(sliceForTarget(whole, { targetRank, sourceRank: 0, fromTp: 1, toTp: ratio })),
          )
          for (const { keys } of slices) expect(keys[0]?.shape).toEqual([tokens, share, 4])
          const merged = unwrap(mergeShards(slices))
          expect(merged.keys).toEqual(whole.keys)
          expect(merged.values).toEqual(whole.values)
        },
      ),
      { numRuns: 60 },
    )
  })

  it('tags what the sender has sliced', () => {
    const slice = unwrap(
      sliceForTarget(cache(1, 1, 4, 1), { targetRank: 3, sourceRank: 1, fromTp: 2, toTp: 4 }),
    )
    expect(slice.metadata.tp_head_slice).toEqual({
      applied: true,
      side: 'sender',
      target_rank: 3,
      source_rank: 1,
      from_tp: 2,
      to_tp: 4,
      offset_in_shard: 1,
      num_slices: 2,
    })
  })

  it('needs heads that divide and shards that match', () => {
    const slice = { targetRank: 0, sourceRank: 0, fromTp: 1, toTp: 2 }
    expect(sliceForTarget(cache(1, 1, 3, 1), slice)).toMatchObject({ error: { code: 'kv-heads' } })
    expect(sliceForTarget(cache(1, 1, 4, 1), { ...slice, fromTp: 3 })).toMatchObject({
      error: { code: 'kv-tp' },
    })
    expect(mergeShards([cache(1, 1, 1, 1), cache(1, 2, 1, 1)])).toMatchObject({ error: { code: 'kv-merge' } })
    expect(mergeShards([])).toMatchObject({ error: { code: 'kv-merge' } })
  })
})

describe('the envelope', () => {
  it('carries the inputs with the transition and the time as a float', () => {
    const envelope = envelopeOf({
      from: '0',
      to: '1',
      engineInputs: [1, 2],
      prompt: 'hi',
      timestamp: 1767225600,
    })
    const bytes = joinParts(unwrap(encode(envelope)))
    const read = unwrap(decode(bytes))
    expect(engineInputsOf(read)).toEqual([1, 2])
    expect(Buffer.from(bytes).toString('latin1')).toContain('stage_transition\xa40->1')
    expect(Buffer.from(joinParts(unwrap(encode(read))))).toEqual(Buffer.from(bytes))
    expect(engineInputsOf(null)).toBeNull()
    expect(engineInputsOf(new Map())).toBeNull()
  })
})
