import { describe, expect, it } from 'vitest'
import {
  canAsyncChunk,
  edgePayloads,
  findPipeline,
  PIPELINES,
  parsePipelineText,
  parsePipelineTexts,
  pipelineEdges,
  pipelineStage,
  templateInfo,
} from './index.ts'

const byKey = (key: string) => {
  const found = PIPELINES.find(pipeline => pipeline.key === key)
  if (found === undefined) throw new Error(`no pipeline ${key}`)
  return found
}

describe('the catalogue', () => {
  it.each(PIPELINES.map(pipeline => [pipeline.key, pipeline] as const))(
    'holds a sound %s',
    (_key, pipeline) => {
      const ids = pipeline.stages.map(stage => stage.id)
      expect(ids).toEqual(ids.map((_, index) => index))
      for (const stage of pipeline.stages)
        for (const source of stage.inputSources) {
          expect(ids).toContain(source)
          expect(source).not.toBe(stage.id)
        }
      expect(pipeline.stages.some(stage => stage.inputSources.length === 0)).toBe(true)
      expect(pipeline.stages.some(stage => stage.finalOutput !== null)).toBe(true)
      const edges = pipelineEdges(pipeline).map(edge => `${edge.from}->${edge.to}`)
      for (const edge of Object.keys(pipeline.payloads)) expect(edges).toContain(edge)
    },
  )
  it('names every pipeline once', () => {
    expect(new Set(PIPELINES.map(pipeline => pipeline.key)).size).toBe(PIPELINES.length)
  })
  it('knows which pipelines can send chunks', () => {
    expect(
      ['qwen3_omni_moe', 'qwen3_tts', 'mimo_audio', 'cosyvoice3', 'aura_omni'].map(key =>
        canAsyncChunk(byKey(key)),
      ),
    ).toEqual([true, true, true, true, true])
    expect(
      ['qwen2_5_omni', 'bagel', 'glm_image', 'hunyuan_image3', 'covo_audio'].map(key =>
        canAsyncChunk(byKey(key)),
      ),
    ).toEqual([false, false, false, false, false])
  })
  it('gives BAGEL its own KV flags and leaves those of Hunyuan to the file', () => {
    expect(pipelineStage(byKey('bagel'), '0')?.kv).toEqual({
      needSend: true,
      needRecv: false,
      criteria: 'prefill_finished',
    })
    expect(pipelineStage(byKey('bagel_think'), '0')?.kv?.criteria).toBeNull()
    expect(pipelineStage(byKey('hunyuan_image3'), '0')?.kv).toBeNull()
    expect(pipelineStage(byKey('bagel'), '7')).toBeNull()
  })
  it('gives no payload to edges it does not know', () => {
    expect(edgePayloads(byKey('bagel'), '0->1')[0]).toBe('bagel-kv-7664')
    expect(edgePayloads(byKey('bagel'), 'constructor')).toEqual([])
  })
})

describe('finding the pipeline of a file', () => {
  const key = (query: Parameters<typeof findPipeline>[0]) => findPipeline(query).pipeline?.key ?? null
  it.each([
    ['qwen3_omni_moe.yaml', 'qwen3_omni_moe'],
    ['deploy/qwen3_omni_moe_mori_intranode.yaml', 'qwen3_omni_moe'],
    ['2025-qwen2_5_omni_multiconnector.yaml', 'qwen2_5_omni'],
    ['platforms-xpu-bagel.yaml', 'bagel'],
    ['bagel_think.yaml', 'bagel_think'],
    ['hunyuan-image-3-moe.yaml', 'hunyuan_image_3_moe'],
    ['hunyuan_image_3_moe_async_kv.json', 'hunyuan_image_3_moe'],
    ['C:\\configs\\moss_tts_realtime.yml', 'moss_tts_realtime'],
    ['moss_sound_effect.yaml', 'moss_tts_delay'],
    ['step_audio_2_asr.yaml', 'step_audio_2_asr'],
    ['qwen3_omni_moe_pd_separation.yaml', 'qwen3_omni_moe_pd_separation'],
    ['qwen3_ttsx.yaml', null],
    ['config.yaml', null],
    ['', null],
  ])('%s is %s', (fileName, expected) => {
    expect(key({ fileName })).toBe(expected)
  })
  it('takes the key before the choice before the name', () => {
    expect(key({ key: 'bagel', choice: 'glm_image', fileName: 'qwen3_tts.yaml' })).toBe('bagel')
    expect(key({ choice: 'glm_image', fileName: 'qwen3_tts.yaml' })).toBe('glm_image')
    expect(key({ key: 'my_own', choice: 'glm_image' })).toBe('glm_image')
  })
  it('says what an unknown key hides instead of guessing from the name', () => {
    const match = findPipeline({ key: 'my_own', fileName: 'qwen3_tts.yaml' })
    expect(match).toMatchObject({ pipeline: null, key: 'my_own', by: 'key' })
    expect(match.unknown).toContain('"my_own"')
    expect(findPipeline({ fileName: 'a.yaml' }).unknown).toContain('cannot be known')
  })
  it('takes __proto__ and constructor for unknown keys', () => {
    expect(key({ key: '__proto__' })).toBeNull()
    expect(key({ key: 'constructor' })).toBeNull()
  })
})

const OWN = `model_type: my_pipeline
title: Mine
stages:
  - stage_id: 0
    model_stage: reader
    final_output: true
    omni_kv_config: {need_send_cache: true}
    kv_dims: {layers: 2, kv_heads: 4, head_dim: 8}
  - stage_id: 1
    model_stage: painter
    execution_type: diffusion
    input_sources: [0]
    final_output: true
    final_output_type: image
payloads:
  0->1: [ctl-1k]
`

describe("a user's own pipeline", () => {
  it('becomes an entry like those of the catalogue', () => {
    const result = parsePipelineText(OWN)
    expect(result).toMatchObject({ ok: true, value: { key: 'my_pipeline', title: 'Mine', origin: 'user' } })
    if (!result.ok) return
    expect(pipelineEdges(result.value)).toEqual([{ from: '0', to: '1' }])
    expect(result.value.stages[0]?.kv?.needSend).toBe(true)
    expect(result.value.stages.map(stage => stage.finalOutput)).toEqual(['text', 'image'])
    expect(result.value.kvDims['0']).toMatchObject({ layers: 2, dtype: 'bfloat16', certainty: 'assumed' })
    expect(findPipeline({ key: 'my_pipeline', userPipelines: [result.value] }).pipeline).toBe(result.value)
  })
  it('wins over the catalogue', () => {
    const own = parsePipelineText(OWN.replace('my_pipeline', 'bagel'))
    if (!own.ok) throw new Error('not read')
    expect(findPipeline({ key: 'bagel', userPipelines: [own.value] }).pipeline?.title).toBe('Mine')
  })
  it.each([
    ['stages: [', 'PIPELINE-1', []],
    ['', 'PIPELINE-2', []],
    ['model_type: x\nstages: []\n', 'PIPELINE-2', ['stages']],
    [OWN.replace('model_stage: reader', 'model_stge: reader'), 'PIPELINE-2', ['stages', 0, 'model_stage']],
    [OWN.replace('stage_id: 1', 'stage_id: 0'), 'PIPELINE-3', ['stages', 1, 'stage_id']],
    [OWN.replace('[0]', '[5]'), 'PIPELINE-3', ['stages', 1, 'input_sources', 0]],
    [OWN.replace('[0]', '[1]'), 'PIPELINE-3', ['stages', 1, 'input_sources', 0]],
  ])('is refused with code and place: %j', (text, code, path) => {
    const result = parsePipelineText(text)
    expect(result.ok).toBe(false)
    if (result.ok) return
    expect(result.error[0]).toMatchObject({ code, path })
  })
  it.each([
    ['stages: 5\n', ['model_type is missing: write a text.', 'stages must be a list.']],
    [
      OWN.replace('model_stage: reader', 'model_stge: reader'),
      [
        'stages.0.model_stage is missing: write a text.',
        'stages.0 takes no model_stge; remove it or correct its name.',
      ],
    ],
    [
      'model_type: x\nstages: [{stage_id: 1.5, model_stage: a}]\n',
      ['stages.0.stage_id must be a whole number.'],
    ],
    [
      'model_type: x\nstages: [{stage_id: 0, model_stage: a, execution_type: llm}]\n',
      ['stages.0.execution_type must be one of llm_ar, llm_generation, diffusion.'],
    ],
  ])('says what to write instead: %j', (text, messages) => {
    const result = parsePipelineText(text)
    expect(result.ok ? [] : result.error.map(problem => problem.message)).toEqual(messages)
  })
  it('points at the place in the text', () => {
    const text = OWN.replace('[0]', '[5]')
    const result = parsePipelineText(text)
    const range = result.ok ? null : (result.error[0]?.range ?? null)
    expect(range === null ? null : text.slice(range.start, range.end)).toBe('5')
  })
  it('needs an entry and a final output', () => {
    const text =
      'model_type: x\nstages:\n  - {stage_id: 0, model_stage: a, input_sources: [1]}\n  - {stage_id: 1, model_stage: b, input_sources: [0]}\n'
    const result = parsePipelineText(text)
    expect(result.ok ? [] : result.error.map(problem => problem.code)).toEqual(['PIPELINE-3', 'PIPELINE-3'])
  })
  it('is kept when another one cannot be read, the last of a key first', () => {
    const { pipelines, problems } = parsePipelineTexts([OWN, '[', OWN.replace('Mine', 'Newer')])
    expect(pipelines.map(pipeline => pipeline.title)).toEqual(['Newer', 'Mine'])
    expect(problems.map(problem => problem.code)).toEqual(['PIPELINE-1'])
  })
})

describe('the comments at the head of a template', () => {
  it('give title, about and expected findings', () => {
    expect(
      templateInfo('# title: A\n# about: B c.\n# expect: WIRE-1, PORT-2\nstages: []\n# title: no\n'),
    ).toEqual({
      title: 'A',
      about: 'B c.',
      expect: ['WIRE-1', 'PORT-2'],
    })
    expect(templateInfo('stages: []\n# title: late\n')).toEqual({ title: null, about: null, expect: [] })
  })
})
