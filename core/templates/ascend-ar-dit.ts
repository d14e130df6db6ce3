import type { Template } from './types.ts'

export const ASCEND_AR_DIT: Template = {
  id: 'ascend-ar-dit',
  title: 'AR to DiT on eight Ascend cards',
  about: 'Four ranks on each side exchange KV shards through the Yuanrong transfer engine.',
  fileName: 'ascend_ar_dit.yaml',
  pipeline: 'hunyuan_image3',
  text: `pipeline: hunyuan_image3
async_chunk: false
trust_remote_code: true

connectors:
  yuanrong_te_connector:
    name: YuanrongTransferEngineConnector
    extra:
      host: "auto"
      zmq_port: 50051
      rpc_port: "auto"
      protocol: "ascend"
      device_name: "auto"
      memory_pool_size: 1073741824
      memory_pool_device: "npu"

stages:
  - stage_id: 0
    devices: "0,1,2,3"
    tensor_parallel_size: 4
    max_num_seqs: 1
    gpu_memory_utilization: 0.8
    omni_kv_config:
      need_send_cache: true
      rank_mapping: {from_tp: 4, to_tp: 4}
    output_connectors:
      to_stage_1: yuanrong_te_connector

  - stage_id: 1
    devices: "4,5,6,7"
    max_num_seqs: 1
    gpu_memory_utilization: 0.65
    parallel_config:
      tensor_parallel_size: 4
    omni_kv_config:
      need_recv_cache: true
      rank_mapping: {from_tp: 4, to_tp: 4}
    input_connectors:
      from_stage_0: yuanrong_te_connector
`,
}
