import type { Template } from './types.ts'

export const MIMO_AUDIO: Template = {
  id: 'mimo-audio',
  title: 'MiMo-Audio on one GPU',
  about: 'A fused thinker and talker streams codec frames to its vocoder on the same card.',
  fileName: 'mimo_audio.yaml',
  pipeline: 'mimo_audio',
  text: `pipeline: mimo_audio
async_chunk: true
dtype: bfloat16

connectors:
  codec_stream:
    name: SharedMemoryConnector
    extra:
      codec_streaming: true
      # Polls and the pause between them: 3000 x 0.001 s = 3 s for the first chunk.
      connector_get_sleep_s: 0.001
      connector_get_max_wait_first_chunk: 3000
      connector_get_max_wait: 300
      codec_chunk_frames: 30
      codec_left_context_frames: 40

stages:
  - stage_id: 0
    devices: "0"
    max_num_seqs: 1
    max_num_batched_tokens: 8192
    max_model_len: 8192
    gpu_memory_utilization: 0.5
    output_connectors:
      to_stage_1: codec_stream

  - stage_id: 1
    devices: "0"
    max_num_seqs: 1
    max_num_batched_tokens: 8192
    max_model_len: 8192
    gpu_memory_utilization: 0.3
    async_scheduling: false
    input_connectors:
      from_stage_0: codec_stream
`,
}
