import { describe, expect, it } from 'vitest'
import { deploy, findingsOf, fixed, marks } from '../finding-fixture.ts'

const shm = (extra = ''): string => `connectors: {c: {name: SharedMemoryConnector, extra: {${extra}}}}`
const OUT = 'output_connectors: {to_stage_1: c}'
const IN = 'input_connectors: {from_stage_0: c}'

describe('CHUNK-1', () => {
  it('refuses chunks where no stage can send them, the default included', () => {
    const text = deploy(['pipeline: qwen2_5_omni'], [], [], [])
    expect(marks('CHUNK-1', text)).toEqual(['error stages'])
    expect(fixed('CHUNK-1', text)).toContain('async_chunk: false')
    expect(marks('CHUNK-1', fixed('CHUNK-1', text))).toEqual([])
    expect(marks('CHUNK-1', text.replace('stages:', 'async_chunk: true\nstages:'))).toEqual(['error true'])
  })

  it('takes chunks of a pipeline that can, and of one that is not known', () => {
    expect(marks('CHUNK-1', deploy(['pipeline: qwen3_omni_moe'], [], [], []))).toEqual([])
    expect(marks('CHUNK-1', deploy([], [], []))).toEqual([])
  })

  it('wants both ends of an edge alike', () => {
    const text = deploy(['pipeline: qwen3_omni_moe'], [], ['async_chunk: false'], [])
    expect(findingsOf('CHUNK-1', text).map(finding => finding.edges[0])).toEqual([
      { from: '0', to: '1' },
      { from: '1', to: '2' },
    ])
  })

  it('wonders at the switch inside a stage', () => {
    expect(marks('CHUNK-1', deploy(['async_chunk: false'], ['async_chunk: true'], []))).toEqual([
      'warning async_chunk',
    ])
    const legacy = 'stage_args:\n  - stage_id: 0\n    engine_args: {async_chunk: true}\n'
    expect(marks('CHUNK-1', legacy)).toEqual(['warning async_chunk'])
  })
})

describe('CHUNK-2', () => {
  const named = (name: string, chunks = true): string =>
    deploy([`async_chunk: ${chunks}`, `connectors: {c: {name: ${name}}}`], [OUT], [IN])

  it('notes connectors that are slow at chunks, while chunks are on', () => {
    expect(marks('CHUNK-2', named('MooncakeStoreConnector'))).toEqual(['info c'])
    expect(marks('CHUNK-2', named('MooncakeStoreConnector', false))).toEqual([])
    expect(marks('CHUNK-2', named('SharedMemoryConnector'))).toEqual([])
  })

  it('warns where the stage before by number is not the producer', () => {
    const text = 'async_chunk: true\nstages:\n  - stage_id: 0\n  - stage_id: 2\nedges: [{from: 0, to: 2}]\n'
    expect(findingsOf('CHUNK-2', text)).toMatchObject([{ severity: 'warning', arithmetic: '0 + 1 = 1 ≠ 2' }])
  })
})

describe('CHUNK-3', () => {
  it('compares the first chunk with the later ones', () => {
    const first = (frames: number) =>
      findingsOf(
        'CHUNK-3',
        deploy(
          ['async_chunk: true', shm(`codec_chunk_frames: 25, initial_codec_chunk_frames: ${frames}`)],
          [OUT],
          [IN],
        ),
      )
    expect(first(26)).toMatchObject([{ severity: 'warning', arithmetic: '26 > 25' }])
    expect(first(25)).toEqual([])
  })

  it('holds the vocoder’s budget against all its streams', () => {
    const tts = (tokens: number) =>
      findingsOf(
        'CHUNK-3',
        deploy(
          ['pipeline: qwen3_tts', shm('codec_chunk_frames: 25, codec_left_context_frames: 72')],
          [OUT],
          [IN, 'max_num_seqs: 64', `max_num_batched_tokens: ${tokens}`],
        ),
      )
    expect(tts(99_327)).toMatchObject([
      { arithmetic: '(25 + 72) frames × 16 codebooks × 64 streams = 99,328 > 99,327' },
    ])
    expect(tts(99_328)).toEqual([])
  })
})

describe('XS-1', () => {
  const legacy = (type: string): string =>
    `stage_args:\n  - stage_id: 0\n    engine_args: {engine_output_type: ${type}}\n    final_output: true\n`

  it.each([
    ['speech', 'audio'],
    ['Latent', 'latent'],
    ['tokens', 'token_ids'],
    ['text+latents', 'text+latent'],
    ['"text,pixels"', 'text,image'],
  ])('replaces %s', (written, meant) => {
    expect(marks('XS-1', legacy(written))).toEqual([`error ${written}`])
    expect(fixed('XS-1', legacy(written))).toMatch(
      new RegExp(`engine_output_type: "?${meant.replace('+', '\\+')}"?`),
    )
  })

  it.each(['text', 'token_ids', 'text+latent', '"text,audio"'])('takes %s', type => {
    expect(marks('XS-1', legacy(type))).toEqual([])
  })

  it('compares an answer with the prompt that it becomes', () => {
    const stages = (length: number): string =>
      deploy(
        ['pipeline: qwen2_5_omni', 'async_chunk: false'],
        ['default_sampling_params: {max_tokens: 2048}'],
        [`max_model_len: ${length}`],
        ['max_model_len: 16'],
      )
    expect(findingsOf('XS-1', stages(2048))).toMatchObject([
      { severity: 'warning', arithmetic: '2,048 + prompt > 2,048', edges: [{ from: '0', to: '1' }] },
    ])
    expect(findingsOf('XS-1', stages(2049))).toEqual([])
  })
})
