import { describe, expect, it } from 'vitest'
import { analyze } from '../analyze.ts'
import { usualPayloads } from './usual-payloads.ts'

const speech = (extra: string, asyncChunk = true) =>
  analyze(`pipeline: qwen3_omni_moe
async_chunk: ${asyncChunk}
connectors: { shm: { name: SharedMemoryConnector, extra: { ${extra} } } }
stages:
  - stage_id: 0
  - { stage_id: 1, output_connectors: { to_stage_2: shm } }
  - { stage_id: 2, input_connectors: { from_stage_1: shm } }
`)

describe('the usual payloads of a file', () => {
  it('are chunks as its codec settings make them: context and new frames of every codebook', () => {
    const chunk = usualPayloads(speech('codec_chunk_frames: 30, codec_left_context_frames: 72'))['1->2']
    expect(chunk).toEqual({ kind: 'tensor', dtype: 'int64', shape: [16, 102], bytes: 16 * 102 * 8 })
  })
  it('are named by their preset where the settings give just that', () => {
    const of = (extra: string) => usualPayloads(speech(extra))['1->2']?.preset
    expect(of('codec_chunk_frames: 25, codec_left_context_frames: 25')).toBe('q3o-codec-chunk')
    expect(of('codec_chunk_frames: 25')).toBe('q3o-codec-chunk')
  })
  it('are the catalogue’s where nothing is streamed', () => {
    const whole = usualPayloads(speech('codec_chunk_frames: 30', false))
    expect(whole['1->2']?.preset).toBe('q3o-codec-chunk')
    expect(
      usualPayloads(analyze('stages: [{ stage_id: 0 }, { stage_id: 1 }]\nedges: [{ from: 0, to: 1 }]\n')),
    ).toEqual({})
  })
})
