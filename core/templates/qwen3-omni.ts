import type { Template } from './types.ts'

export const QWEN3_OMNI: Template = {
  id: 'qwen3-omni',
  title: 'Qwen3-Omni on two GPUs',
  about: 'Thinker, talker and vocoder stream chunks to each other over shared memory.',
  fileName: 'qwen3_omni_moe.yaml',
  pipeline: 'qwen3_omni_moe',
  text: `pipeline: qwen3_omni_moe
async_chunk: true

connectors:
  connector_of_shared_memory:
    name: SharedMemoryConnector
    extra:
      codec_chunk_frames: 25          # two seconds of sound at 12.5 frames per second
      codec_left_context_frames: 25

stages:
  # Thinker: mixture of experts, one card of its own.
  - stage_id: 0
    devices: "0"
    max_num_seqs: 64
    gpu_memory_utilization: 0.9
    output_connectors:
      to_stage_1: connector_of_shared_memory
    default_sampling_params:
      temperature: 0.4
      top_p: 0.9
      top_k: 1
      max_tokens: 2048
      seed: 42
      repetition_penalty: 1.05

  # Talker: writes codec tokens while the thinker still speaks.
  - stage_id: 1
    devices: "1"
    max_num_seqs: 64
    gpu_memory_utilization: 0.6
    input_connectors:
      from_stage_0: connector_of_shared_memory
    output_connectors:
      to_stage_2: connector_of_shared_memory
    default_sampling_params:
      temperature: 0.9
      top_k: 50
      max_tokens: 4096
      seed: 42
      repetition_penalty: 1.05

  # Vocoder: 51200 tokens = (25 + 25) frames x 16 codebooks x 64 requests.
  - stage_id: 2
    devices: "1"
    max_num_seqs: 64
    max_num_batched_tokens: 51200
    gpu_memory_utilization: 0.1
    enforce_eager: true
    async_scheduling: false
    input_connectors:
      from_stage_1: connector_of_shared_memory
    default_sampling_params:
      temperature: 0.0
      top_p: 1.0
      top_k: -1
      max_tokens: 65536
      seed: 42
      repetition_penalty: 1.1

platforms:
  npu:
    stages:
      - stage_id: 0
        devices: "0,1"
        tensor_parallel_size: 2
        gpu_memory_utilization: 0.6
      - stage_id: 1
        devices: "2"
      - stage_id: 2
        devices: "2"
  xpu:
    stages:
      - stage_id: 0
        devices: "0,1,2,3"
        tensor_parallel_size: 4
      - stage_id: 1
        devices: "4"
      - stage_id: 2
        devices: "4"
`,
}
