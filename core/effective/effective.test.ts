import { describe, expect, it } from 'vitest'
import type { AnalysisContext } from '../contract/analysis.ts'
import type { EffectiveField } from '../contract/effective.ts'
import { resolveText } from '../resolve-text.ts'
import { type JsonValue, toPlain } from '../value/index.ts'

const OVERLAY = `base_config: base.yaml
stages:
  - stage_id: 0
    gpu_memory_utilization: 0.7
    default_sampling_params: {top_p: 0.5}
`
const BASE = `async_chunk: false
connectors:
  memory: {name: SharedMemoryConnector, extra: {codec_chunk_frames: 25, codec_streaming: true}}
stages:
  - stage_id: 0
    devices: "0"
    gpu_memory_utilization: 0.9
    default_sampling_params: {temperature: 0.4, top_p: 0.9}
    hf_overrides: {rope: 1}
    output_connectors: {to_stage_1: memory}
  - stage_id: 1
    devices: "1"
platforms:
  npu:
    stages:
      - stage_id: 0
        gpu_memory_utilization: 0.6
        runtime: {devices: "4"}
        engine_args: {max_num_seqs: 8}
        default_sampling_params: {seed: 1}
`

const context = (extra: AnalysisContext = {}): AnalysisContext => ({
  fileName: '/files/overlay.yaml',
  files: { '/files/base.yaml': BASE },
  ...extra,
})

function field(text: string, key: string, extra: AnalysisContext = {}, stage = '0'): EffectiveField {
  const { effective } = resolveText(text, context(extra))
  const found = effective.stages
    .find(candidate => candidate.id === stage)
    ?.fields.find(candidate => candidate.key === key)
  if (found === undefined) throw new Error(`stage ${stage} has no ${key}`)
  return found
}

const layers = (found: EffectiveField): readonly (readonly [JsonValue, string])[] =>
  [{ value: found.value, source: found.source }, ...found.hidden].map(
    layer => [toPlain(layer.value), layer.source.provenance] as const,
  )

describe('the layers of a field', () => {
  it('stand in the order of their strength', () => {
    const found = field(OVERLAY, 'gpu_memory_utilization', {
      platform: 'npu',
      stageOverrides: '{"0": {"gpu_memory_utilization": 0.5}}',
    })
    expect(layers(found)).toEqual([
      [0.5, 'override'],
      [0.6, 'platform'],
      [0.7, 'overlay'],
      [0.9, 'base'],
      [0.9, 'default'],
    ])
    expect(found.hidden.map(layer => layer.source.file)).toEqual([
      '/files/base.yaml',
      null,
      '/files/base.yaml',
      null,
    ])
  })
  it('have a range only in the document', () => {
    const found = field(OVERLAY, 'gpu_memory_utilization')
    const { range } = found.source
    expect(range && OVERLAY.slice(range.start, range.end)).toBe('0.7')
    expect(found.hidden[0]?.source.range).toBeNull()
  })
  it('merge mappings by member', () => {
    expect(toPlain(field(OVERLAY, 'default_sampling_params', { platform: 'npu' }).value)).toEqual({
      temperature: 0.4,
      top_p: 0.5,
      seed: 1,
    })
  })
  it('end at an empty mapping, which clears what lies below', () => {
    const cleared = OVERLAY.replace('gpu_memory_utilization: 0.7', 'hf_overrides: {}')
    expect(toPlain(field(cleared, 'hf_overrides').value)).toEqual({})
  })
  it('take the nested forms of a platform', () => {
    expect(field(OVERLAY, 'devices', { platform: 'npu' }).value).toBe('4')
    expect(field(OVERLAY, 'max_num_seqs', { platform: 'npu' }).value).toBe(8)
  })
  it('let a null mean no override', () => {
    const text = 'dtype: bfloat16\nstages:\n  - {stage_id: 0, dtype: null, max_num_seqs: null}\n'
    expect(layers(field(text, 'dtype'))).toEqual([
      ['bfloat16', 'base'],
      [null, 'base'],
    ])
    expect(layers(field(text, 'max_num_seqs'))[0]).toEqual([128, 'default'])
  })
})

describe('places inside a stage', () => {
  it('go before files: runtime.devices of the base wins over the overlay’s devices', () => {
    const found = field('base_config: base.yaml\nstages: [{stage_id: 0, devices: "7"}]\n', 'devices', {
      files: { '/files/base.yaml': 'stages: [{stage_id: 0, runtime: {devices: "3"}}]\n' },
    })
    expect(layers(found)).toEqual([
      ['3', 'base'],
      ['7', 'overlay'],
    ])
  })
  it('let engine_args overlay the flat fields, mappings by member', () => {
    const text = `stages:
  - stage_id: 0
    tensor_parallel_size: 2
    parallel_config: {tensor_parallel_size: 2, ring_degree: 2}
    engine_args: {tensor_parallel_size: 4, parallel_config: {tensor_parallel_size: 4}}
`
    expect(field(text, 'tensor_parallel_size').value).toBe(4)
    expect(toPlain(field(text, 'parallel_config').value)).toEqual({ tensor_parallel_size: 4, ring_degree: 2 })
  })
  it('are the engine’s own in a legacy file, where max_batch_size stands in for max_num_seqs', () => {
    const text =
      'stage_args:\n  - {stage_id: 0, runtime: {devices: "0", max_batch_size: 3}, engine_args: {dtype: half}}\n'
    expect(field(text, 'max_num_seqs').value).toBe(3)
    expect(field(text, 'dtype').source.path).toEqual(['stage_args', 0, 'engine_args', 'dtype'])
  })
})

describe('what the pipeline owns', () => {
  const text = `pipeline: bagel
stages:
  - stage_id: 0
    final_output: false
    omni_kv_config: {need_send_cache: false, recv_timeout: 5}
`
  it('replaces the file’s omni_kv_config as a whole', () => {
    const found = field(text, 'omni_kv_config')
    expect(found.source).toMatchObject({ provenance: 'pipeline', file: 'bagel' })
    expect(toPlain(found.value)).toEqual({
      need_send_cache: true,
      kv_transfer_criteria: { type: 'prefill_finished' },
    })
    expect(found.hidden.map(layer => layer.source.provenance)).toEqual(['base'])
  })
  it('yields to an override, which replaces it as a whole too', () => {
    const found = field(text, 'omni_kv_config', {
      stageOverrides: '{"0": {"omni_kv_config": {"need_send_cache": false}}}',
    })
    expect(toPlain(found.value)).toEqual({ need_send_cache: false })
    expect(found.source.provenance).toBe('override')
  })
  it('hides a final_output of the file', () => {
    expect(field(text, 'final_output').source.provenance).toBe('pipeline')
  })
})

describe('overrides', () => {
  it('drop the keys that the runtime drops', () => {
    const { effective } = resolveText('stages: [{stage_id: 0}]', {
      stageOverrides: '{"0": {"input_connectors": {"from_stage_9": "x"}, "max_num_seqs": 2}}',
    })
    const keys = effective.stages[0]?.fields.filter(item => item.source.provenance === 'override')
    expect(keys?.map(item => item.key)).toEqual(['max_num_seqs'])
  })
  it('that are no JSON mapping count for nothing', () => {
    for (const stageOverrides of ['{', '[]', '3', '{"0": 1}'])
      expect(resolveText(OVERLAY, context({ stageOverrides })).effective).toEqual(
        resolveText(OVERLAY, context()).effective,
      )
  })
})

describe('the configurations', () => {
  it('that connectors come from knows no platform and no override', () => {
    const both = context({ platform: 'npu', stageOverrides: '{"0": {"devices": "9"}}' })
    expect(resolveText(OVERLAY, both).effective.transferInput).toEqual(
      resolveText(OVERLAY, context()).effective.transferInput,
    )
  })
  it('that engines get has them, and each value in one place only', () => {
    const text = 'stages:\n  - {stage_id: 0, runtime: {devices: "3"}, engine_args: {max_num_seqs: 2}}\n'
    const { effective } = resolveText(text, {
      stageOverrides: '{"0": {"devices": "9", "max_num_seqs": 4}}',
    })
    expect(toPlain(effective.merged)).toEqual({
      stages: [{ stage_id: 0, runtime: {}, engine_args: {}, devices: '9', max_num_seqs: 4 }],
    })
  })
  it('merge connectors by name', () => {
    const { transfer } = resolveText(
      `${OVERLAY}connectors: {memory: {extra: {codec_chunk_frames: 10}}}\n`,
      context(),
    )
    expect(transfer.ok && transfer.value?.connectors.map(edge => toPlain(edge.spec.extra))).toEqual([
      { codec_chunk_frames: 10, codec_streaming: true },
    ])
  })
  it('give a stage that only the base has no place in the document', () => {
    const { stages, edges } = resolveText(OVERLAY, context())
    expect(stages.map(stage => [stage.id, stage.index, stage.origin])).toEqual([
      ['0', 0, 'file'],
      ['1', null, 'file'],
    ])
    expect(edges[0]).toMatchObject({ id: '0->1', outputPath: null, connectorLabel: 'memory' })
  })
})
