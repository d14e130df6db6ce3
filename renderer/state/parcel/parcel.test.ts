import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { analyze } from '../../../core/analyze.ts'
import { nodeAt, rangeOf } from '../../../core/document/index.ts'
import { openAnalysis, packAnalysis, transferOf } from './analysis-parcel.ts'
import { partsToHandOver } from './format.ts'
import { pack } from './pack.ts'
import { unpack } from './unpack.ts'

const travelled = (value: unknown): unknown => {
  const parcel = pack(value)
  return unpack(structuredClone(parcel, { transfer: partsToHandOver(parcel) }))
}

const leaf = fc.oneof(
  fc.constantFrom(null, undefined, true, false, -0, Number.NaN, 2 ** 28, -(2 ** 28), 2 ** 40),
  fc.integer(),
  fc.double(),
  fc.bigInt(),
  fc.string(),
  fc.uint8Array({ maxLength: 4 }),
)
const { tree } = fc.letrec<{ tree: unknown }>(tie => ({
  tree: fc.oneof(
    { maxDepth: 4 },
    leaf,
    fc.array(tie('tree'), { maxLength: 5 }),
    fc.array(fc.tuple(leaf, tie('tree')), { maxLength: 5 }).map(pairs => new Map(pairs)),
    fc.dictionary(fc.string({ maxLength: 3 }), tie('tree'), { maxKeys: 4 }),
  ),
}))

describe('a parcel', () => {
  it('gives back what was packed', () => {
    fc.assert(
      fc.property(tree, value => {
        expect(travelled(value)).toEqual(value)
      }),
      { numRuns: 300 },
    )
  })

  it('keeps what is shared one thing, circles included', () => {
    const shared = new Map([['a', [1, 2]]])
    const ring: unknown[] = [shared, { inner: shared }]
    ring.push(ring)
    const back = travelled(ring) as typeof ring
    expect(Reflect.get(back[1] as object, 'inner')).toBe(back[0])
    expect(back[2]).toBe(back)
  })

  it('makes a part once, when it is read', () => {
    const back = travelled({ list: [{ deep: [1] }] }) as { list: { deep: number[] }[] }
    const isMade = () => Object.getOwnPropertyDescriptor(back, 'list')?.get === undefined
    expect(isMade()).toBe(false)
    expect(back.list).toBe(back.list)
    expect(isMade()).toBe(true)
    expect(back.list[0]?.deep).toEqual([1])
  })

  it('shows every member before it is read, in the order it was packed in', () => {
    const packed = { z: [1], a: 'text', m: { n: { o: new Map() } } }
    const back = () => travelled(packed) as typeof packed
    expect(Object.keys(back())).toEqual(['z', 'a', 'm'])
    expect(Object.hasOwn(back(), 'z')).toBe(true)
    expect(Object.values(back())).toEqual(Object.values(packed))
    expect(JSON.stringify(back())).toBe(JSON.stringify(packed))
    expect(back()).toStrictEqual(packed)
    expect(structuredClone(back())).toStrictEqual(packed)
  })

  it('gives copies by spreading all that it holds, and parts that are shared with it', () => {
    const packed = { a: [1], b: { c: [2] }, d: 3 }
    const back = travelled(packed) as typeof packed
    const copy = { ...back, d: 4 }
    expect(copy).toStrictEqual({ a: [1], b: { c: [2] }, d: 4 })
    expect(copy.b).toBe(back.b)
    const { a, ...rest } = travelled(packed) as typeof packed
    expect([a, rest]).toStrictEqual([[1], { b: { c: [2] }, d: 3 }])
    expect(Object.assign({}, travelled(packed))).toStrictEqual(packed)
  })

  it('takes names of the language for names', () => {
    const back = travelled(JSON.parse('{"__proto__": {"a": [1]}, "constructor": [2]}'))
    expect(Reflect.get(back as object, 'constructor')).toEqual([2])
    expect(JSON.stringify(back)).toBe('{"__proto__":{"a":[1]},"constructor":[2]}')
    expect(JSON.stringify(travelled(JSON.parse('{"__proto__":1}')))).toBe('{"__proto__":1}')
  })
})

describe('an analysis on its way', () => {
  const fixture = (name: string) =>
    readFileSync(new URL(`../../../fixtures/pipelines/${name}`, import.meta.url), 'utf8')

  it.each([
    'hunyuan_image3.yaml',
    'qwen3_omni_moe_legacy.yaml',
    'qwen3_omni_moe_overlay.yaml',
    'replicas.yaml',
  ])('%s arrives as it left', name => {
    const text = fixture(name)
    const analysis = analyze(text, { fileName: name })
    const parcel = packAnalysis(analysis)
    const arrived = openAnalysis(structuredClone(parcel, { transfer: transferOf(parcel) }), text)
    expect(arrived).toEqual(analysis)
    expect(arrived.document.text).toBe(text)
  })

  it('shares its values between tree and configuration, as the rules expect', () => {
    const text = fixture('hunyuan_image3.yaml')
    const arrived = openAnalysis(structuredClone(packAnalysis(analyze(text))), text)
    expect(arrived.effective.transferInput).toBe(arrived.document.value)
    expect(nodeAt(arrived.document, ['stages', 0])?.value).toBe(
      (arrived.document.value as Map<string, unknown[]>).get('stages')?.[0],
    )
    expect(rangeOf(arrived.document, ['stages', 0, 'stage_id'], 'value')).not.toBeNull()
  })

  it('remembers no more than a text and a field of each key', () => {
    const keys = 500
    const analysis = analyze(Array.from({ length: keys }, (_, index) => `key${index}: 1\n`).join(''))
    const remember = vi.spyOn(Map.prototype, 'set')
    const before = remember.mock.calls.length
    packAnalysis(analysis)
    const remembered = remember.mock.calls.length - before
    remember.mockRestore()
    expect(remembered / keys).toBeLessThan(2.5)
  })
})
