import { describe, expect, it } from 'vitest'
import { analyze } from '../analyze.ts'
import type { AnalysisContext } from '../contract/analysis.ts'
import { deploy } from './finding-fixture.ts'

/** A mistake that users of the runtime make, and what has to be said of it. */
interface Mistake {
  readonly what: string
  readonly text: string
  readonly context?: AnalysisContext
  /** `CODE severity`, or `CODE severity words` that the message or its arithmetic has. */
  readonly expect: readonly (readonly [code: string, severity: string, words?: string])[]
}

const OFF = 'async_chunk: false'
const engine = (label: string, extra: string): string =>
  `  ${label}: {name: MooncakeTransferEngineConnector, extra: {${extra}}}`
const connectors = (...lines: readonly string[]): readonly string[] => [OFF, 'connectors:', ...lines]
const BASE = 'host: "10.0.0.1", zmq_port: 50051, sender_host: "10.0.0.1", protocol: tcp'
const to = (id: number, label = 'a'): string => `output_connectors: {to_stage_${id}: ${label}}`
const from = (id: number, label = 'a'): string => `input_connectors: {from_stage_${id}: ${label}}`
const SEND = 'omni_kv_config: {need_send_cache: true}'
const RECEIVE = 'omni_kv_config: {need_recv_cache: true}'
const TWO_HOSTS: AnalysisContext = {
  hostsText: 'hosts: {alpha: {gpus: 2}, beta: {gpus: 2}}\nstages: {0: alpha, 1: beta}',
}
const served = (flags: string): AnalysisContext => ({ command: `vllm serve m --omni ${flags}` })

const kvPair = (fromTp: number, toTp: number, ...top: readonly string[]): string =>
  deploy(
    [...top, ...connectors(engine('a', BASE))],
    [`tensor_parallel_size: ${fromTp}`, SEND, to(1)],
    [`tensor_parallel_size: ${toTp}`, RECEIVE, from(0)],
  )

const MISTAKES: readonly Mistake[] = [
  {
    what: 'an engine with TP 8 in a chain of five stages, on the usual base',
    text: deploy(
      connectors(engine('a', BASE)),
      ['tensor_parallel_size: 8', SEND, to(1)],
      ['tensor_parallel_size: 8', RECEIVE, from(0), to(2)],
      ['tensor_parallel_size: 8', from(1), to(3)],
      ['tensor_parallel_size: 8', from(2), to(4)],
      ['tensor_parallel_size: 8', from(3), to(5)],
      [from(4)],
    ),
    expect: [['PORT-2', 'error', '50151']],
  },
  {
    what: '17 replicas on the usual base',
    text: deploy(connectors(engine('a', BASE)), ['num_replicas: 17', SEND, to(1)], [RECEIVE, from(0)]),
    expect: [['PORT-3', 'error', '66535']],
  },
  {
    what: 'a store whose master and an engine whose base are both 50051 on one host',
    text: deploy(
      connectors(
        engine('a', BASE),
        '  b: {name: MooncakeStoreConnector, extra: {host: "10.0.0.1", master: "10.0.0.1:50051"}}',
      ),
      [to(1)],
      [from(0), to(2, 'b')],
      [from(1, 'b')],
    ),
    expect: [['PORT-5', 'error', '50051']],
  },
  {
    what: 'a key without its underscore',
    text: deploy(
      [...connectors('  a: {name: SharedMemoryConnector}'), 'edges: [{from: 0, to: 1}]'],
      ['devices: "0"'],
      ['input_connectors: {from_stage0: a}'],
    ),
    expect: [
      ['WIRE-4', 'error', 'from_stage0'],
      ['WIRE-5', 'info', 'fills in SharedMemoryConnector'],
    ],
  },
  {
    what: 'two connectors of one class with different ports on the ends of an edge',
    text: deploy(
      connectors(engine('rdma_a', BASE), engine('rdma_b', BASE.replace('50051', '60051'))),
      [to(1, 'rdma_a')],
      [from(0, 'rdma_b')],
    ),
    expect: [['WIRE-3', 'warning', '50051 wins over 60051']],
  },
  {
    what: 'shared memory between two hosts',
    text: deploy(connectors('  a: {name: SharedMemoryConnector}'), [to(1)], [from(0)]),
    context: TWO_HOSTS,
    expect: [['WIRE-7', 'error']],
  },
  {
    what: 'a cache that is sent and not received',
    text: deploy(connectors(engine('a', BASE)), [SEND, to(1)], [from(0)]),
    expect: [['KV-1', 'warning', 'need_recv_cache']],
  },
  { what: 'TP 4 to TP 3', text: kvPair(4, 3), expect: [['KV-3', 'error', '4 % 3']] },
  {
    what: 'TP 2 to TP 8 with four KV heads',
    text: kvPair(2, 8, 'pipeline: bagel'),
    expect: [['KV-4', 'error', '8 / 2 = 4']],
  },
  {
    what: 'a native producer without a consumer',
    text: deploy(
      [OFF],
      ['kv_transfer_config: {kv_connector: MooncakeConnector, kv_role: kv_producer}'],
      ['kv_transfer_config: {kv_connector: MooncakeConnector, kv_role: kv_producer}'],
    ),
    expect: [['KV-6', 'error']],
  },
  {
    what: 'a pool of 1 GiB for three requests of BAGEL with three keys each',
    text: deploy(
      ['pipeline: bagel', ...connectors(engine('a', `${BASE}, memory_pool_size: 1073741824`))],
      ['max_num_seqs: 3', to(1)],
      [from(0)],
    ),
    expect: [['MEM-2', 'error', '3,955,']],
  },
  {
    what: 'a pool on "gpu"',
    text: deploy(connectors(engine('a', `${BASE}, memory_pool_device: gpu`)), [to(1)], [from(0)]),
    expect: [['MEM-4', 'error', 'gpu']],
  },
  {
    what: 'a store with the engine’s protocol key',
    text: deploy(
      connectors('  a: {name: MooncakeStoreConnector, extra: {protocol: rdma}}'),
      [to(1)],
      [from(0)],
    ),
    expect: [['EXTRA-1', 'error', 'tcp']],
  },
  {
    what: 'one device for TP 4',
    text: deploy([OFF], ['devices: "0"', 'tensor_parallel_size: 4']),
    expect: [['DEV-1', 'error', 'TP 4']],
  },
  {
    what: 'one device for a TP 4 of the launch command',
    text: deploy([OFF], ['devices: "0"'], ['devices: "1"']),
    context: served('--deploy-config config.yaml --tensor-parallel-size 4'),
    expect: [['DEV-2', 'error', 'stage-overrides']],
  },
  {
    what: 'two replicas without devices',
    text: deploy([OFF], ['num_replicas: 2']),
    expect: [['DEV-3', 'error']],
  },
  {
    what: '0.8 and 0.3 of GPU 1',
    text: deploy(
      [OFF],
      ['devices: "1"', 'gpu_memory_utilization: 0.8'],
      ['devices: "1"', 'gpu_memory_utilization: 0.3'],
    ),
    expect: [['MEM-1', 'error', '0.8 + 0.3 = 1.1']],
  },
  {
    what: 'a platform section that puts 0.95 and 0.9 on the same eight devices',
    text: [
      deploy(
        ['pipeline: hunyuan_image3', OFF],
        ['devices: "0,1,2,3"', 'tensor_parallel_size: 4', 'gpu_memory_utilization: 0.95'],
        ['devices: "4,5,6,7"', 'parallel_config: {tensor_parallel_size: 4}'],
      ).trimEnd(),
      'platforms:',
      '  xpu:',
      '    stages:',
      '      - {stage_id: 0, devices: "0,1,2,3,4,5,6,7", tensor_parallel_size: 8, gpu_memory_utilization: 0.95}',
      '      - {stage_id: 1, devices: "0,1,2,3,4,5,6,7", parallel_config: {tensor_parallel_size: 8}, gpu_memory_utilization: 0.9}',
      '',
    ].join('\n'),
    expect: [['PLAT-1', 'error', '1.85']],
  },
  {
    what: 'a legacy file under --deploy-config',
    text: 'stage_args:\n  - stage_id: 0\n    runtime: {devices: "0"}\n',
    context: served('--deploy-config config.yaml'),
    expect: [['SCH-1', 'error', 'stage_args']],
  },
  {
    what: 'a key that was renamed',
    text: deploy([OFF], ['diffusion_kv_max_rows_per_request: 4']),
    expect: [['SCH-2', 'warning', 'diffusion_kv_max_sequences_per_request']],
  },
  {
    what: 'an override that the runtime ignores',
    text: deploy([OFF], ['devices: "0"'], ['devices: "1"']),
    context: { stageOverrides: '{"1":{"input_connectors":{"from_stage_0":"a"}}}' },
    expect: [['SCH-2', 'error', 'input_connectors']],
  },
  {
    what: 'an alias for an output type',
    text: 'stage_args:\n  - stage_id: 0\n    engine_args: {engine_output_type: speech}\n',
    expect: [['XS-1', 'error', 'audio']],
  },
  {
    what: 'async_chunk within a stage',
    text: deploy([], ['async_chunk: true'], ['devices: "1"']),
    expect: [['CHUNK-1', 'warning', 'Stage 0']],
  },
  {
    what: 'a first chunk that is larger than the others',
    text: deploy(
      connectors(
        '  a: {name: SharedMemoryConnector, extra: {codec_chunk_frames: 25, codec_left_context_frames: 25, initial_codec_chunk_frames: 50}}',
      ),
      [to(1)],
      [from(0)],
    ),
    expect: [['CHUNK-3', 'warning', '50']],
  },
  {
    what: 'CUDA IPC between processes that do not see each other’s card',
    text: deploy(
      connectors('  a: {name: CudaIpcConnector}'),
      ['devices: "0"', to(1)],
      ['devices: "0"', from(0)],
    ),
    context: {
      target: '2026-09',
      command: [
        'CUDA_VISIBLE_DEVICES=0 vllm serve m --omni --stage-id 0 --omni-master-address 10.0.0.1 --omni-master-port 26000',
        'CUDA_VISIBLE_DEVICES=1 vllm serve m --omni --stage-id 1 --headless --omni-master-address 10.0.0.1 --omni-master-port 26000',
      ].join('\n'),
    },
    expect: [['IPC-1', 'error']],
  },
  {
    what: 'CUDA IPC with expandable segments',
    text: deploy(
      connectors('  a: {name: CudaIpcConnector}'),
      ['devices: "0"', 'env: {PYTORCH_CUDA_ALLOC_CONF: "expandable_segments:True"}', to(1)],
      ['devices: "0"', from(0)],
    ),
    context: { target: '2026-09' },
    expect: [['IPC-1', 'warning', 'expandable_segments']],
  },
  {
    what: 'a master on loopback for two hosts',
    text: deploy([OFF], ['devices: "0"'], ['devices: "0"']),
    context: {
      ...TWO_HOSTS,
      command: [
        'vllm serve m --omni --stage-id 0 --omni-master-address 127.0.0.1 --omni-master-port 26000',
        'vllm serve m --omni --stage-id 1 --headless --omni-master-address 127.0.0.1 --omni-master-port 26000',
      ].join('\n'),
    },
    expect: [['MN-1', 'error', 'alpha and beta']],
  },
  {
    what: '880 MB of KV cache through 64 MiB of shared memory',
    text: deploy(
      ['pipeline: hunyuan_image3', ...connectors('  a: {name: SharedMemoryConnector}')],
      ['devices: "0,1,2,3"', 'tensor_parallel_size: 4', SEND, to(1)],
      ['devices: "4,5,6,7"', 'parallel_config: {tensor_parallel_size: 4}', RECEIVE, from(0)],
    ),
    context: { command: 'docker run --shm-size 64m image vllm serve m --omni --deploy-config config.yaml' },
    expect: [['SHM-1', 'error', '64 MiB']],
  },
]

describe('mistakes that users are known to make', () => {
  it.each(MISTAKES)('$what', ({ text, context, expect: wanted }) => {
    const { findings } = analyze(text, context ?? {})
    const said = findings.map(
      finding => `${finding.code} ${finding.severity}: ${finding.message} ${finding.arithmetic ?? ''}`,
    )
    for (const [code, severity, words = ''] of wanted)
      expect(said.filter(line => line.startsWith(`${code} ${severity}: `)).join('\n') || said).toContain(
        words,
      )
  })

  it('are told in the same order every time', () => {
    for (const { text, context = {} } of MISTAKES)
      expect(analyze(text, context).findings).toEqual(analyze(text, context).findings)
  })
})
