import type { Template } from './types.ts'

export const QWEN2_5_OMNI: Template = {
  id: 'qwen2-5-omni',
  title: 'Qwen2.5-Omni on two GPUs',
  about: 'Thinker, talker and vocoder; each waits for the whole output of the one before it.',
  fileName: 'qwen2_5_omni.yaml',
  pipeline: 'qwen2_5_omni',
  text: `pipeline: qwen2_5_omni
async_chunk: false

connectors:
  shared_memory:
    name: SharedMemoryConnector

stages:
  # Thinker: reads text, pictures, sound and video, and answers in text.
  - stage_id: 0
    devices: "0"
    max_num_seqs: 1
    max_num_batched_tokens: 32768
    gpu_memory_utilization: 0.8
    output_connectors:
      to_stage_1: shared_memory
    default_sampling_params:
      temperature: 0.0
      top_k: -1
      max_tokens: 2048
      seed: 42

  # Talker: turns the thinker's hidden states into codec tokens.
  - stage_id: 1
    devices: "1"
    max_num_seqs: 1
    max_num_batched_tokens: 32768
    gpu_memory_utilization: 0.8
    input_connectors:
      from_stage_0: shared_memory
    output_connectors:
      to_stage_2: shared_memory
    default_sampling_params:
      temperature: 0.9
      top_p: 0.8
      top_k: 40
      max_tokens: 2048
      stop_token_ids: [8294]

  # Vocoder: 0.8 + 0.15 of the first card's memory, beside the thinker.
  - stage_id: 2
    devices: "0"
    max_num_seqs: 1
    max_num_batched_tokens: 32768
    gpu_memory_utilization: 0.15
    async_scheduling: false
    input_connectors:
      from_stage_1: shared_memory
    default_sampling_params:
      temperature: 0.0
      max_tokens: 2048
`,
}
