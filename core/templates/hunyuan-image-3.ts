import type { Template } from './types.ts'

export const HUNYUAN_IMAGE_3: Template = {
  id: 'hunyuan-image-3',
  title: 'HunyuanImage-3, AR to DiT on eight GPUs',
  about: 'Every AR rank hands its KV shard to the diffusion rank of the same number.',
  fileName: 'hunyuan_image3.yaml',
  pipeline: 'hunyuan_image3',
  text: `pipeline: hunyuan_image3
async_chunk: false
trust_remote_code: true

connectors:
  rdma_connector:
    name: MooncakeTransferEngineConnector
    extra:
      host: "auto"
      zmq_port: 50051
      protocol: "rdma"
      device_name: "mlx5_0"
      memory_pool_size: 4294967296    # 4 GiB per rank
      memory_pool_device: "cpu"

stages:
  # AR: 32 layers, 8 KV heads, two of them per rank.
  - stage_id: 0
    devices: "0,1,2,3"
    tensor_parallel_size: 4
    max_num_seqs: 1
    max_num_batched_tokens: 32768
    gpu_memory_utilization: 0.9
    enforce_eager: true
    omni_kv_config:
      need_send_cache: true
    output_connectors:
      to_stage_1: rdma_connector
    default_sampling_params:
      temperature: 0.0
      top_k: -1
      max_tokens: 8192

  # DiT: waits for the KV cache of its rank.
  - stage_id: 1
    devices: "4,5,6,7"
    max_num_seqs: 1
    gpu_memory_utilization: 0.9
    enforce_eager: true
    parallel_config:
      tensor_parallel_size: 4
      enable_expert_parallel: true
    omni_kv_config:
      need_recv_cache: true
    input_connectors:
      from_stage_0: rdma_connector
    default_sampling_params:
      num_inference_steps: 50
      guidance_scale: 2.5

edges:
  - from: 0
    to: 1
    window_size: -1
    max_inflight: 1
`,
}
