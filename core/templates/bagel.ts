import type { Template } from './types.ts'

export const BAGEL: Template = {
  id: 'bagel',
  title: 'BAGEL with KV transfer',
  about: 'The thinker’s KV cache travels to the diffusion stage through a transfer engine.',
  fileName: 'bagel.yaml',
  pipeline: 'bagel',
  text: `pipeline: bagel
async_chunk: false
trust_remote_code: true
enable_prefix_caching: false

connectors:
  rdma_connector:
    name: MooncakeTransferEngineConnector
    extra:
      host: "auto"
      zmq_port: 50051
      protocol: "rdma"
      device_name: ""
      # 3 keys per request x 3 requests x 439.5 MB = 3.96 GB; 6 GiB leave room.
      memory_pool_size: 6442450944
      memory_pool_device: "cpu"
  # For one host without RDMA: wire this one instead.
  shared_memory_connector:
    name: SharedMemoryConnector

stages:
  - stage_id: 0
    devices: "0"
    max_num_seqs: 3           # the prompt and its two guidance companions
    max_num_batched_tokens: 16384
    gpu_memory_utilization: 0.8
    enforce_eager: true
    omni_kv_config:
      need_send_cache: true
      kv_transfer_criteria:
        type: prefill_finished
    output_connectors:
      to_stage_1: rdma_connector
    default_sampling_params:
      temperature: 0.4
      top_p: 0.9
      top_k: 1
      max_tokens: 2048
      seed: 52

  - stage_id: 1
    devices: "1"
    max_num_seqs: 1
    enforce_eager: true
    omni_kv_config:
      need_recv_cache: true
    input_connectors:
      from_stage_0: rdma_connector
    default_sampling_params:
      seed: 52
`,
}
