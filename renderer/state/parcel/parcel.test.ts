import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { analyze } from '../../../core/analyze.ts'
import { nodeAt, rangeOf } from '../../../core/document/index.ts'
import { openAnalysis, packAnalysis, transferOf } from './analysis-parcel.ts'
import { partsToHandOver } from './format.ts'
import { pack } from './pack.ts'
import { unpack } from './unpack.ts'

/** Reads every member, as a structured clone would give them. */
function readAll(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(readAll)
  if (value instanceof Map) return new Map([...value].map(([key, item]) => [readAll(key), readAll(item)]))
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value
  const members: [string, unknown][] = []
  for (const name in value) members.push([name, readAll(Reflect.get(value, name))])
  return Object.fromEntries(members)
}

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
        expect(readAll(travelled(value))).toEqual(readAll(value))
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
    expect(Object.keys(back)).toEqual([])
    expect(back.list).toBe(back.list)
    expect(Object.keys(back)).toEqual(['list'])
    expect(back.list[0]?.deep).toEqual([1])
  })

  it('takes names of the language for names', () => {
    const back = travelled(JSON.parse('{"__proto__": {"a": [1]}, "constructor": [2]}'))
    expect(Reflect.get(back as object, 'constructor')).toEqual([2])
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
    expect(readAll(arrived)).toEqual(readAll(analysis))
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
})
