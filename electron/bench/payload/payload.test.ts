import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { PayloadSpec } from '../../../core/bench/types.ts'
import { PAYLOAD_PRESETS, payloadPreset, presetSpec } from '../../../core/payload/index.ts'
import { decode, encode, Float, Tensor } from '../wire/index.ts'
import { contentHash } from './content-hash.ts'
import { makePayload, type Payload } from './make.ts'
import { createPayloadPool } from './pool.ts'

async function made(spec: PayloadSpec, seed = 1): Promise<Payload> {
  const payload = await makePayload(spec, seed)
  if (payload.ok) return payload.value
  throw new Error(payload.error.message)
}

const kinds: readonly PayloadSpec[] = [
  { kind: 'bytes', bytes: 3_000_000 },
  { kind: 'tensor', bytes: 96, dtype: 'bf16', shape: [2, 3, 8] },
  { kind: 'nested', bytes: 5001 },
  { kind: 'list', bytes: 8192 },
]

describe('a payload', () => {
  it.each(kinds)('of kind $kind follows from its seed and changes with every request', async spec => {
    const [one, same, other] = [await made(spec), await made(spec), await made(spec, 2)]
    for (const payload of [one, same, other]) payload.stamp(0)
    expect(contentHash(one.value)).toBe(contentHash(same.value))
    expect(contentHash(one.value)).not.toBe(contentHash(other.value))
    const before = contentHash(one.value)
    one.stamp(1)
    expect(contentHash(one.value)).not.toBe(before)
  })

  it.each(kinds)('of kind $kind means the same after the wire', async spec => {
    const { value, bytes } = await made(spec)
    const encoded = encode(value)
    if (!encoded.ok) throw new Error(encoded.error.message)
    const decoded = decode(Buffer.concat(encoded.value.parts))
    if (!decoded.ok) throw new Error(decoded.error.message)
    expect(contentHash(decoded.value)).toBe(contentHash(value))
    expect(bytes).toBe(spec.bytes)
  })

  it('has the size of its preset', async () => {
    for (const preset of PAYLOAD_PRESETS.filter(({ bytes }) => bytes < 10_000_000))
      expect((await made(presetSpec(preset))).bytes).toBe(preset.bytes)
    const nested = payloadPreset('q3o-44tok-fp32')
    expect(nested === null ? null : (await made(presetSpec(nested))).value).toMatchObject({
      engine_inputs: { 'tts embeds 2': { dtype: 'float32', shape: [1, 1, 2048] } },
    })
  })

  it('may be nothing at all', async () => {
    const empty = await made({ kind: 'bytes', bytes: 0 })
    empty.stamp(3)
    expect(empty.value).toEqual(new Uint8Array(0))
  })

  it('may be a file, and says when it cannot be read', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'stagewright-payload-'))
    const file = join(folder, 'payload.bin')
    await writeFile(file, 'abc')
    expect((await made({ kind: 'bytes', bytes: 0, file })).bytes).toBe(3)
    await rm(folder, { recursive: true })
    expect(await makePayload({ kind: 'bytes', bytes: 0, file }, 1)).toMatchObject({
      ok: false,
      error: { code: 'payload-file' },
    })
  })

  it('is refused with a shape or dtype that the wire has not', async () => {
    expect(await makePayload({ kind: 'tensor', bytes: 1, dtype: 'float7' }, 1)).toMatchObject({
      error: { code: 'payload-dtype' },
    })
    const huge = { kind: 'tensor', bytes: 1, dtype: 'int8', shape: [2 ** 40, 2 ** 40] } as const
    expect(await makePayload(huge, 1)).toMatchObject({ error: { code: 'payload-shape' } })
  })
})

describe('the hash of a content', () => {
  it('tells shape, dtype, order and nesting apart', () => {
    const data = new Uint8Array([1, 2, 3, 4])
    const values = [
      data,
      new Tensor('uint8', [4], data),
      new Tensor('uint8', [2, 2], data),
      new Tensor('int8', [4], data),
      { a: 1, b: 2 },
      { b: 2, a: 1 },
      [1, 2],
      [[1], 2],
      ['1', 2],
      [null],
      [],
      {},
      '',
      null,
      false,
      1n,
    ]
    expect(new Set(values.map(contentHash)).size).toBe(values.length)
  })
  it('does not tell containers apart that mean the same', () => {
    expect(contentHash(new Map([['a', 1]]))).toBe(contentHash({ a: 1 }))
    expect(contentHash([new Float(1), 2])).toBe(contentHash([1, 2]))
  })
})

describe('a pool of payloads', () => {
  it('lends each to one request at a time', async () => {
    const pool = await createPayloadPool({ kind: 'bytes', bytes: 8 }, 1, 2)
    if (!pool.ok) throw new Error(pool.error.message)
    const [first, second] = [await pool.value.acquire(), await pool.value.acquire()]
    expect(first).not.toBe(second)
    const third = pool.value.acquire()
    pool.value.release(second)
    expect(await third).toBe(second)
  })
})
