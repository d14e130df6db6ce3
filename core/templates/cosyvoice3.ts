import type { Template } from './types.ts'

export const COSYVOICE3: Template = {
  id: 'cosyvoice3',
  title: 'CosyVoice3, small streaming speech',
  about: 'Two stages on one card with short chunks; a good first file for the transfer bench.',
  fileName: 'cosyvoice3.yaml',
  pipeline: 'cosyvoice3',
  text: `pipeline: cosyvoice3
async_chunk: true
trust_remote_code: true

connectors:
  shm:
    name: SharedMemoryConnector
    extra:
      codec_streaming: true
      codec_chunk_frames: 15
      initial_codec_chunk_frames: 5
      codec_left_context_frames: 25
      codec_vocab_size: 6561

stages:
  - stage_id: 0
    devices: "0"
    max_num_seqs: 8
    gpu_memory_utilization: 0.4
    output_connectors:
      to_stage_1: shm
    default_sampling_params:
      max_tokens: 2048
      top_k: 25
      top_p: 0.8
      stop_token_ids: [6562]

  - stage_id: 1
    devices: "0"
    max_num_seqs: 1
    max_model_len: 32768
    gpu_memory_utilization: 0.2
    enforce_eager: true
    input_connectors:
      from_stage_0: shm
    default_sampling_params:
      max_tokens: 2048
`,
}
