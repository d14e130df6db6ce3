import type { Template } from './types.ts'

export const HYBRID_CHAIN: Template = {
  id: 'hybrid-chain',
  title: 'Hybrid chain, TCP then shared memory',
  about: 'The first edge crosses hosts through a transfer engine over TCP, the second stays on one host.',
  fileName: 'hybrid_tcp_shm.yaml',
  pipeline: 'qwen3_omni_moe',
  text: `pipeline: qwen3_omni_moe
async_chunk: true

connectors:
  across_hosts:
    name: MooncakeTransferEngineConnector
    extra:
      host: "auto"
      zmq_port: 50051
      # The receiver looks for the sender here; "auto" would leave it without an address.
      sender_host: "10.0.0.11"
      protocol: "tcp"
      memory_pool_size: 2147483648
      memory_pool_device: "cpu"
  within_host:
    name: SharedMemoryConnector
    extra:
      codec_chunk_frames: 25
      codec_left_context_frames: 25

stages:
  - stage_id: 0
    devices: "0"
    gpu_memory_utilization: 0.9
    max_num_seqs: 16
    output_connectors:
      to_stage_1: across_hosts

  - stage_id: 1
    devices: "1"
    gpu_memory_utilization: 0.6
    max_num_seqs: 16
    input_connectors:
      from_stage_0: across_hosts
    output_connectors:
      to_stage_2: within_host

  - stage_id: 2
    devices: "1"
    gpu_memory_utilization: 0.1
    max_num_seqs: 16
    max_num_batched_tokens: 51200
    enforce_eager: true
    input_connectors:
      from_stage_1: within_host
`,
}
