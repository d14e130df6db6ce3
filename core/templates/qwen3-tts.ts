import type { Template } from './types.ts'

export const QWEN3_TTS: Template = {
  id: 'qwen3-tts',
  title: 'Qwen3-TTS, streaming speech',
  about: 'The talker streams codec chunks to the vocoder on the same card; the first chunk is one frame.',
  fileName: 'qwen3_tts.yaml',
  pipeline: 'qwen3_tts',
  text: `pipeline: qwen3_tts
async_chunk: true
trust_remote_code: true

connectors:
  codec_stream:
    name: SharedMemoryConnector
    extra:
      codec_streaming: true
      # Polls and the pause between them: 3000 x 0.01 s = 30 s for the first chunk.
      connector_get_sleep_s: 0.01
      connector_get_max_wait_first_chunk: 3000
      connector_get_max_wait: 300
      codec_chunk_frames: 25
      codec_left_context_frames: 72
      initial_codec_chunk_frames: 1
      decode_cudagraph_capture_sizes: [25, 73, 97, 169, 325]

stages:
  - stage_id: 0
    devices: "0"
    max_num_seqs: 10
    max_num_batched_tokens: 512
    max_model_len: 4096
    gpu_memory_utilization: 0.3
    enable_prefix_caching: false
    async_scheduling: true
    output_connectors:
      to_stage_1: codec_stream
    default_sampling_params:
      temperature: 0.9
      top_k: 50
      max_tokens: 4096
      min_tokens: 2
      repetition_penalty: 1.05
    subtalker_sampling_params:
      do_sample: true
      temperature: 0.9
      top_k: 50
      top_p: 1.0

  - stage_id: 1
    devices: "0"
    max_num_seqs: 10
    # Takes (25 + 72) frames x 16 codebooks x 10 requests = 15520, and long references.
    max_num_batched_tokens: 65536
    max_model_len: 65536
    gpu_memory_utilization: 0.3
    enable_prefix_caching: false
    async_scheduling: true
    input_connectors:
      from_stage_0: codec_stream
    default_sampling_params:
      temperature: 0.0
      top_p: 1.0
      top_k: -1
      max_tokens: 65536
`,
}
