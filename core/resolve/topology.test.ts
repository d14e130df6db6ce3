import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type DeviceSplit,
  kvHeadSlice,
  kvSourceRanks,
  kvTargetRanks,
  type LoadedSpec,
  resolveOmniKvConfigForStage,
  splitDevicesForReplicas,
} from './index.ts'

describe('KV ranks', () => {
  it.each([
    [4, 4, 3, [3], [3]],
    [4, 2, 1, [0], [2, 3]],
    [2, 4, 1, [2, 3], [0]],
    [1, 1, 0, [0], [0]],
  ])('of TP %i to %i at rank %i', (fromTp, toTp, localRank, targets, sources) => {
    expect(kvTargetRanks({ fromTp, toTp, localRank })).toEqual({ ok: true, value: targets })
    expect(kvSourceRanks({ fromTp, toTp, localRank })).toEqual({ ok: true, value: sources })
  })

  it.each([
    [3, 2, 0, 'KV TP mapping must be divisible: from_tp=3, to_tp=2'],
    [0, 2, 0, 'Invalid KV TP mapping: from_tp=0, to_tp=2'],
    [2, 2, -1, 'Invalid KV TP mapping: local_rank=-1'],
  ])('of TP %i to %i at rank %i are refused', (fromTp, toTp, localRank, message) => {
    const topology = { fromTp, toTp, localRank }
    expect(kvTargetRanks(topology)).toMatchObject({ ok: false, error: { type: 'ValueError', message } })
    expect(kvSourceRanks(topology)).toMatchObject({ ok: false, error: { type: 'ValueError', message } })
  })

  it('agree from both ends', () => {
    const sizes = fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 }), fc.boolean())
    fc.assert(
      fc.property(sizes, ([small, ratio, widen]) => {
        const [fromTp, toTp] = widen ? [small, small * ratio] : [small * ratio, small]
        const pairs = (count: number, ranks: typeof kvTargetRanks) =>
          Array.from({ length: count }, (_, localRank) => {
            const result = ranks({ fromTp, toTp, localRank })
            return result.ok ? result.value.map(peer => [localRank, peer] as const) : []
          }).flat()
        const sent = pairs(fromTp, kvTargetRanks).map(([from, to]) => `${from}-${to}`)
        const received = pairs(toTp, kvSourceRanks).map(([to, from]) => `${from}-${to}`)
        expect(received.toSorted()).toEqual(sent.toSorted())
        expect(sent.length).toBe(Math.max(fromTp, toTp))
      }),
      { numRuns: 60 },
    )
  })

  it('slice heads for a finer split receiver only, and evenly', () => {
    expect(kvHeadSlice({ fromTp: 2, toTp: 4 }, 3, 8)).toEqual({
      ok: true,
      value: { offsetInShard: 1, slices: 2, heads: 4 },
    })
    expect(kvHeadSlice({ fromTp: 4, toTp: 2 }, 1, 8)).toEqual({ ok: true, value: null })
    expect(kvHeadSlice({ fromTp: 1, toTp: 2 }, 0, 3)).toMatchObject({
      ok: false,
      error: { type: 'ValueError' },
    })
  })
})

describe('splitDevicesForReplicas', () => {
  const split = (part: Partial<DeviceSplit>) =>
    splitDevicesForReplicas({ stageId: 1, devices: '0', replicas: 1, devicesPerReplica: 1, ...part })

  it.each<[Partial<DeviceSplit>, readonly (string | null)[]]>([
    [{ devices: null, replicas: 0 }, [null]],
    [{ devices: null, replicas: 2 }, [null, null]],
    [{ devices: '0,1', replicas: 0, devicesPerReplica: 2 }, ['0,1']],
    [{ devices: '1, 2,3,4', replicas: 2, devicesPerReplica: 2 }, ['1,2', '3,4']],
    [{ devices: '1,0', replicas: 3, devicesPerReplica: 2 }, ['1,0', '3,2', '5,4']],
  ])('of %j', (part, devices) => {
    expect(split(part)).toEqual({ ok: true, value: devices })
  })

  it.each<[Partial<DeviceSplit>, string]>([
    [
      { devices: '0,1,2', replicas: 2, devicesPerReplica: 2 },
      'need either 2 (per-replica template) or 4 (pool)',
    ],
    [{ devices: 'a', replicas: 2 }, "template-mode devices must be ints, got 'a'"],
    [{ devices: '0,2', replicas: 2, devicesPerReplica: 2 }, 'offset(s) [2] out of range [0, 2)'],
  ])('refuses %j', (part, message) => {
    const result = split(part)
    expect(result).toMatchObject({ ok: false, error: { type: 'ValueError' } })
    expect(!result.ok && result.error.message).toContain(message)
  })
})

describe('the KV connector of a stage', () => {
  const spec = (name: string): LoadedSpec => ({ name, extra: new Map() })
  const between = (...pairs: readonly (readonly [string, string])[]) => ({
    connectors: pairs.map(([from, to]) => ({ from, to, spec: spec(`${from}>${to}`) })),
  })

  it.each<[readonly (readonly [string, string])[], string, string, string]>([
    [
      [
        ['0', '10'],
        ['0', '2'],
      ],
      '0',
      '0',
      '2',
    ],
    [
      [
        ['0', '1'],
        ['1', '2'],
      ],
      '1',
      '1',
      '2',
    ],
    [
      [
        ['9', '1'],
        ['3', '1'],
      ],
      '1',
      '3',
      '1',
    ],
    [
      [
        ['0', 'b'],
        ['0', 'a'],
      ],
      '0',
      '0',
      'a',
    ],
    [
      [
        ['0', '2'],
        ['0', '02'],
      ],
      '0',
      '0',
      '2',
    ],
  ])('is of the smallest neighbour, outgoing first: %j', (pairs, stage, from, to) => {
    expect(resolveOmniKvConfigForStage(between(...pairs), stage)).toMatchObject({
      ok: true,
      value: { from, to },
    })
  })

  it('is refused where numbers and names mix, or a digit is none to int()', () => {
    expect(resolveOmniKvConfigForStage(between(['0', '1'], ['0', 'a']), 0)).toMatchObject({
      error: { type: 'TypeError', native: true },
    })
    expect(resolveOmniKvConfigForStage(between(['0', '²']), 0)).toMatchObject({
      error: { type: 'ValueError' },
    })
  })

  it('is none where no edge touches the stage', () => {
    const none = { ok: true, value: { config: null, from: null, to: null } }
    expect(resolveOmniKvConfigForStage(between(['0', '1']), '7')).toEqual(none)
    expect(resolveOmniKvConfigForStage(null, '0')).toEqual(none)
  })
})
