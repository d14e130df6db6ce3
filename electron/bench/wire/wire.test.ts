import { decode as decodeWithPeer, encode as encodeWithPeer } from '@msgpack/msgpack'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decode, encode, Float, joinParts, NdArray, type PayloadValue, PilImage, Tensor } from './index.ts'

function bytesOf(value: PayloadValue): Uint8Array {
  const encoded = encode(value)
  if (!encoded.ok) throw new Error(encoded.error.message)
  const joined = joinParts(encoded.value)
  expect(joined.byteLength).toBe(encoded.value.size)
  return new Uint8Array(joined)
}

function payloadOf(bytes: Uint8Array): PayloadValue {
  const decoded = decode(bytes)
  if (!decoded.ok) throw new Error(decoded.error.message)
  return decoded.value
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')
const codeOf = (bytes: readonly number[]) => {
  const decoded = decode(Uint8Array.from(bytes))
  return decoded.ok ? null : decoded.error.code
}

const plain = fc.letrec(tie => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constant(null),
    fc.boolean(),
    fc.maxSafeInteger(),
    fc.double({ noNaN: true, noDefaultInfinity: true }).filter(value => !Number.isInteger(value)),
    fc.string({ unit: 'grapheme', maxLength: 70 }),
    fc.uint8Array({ maxLength: 300 }),
    fc.array(tie('value'), { maxLength: 20 }),
    fc.dictionary(fc.string({ maxLength: 40 }), tie('value'), { maxKeys: 20 }),
  ),
})).value as fc.Arbitrary<PayloadValue>

const shaped = fc
  .tuple(
    fc.constantFrom('float32', 'bfloat16', 'int64', 'bool', 'float8_e4m3fn'),
    fc.array(fc.nat(5), { maxLength: 4 }),
  )
  .map(([dtype, shape]) => {
    const size = { float32: 4, bfloat16: 2, int64: 8, bool: 1, float8_e4m3fn: 1 }[dtype] ?? 0
    const bytes = shape.reduce((product, extent) => product * extent, size)
    return new Tensor(dtype, shape, new Uint8Array(bytes).fill(7))
  })

const tree = fc.letrec(tie => ({
  value: fc.oneof(
    { maxDepth: 3 },
    plain,
    shaped,
    fc.bigInt({ min: -(2n ** 63n), max: 2n ** 64n - 1n }),
    fc.maxSafeInteger().map(value => new Float(value)),
    fc.array(tie('value'), { maxLength: 6 }),
    fc
      .array(fc.tuple(fc.oneof(fc.string(), fc.maxSafeInteger()), tie('value')), { maxLength: 6 })
      .map(entries => new Map(entries as [string | number, PayloadValue][])),
  ),
})).value as fc.Arbitrary<PayloadValue>

describe('the wire format', () => {
  it('is what another MessagePack library reads', () => {
    fc.assert(
      fc.property(plain, value => {
        const bytes = bytesOf(value)
        // The other library refuses keys that it takes for an attack.
        fc.pre(!hex(bytes).includes(Buffer.from('__proto__').toString('hex')))
        expect(decodeWithPeer(bytes)).toEqual(value)
      }),
      { numRuns: 200 },
    )
  })

  it('is the same bytes as the other library writes', () => {
    fc.assert(
      fc.property(plain, value => {
        fc.pre(!JSON.stringify(value)?.includes('__proto__'))
        expect(hex(bytesOf(value))).toBe(hex(encodeWithPeer(value)))
      }),
      { numRuns: 200 },
    )
  })

  it('is the same bytes after reading and writing again', () => {
    fc.assert(
      fc.property(tree, value => {
        const bytes = bytesOf(value)
        expect(hex(bytesOf(payloadOf(bytes)))).toBe(hex(bytes))
      }),
      { numRuns: 300 },
    )
  })

  it('writes a tensor as a marked map in the order of the runtime', () => {
    const bytes = bytesOf(new Tensor('bfloat16', [1, 2], Uint8Array.of(1, 2, 3, 4)))
    expect([...(payloadOf(bytes) as Tensor).data]).toEqual([1, 2, 3, 4])
    expect(decodeWithPeer(bytes)).toEqual({
      __tensor__: true,
      dtype: 'bfloat16',
      shape: [1, 2],
      data: Uint8Array.of(1, 2, 3, 4),
    })
    expect(Object.keys(decodeWithPeer(bytes) as object)).toEqual(['__tensor__', 'dtype', 'shape', 'data'])
  })

  it('brings tensors without dimensions or elements, arrays and images back', () => {
    for (const value of [
      new Tensor('float32', [], new Uint8Array(4)),
      new Tensor('float32', [0, 7], new Uint8Array(0)),
      new NdArray('<f4', [2], new Uint8Array(8)),
      new NdArray('<U3', [2], new Uint8Array(24)),
      new PilImage('RGB', [2, 2, 3], new Uint8Array(12)),
    ])
      expect({ ...(payloadOf(bytesOf(value)) as object) }).toEqual({
        ...value,
        data: Buffer.from(value.data),
      })
  })

  it('hands large binary parts on without a copy', () => {
    const data = new Uint8Array(1 << 20)
    const encoded = encode({ text: 'x'.repeat(600), tensor: new Tensor('uint8', [1 << 20], data), small: 1 })
    expect(encoded.ok && encoded.value.parts.includes(data)).toBe(true)
    expect(encoded.ok && encoded.value.parts.length).toBeLessThan(6)
  })

  it('keeps the order of keys, integer keys and keys of the language apart', () => {
    const value = new Map<string | number, PayloadValue>([
      ['10', 1],
      ['2', 2],
      [2, 3],
      ['__proto__', 4],
      ['constructor', 5],
    ])
    expect([...(payloadOf(bytesOf(value)) as Map<string, number>)]).toEqual([...value])
  })

  it('leaves a map that only looks like a request output alone', () => {
    const output = { request_id: 'r', prompt: 'p', prompt_token_ids: [1], outputs: [], finished: true }
    expect(Object.fromEntries(payloadOf(bytesOf(output)) as Map<string, unknown>)).toEqual(output)
  })
})

describe('bad payloads', () => {
  it('are refused by the writer with a reason', () => {
    const cyclic: unknown[] = []
    cyclic.push(cyclic)
    for (const value of [undefined, () => 1, { a: undefined }, 2n ** 64n, -(2n ** 63n) - 1n, cyclic])
      expect(encode(value as PayloadValue)).toMatchObject({ ok: false, error: { code: 'wire-encode' } })
  })

  it('are refused by the reader', () => {
    const nested = [...Array<number>(5000).fill(0x91), 0xc0]
    for (const bytes of [
      [],
      [0xc1],
      [0xc0, 0xc0],
      [0xc4, 5, 1],
      [0xdd, 0xff, 0xff, 0xff, 0xff],
      [0xdf, 0xff, 0xff, 0xff, 0xff],
      [0xd4, 1, 1],
      [0xa2, 0xff, 0xfe],
      [0x81, 0xc0, 1],
      nested,
    ])
      expect(codeOf(bytes)).toBe('wire-decode')
  })

  it('never throw', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), bytes => {
        const decoded = decode(bytes)
        expect(decoded.ok || decoded.error.code === 'wire-decode').toBe(true)
      }),
      { numRuns: 2000 },
    )
  })

  it('with a marked map that lies about its shape are refused', () => {
    const tensor = (fields: object): boolean =>
      decode(
        encodeWithPeer({ __tensor__: true, dtype: 'int8', shape: [2], data: new Uint8Array(2), ...fields }),
      ).ok
    expect(tensor({})).toBe(true)
    for (const lie of [
      { shape: [3] },
      { shape: [-2] },
      { shape: 'x' },
      { dtype: 'int7' },
      { data: 'ab' },
      { dtype: 'torch.int8' },
    ])
      expect(tensor(lie)).toBe(false)
  })
})
