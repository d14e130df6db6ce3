import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { PIPELINES } from '../pipelines/index.ts'
import {
  canonicalDtype,
  DTYPES,
  dtypeBytes,
  edgePreset,
  formatTensor,
  kvBytes,
  PAYLOAD_PRESETS,
  parseBytes,
  parseTensor,
  payloadBytes,
  payloadPreset,
  presetSpec,
  presetsForEdge,
  SWEEP_SIZES,
} from './index.ts'

const published: Readonly<Record<string, number>> = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../fixtures/payloads/presets.json'), 'utf8'),
)
const pipelineOf = (key: string) => PIPELINES.find(pipeline => pipeline.key === key) ?? null

describe('the presets', () => {
  it('have the published sizes', () => {
    expect(Object.fromEntries(PAYLOAD_PRESETS.map(preset => [preset.id, preset.bytes]))).toEqual(published)
  })
  it('with their headers make the logged totals', () => {
    const total = (id: string) => {
      const preset = payloadPreset(id)
      return preset === null ? null : preset.bytes + (preset.headerBytes ?? 0)
    }
    expect(total('bagel-kv-7664')).toBe(439_491_236)
    expect(total('hy3-kv-6715-tp4')).toBe(220_042_915)
    expect(total('h3-text-35')).toBe(358_775)
  })
  it('show their computation', () => {
    expect(payloadPreset('q3o-44tok-fp32')?.formula).toBe(
      '2 × [44, 2048] float32 + 3 × [1, 1, 2048] float32 = 2 × 360,448 + 3 × 8,192 = 745,472 B',
    )
    expect(payloadPreset('mammoth-1824')?.formula).toBe('[1824, 4096] bfloat16 = 14,942,208 B')
  })
  it('are what every catalogue edge refers to', () => {
    for (const pipeline of PIPELINES)
      for (const ids of Object.values(pipeline.payloads))
        for (const id of ids) expect(payloadPreset(id)).not.toBeNull()
  })
  it('become bench payloads', () => {
    const chunk = payloadPreset('q3o-codec-chunk')
    expect(chunk === null ? null : presetSpec(chunk)).toEqual({
      kind: 'tensor',
      bytes: 6400,
      preset: 'q3o-codec-chunk',
      dtype: 'int64',
      shape: [16, 50],
    })
    const kv = payloadPreset('bagel-kv-7664')
    expect(kv === null ? null : presetSpec(kv)).toEqual({
      kind: 'nested',
      bytes: 439_484_416,
      preset: 'bagel-kv-7664',
    })
  })
})

describe('the presets of an edge', () => {
  it("start with the pipeline's own", () => {
    expect(presetsForEdge(pipelineOf('bagel'), '0->1').map(preset => preset.id)).toEqual([
      'bagel-kv-7664',
      'bagel-kv-x3',
      'kv-186MB',
      'ctl-1k',
      'ctl-4k',
    ])
    expect(edgePreset(pipelineOf('qwen3_omni_moe'), '1->2')?.id).toBe('q3o-codec-chunk')
  })
  it('are none, or generic, where nothing is known', () => {
    expect(edgePreset(pipelineOf('glm_image'), '0->1')).toBeNull()
    expect(edgePreset(null, '0->1')).toBeNull()
    expect(presetsForEdge(null, '0->1')).toBe(PAYLOAD_PRESETS)
  })
})

describe('KV bytes', () => {
  const bagel = {
    layers: 28,
    kvHeads: 4,
    headDim: 128,
    dtype: 'bfloat16',
    tokens: 7664,
    tensorParallelSize: 1,
  }
  const hunyuan = {
    layers: 32,
    kvHeads: 8,
    headDim: 128,
    dtype: 'bfloat16',
    tokens: 6715,
    tensorParallelSize: 4,
  }
  it('agree with two independent logs', () => {
    expect(kvBytes(bagel)).toMatchObject({ bytesPerTokenAndRank: 57_344, bytesPerRank: 439_484_416 })
    expect(kvBytes(hunyuan)).toMatchObject({
      headsPerRank: 2,
      bytesPerTokenAndRank: 32_768,
      bytesPerRank: 220_037_120,
      bytesAllRanks: 880_148_480,
    })
  })
  it('replicate heads where there are more ranks than heads', () => {
    expect(kvBytes({ ...bagel, tensorParallelSize: 8 })?.headsPerRank).toBe(1)
  })
  it('show their computation', () => {
    expect(kvBytes(hunyuan)?.formula).toBe(
      '6,715 tokens × 2 × 32 layers × ceil(8 / 4) = 2 heads × 128 × 2 B = 220,037,120 B per rank',
    )
  })
  it('are null for what makes no sense', () => {
    expect(kvBytes({ ...bagel, dtype: 'float7' })).toBeNull()
    expect(kvBytes({ ...bagel, tokens: 0 })).toBeNull()
    expect(kvBytes({ ...bagel, layers: 1.5 })).toBeNull()
  })
})

describe('shapes and dtypes', () => {
  it('have the sizes of the wire format', () => {
    expect(payloadBytes([], 'float64')).toBe(8)
    expect(payloadBytes([0, 5], 'int8')).toBe(0)
    expect(payloadBytes([2, 3], 'complex128')).toBe(96)
    expect(payloadBytes([2], 'nothing')).toBeNull()
    expect(payloadBytes([-1], 'int8')).toBeNull()
    expect(payloadBytes([2 ** 40, 2 ** 40], 'int8')).toBeNull()
    expect(dtypeBytes('torch.bfloat16')).toBe(2)
    expect(canonicalDtype('FP16')).toBe('float16')
    expect(canonicalDtype('constructor')).toBeNull()
  })
  it.each([
    ['[1824, 4096] bf16', [1824, 4096], 'bfloat16'],
    ['1824x4096 float32', [1824, 4096], 'float32'],
    ['int64 [16,50]', [16, 50], 'int64'],
    ['float32[2,3]', [2, 3], 'float32'],
    ['[] int32', [], 'int32'],
    ['1_024 uint8', [1024], 'uint8'],
  ])('are read from %j', (text, shape, dtype) => {
    expect(parseTensor(text)).toEqual({ shape, dtype })
  })
  it.each(['', 'bf16', '[2,3]', '[2,-3] bf16', '[a] bf16', '[1.5] bf16', '[2] bf16 x', '[1,] bf16'])(
    'are not read from %j',
    text => {
      expect(parseTensor(text)).toBeNull()
    },
  )
  it('come back from their own text', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(1000), { maxLength: 4 }), fc.constantFrom(...DTYPES), (shape, dtype) => {
        expect(parseTensor(formatTensor({ shape, dtype }))).toEqual({ shape, dtype })
      }),
    )
  })
})

describe('sizes', () => {
  it('of a sweep are powers of four', () => {
    expect(SWEEP_SIZES[0]).toBe(1024)
    expect(SWEEP_SIZES.at(-1)).toBe(1024 ** 3)
    expect(SWEEP_SIZES).toHaveLength(11)
  })
  it('are read as people write them', () => {
    expect(parseBytes('1MiB')).toBe(1048576)
    expect(parseBytes('186 MB')).toBe(186_000_000)
    expect(parseBytes('lots')).toBeNull()
  })
})
