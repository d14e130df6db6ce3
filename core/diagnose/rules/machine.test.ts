import { describe, expect, it } from 'vitest'
import type { AnalysisContext, MachineFacts } from '../../contract/analysis.ts'
import { deploy, findingsOf, fixed, marks } from '../finding-fixture.ts'
import { parseCpuList } from './machine/numa.ts'

const OFF = 'async_chunk: false'
const MIB = 1024 ** 2
const GIB = 1024 ** 3

const hunyuan = (sender: readonly string[] = ['max_num_seqs: 1']): string =>
  deploy(
    ['pipeline: hunyuan_image3', OFF, 'connectors: {shm: {name: SharedMemoryConnector}}'],
    [
      'tensor_parallel_size: 4',
      'omni_kv_config: {need_send_cache: true}',
      'output_connectors: {to_stage_1: shm}',
      ...sender,
    ],
    [
      'parallel_config: {tensor_parallel_size: 4}',
      'omni_kv_config: {need_recv_cache: true}',
      'input_connectors: {from_stage_0: shm}',
    ],
  )

describe('SHM-1', () => {
  const KV = 880_148_480
  const here = (free: number): AnalysisContext => ({ machine: { shmFreeBytes: free } })

  it('adds the ranks of a KV cache up, and knows a container without its size', () => {
    const launch = (size: string): AnalysisContext => ({
      command: `docker run --shm-size=${size} image vllm serve m --omni`,
    })
    expect(findingsOf('SHM-1', hunyuan(), launch('64m'))[0]?.arithmetic).toContain(
      '220,037,120 B × 4 ranks × 1 key × 1 in flight = 880,148,480 B; 880,148,480 > 67,108,864',
    )
    expect(marks('SHM-1', hunyuan(), launch('2g'))).toEqual([])
    expect(marks('SHM-1', hunyuan())).toEqual([])
  })

  it('fails above what is free and warns above four fifths of it', () => {
    expect(marks('SHM-1', hunyuan(), here(KV - 1))).toEqual(['error shm'])
    expect(marks('SHM-1', hunyuan(), here(KV))).toEqual(['warning shm'])
    expect(marks('SHM-1', hunyuan(), here(Math.ceil(KV / 0.8) + 1))).toEqual([])
  })

  it('multiplies by the requests in flight', () => {
    expect(findingsOf('SHM-1', hunyuan(['max_num_seqs: 4']), here(GIB))[0]?.message).toContain('3.28 GiB')
  })

  it('multiplies by the replicas of the sender, host by host', () => {
    const two = hunyuan(['num_replicas: 2'])
    expect(findingsOf('SHM-1', two, here(KV))[0]?.arithmetic).toBe(
      '220,037,120 B × 4 ranks × 1 key × 1 in flight × 2 replicas = 1,760,296,960 B; 1,760,296,960 > 880,148,480',
    )
    const apart: AnalysisContext = {
      hostsText:
        'hosts: {alpha: {shm_size: 64 GiB}, beta: {shm_size: 1 MiB}}\nstages: {0: [alpha, beta], 1: alpha}',
    }
    expect(findingsOf('SHM-1', two, apart)).toMatchObject([
      {
        message: expect.stringContaining('beta has 1 MiB'),
        arithmetic: expect.not.stringContaining('replicas'),
      },
    ])
  })

  it('takes the size that the inventory gives for the host', () => {
    const hosts = (size: string): AnalysisContext => ({
      hostsText: `hosts: {alpha: {shm_size: ${size}}}\nstages: {0: alpha, 1: alpha}`,
      machine: { hostName: 'beta', shmFreeBytes: 1 },
    })
    expect(findingsOf('SHM-1', hunyuan(), hosts('64 MiB'))[0]?.message).toContain('alpha has 64 MiB')
    expect(marks('SHM-1', hunyuan(), hosts('64 GiB'))).toEqual([])
  })

  it('knows the payload of a pipeline whose edges the file leaves out, and of no other', () => {
    const omni = deploy(['pipeline: qwen3_omni_moe'], ['max_num_seqs: 64'], [], [])
    expect(findingsOf('SHM-1', omni, here(1))[0]?.edges.length).toBeGreaterThan(0)
    const unknown = deploy([OFF, 'edges: [{from: 0, to: 1}]'], [], [])
    expect(marks('SHM-1', unknown, here(1))).toEqual([])
  })
})

describe('SHM-2', () => {
  const residue = (bytes: number, ageSeconds: number): AnalysisContext => ({
    machine: { shmTotalBytes: GIB, shmResidue: [{ name: 'psm_1', bytes, ageSeconds }] },
  })

  it('notes what is a minute old, and warns of more than a tenth', () => {
    const text = deploy([OFF], [])
    expect(marks('SHM-2', text, residue(MIB, 60))).toEqual(['info –'])
    expect(marks('SHM-2', text, residue(GIB / 5, 60))).toEqual(['warning –'])
    expect(marks('SHM-2', text, residue(GIB / 5, 59))).toEqual([])
    expect(marks('SHM-2', text)).toEqual([])
  })
})

describe('RDMA-1', () => {
  const engine = (extra: string): string =>
    deploy(
      [OFF, `connectors: {a: {name: MooncakeTransferEngineConnector, extra: {${extra}}}}`],
      ['output_connectors: {to_stage_1: a}'],
      ['input_connectors: {from_stage_0: a}'],
    )
  const devices = (...names: readonly string[]): AnalysisContext => ({
    machine: {
      infinibandPresent: true,
      rdmaDevices: names.map(name => ({ name: name.replace('!', ''), active: !name.endsWith('!') })),
    },
  })

  it('warns where RDMA is meant and no device is active', () => {
    expect(marks('RDMA-1', engine('protocol: rdma'), devices())).toEqual(['warning rdma'])
    expect(findingsOf('RDMA-1', engine('protocol: rdma'), devices('mlx5_0!'))[0]?.message).toContain(
      'no RDMA device of this machine is active (mlx5_0)',
    )
    const hidden: MachineFacts = { ...devices('mlx5_0').machine, infinibandPresent: false }
    expect(findingsOf('RDMA-1', engine(''), { machine: hidden })[0]?.message).toContain('/dev/infiniband')
  })

  it('is silent for tcp, for one device, and where nothing was measured', () => {
    expect(marks('RDMA-1', engine('protocol: tcp'), devices())).toEqual([])
    expect(marks('RDMA-1', engine(''), devices('mlx5_0'))).toEqual([])
    expect(marks('RDMA-1', engine(''))).toEqual([])
  })

  it('wants one of several named, in the file or by the variable', () => {
    expect(marks('RDMA-1', engine('device_name: ""'), devices('a', 'b'))).toEqual(['warning ""'])
    expect(marks('RDMA-1', engine('device_name: b'), devices('a', 'b'))).toEqual([])
    const set = { ...devices('a', 'b'), env: { RDMA_DEVICE_NAME: 'a' } }
    expect(marks('RDMA-1', engine(''), set)).toEqual([])
  })

  it('refuses a name that is not there', () => {
    expect(marks('RDMA-1', engine('device_name: c'), devices('a', 'b'))).toEqual(['error c'])
    expect(marks('RDMA-1', engine('device_name: "a,c"'), devices('a', 'c'))).toEqual([])
  })

  it('compares with the cards of the inventory on other hosts', () => {
    const hosts = (nics: string): AnalysisContext => ({
      hostsText: `hosts: {alpha: {nics: ${nics}}}\nstages: {0: alpha, 1: alpha}`,
      ...devices(),
    })
    expect(marks('RDMA-1', engine('device_name: c'), hosts('[a, b]'))).toEqual(['warning c'])
    expect(marks('RDMA-1', engine('device_name: ""'), hosts('[a, b]'))).toEqual(['warning ""'])
    expect(marks('RDMA-1', engine('device_name: a'), hosts('[a, b]'))).toEqual([])
  })
})

describe('NUMA-1', () => {
  const bound = (lists: string, ...more: readonly string[]): string =>
    deploy([OFF], ['devices: "0,1"', 'tensor_parallel_size: 2', `numa_bind_cpus: ${lists}`, ...more])

  it.each([
    ['0-3,8', [0, 1, 2, 3, 8]],
    ['5', [5]],
    ['3-1', null],
    ['a', null],
    ['', null],
    ['0-999999', null],
  ])('reads %j', (text, cpus) => {
    const list = parseCpuList(text)
    expect(list === null ? null : [...list]).toEqual(cpus)
  })

  it('wants a list per device, without overlap, of CPUs that exist', () => {
    expect(marks('NUMA-1', bound('["0-3", "4-7"]'))).toEqual([])
    expect(findingsOf('NUMA-1', bound('["0-3"]'))[0]?.arithmetic).toBe('1 is not 2')
    expect(findingsOf('NUMA-1', bound('["0-3", "3-7"]'))[0]?.message).toContain('CPU 3')
    expect(findingsOf('NUMA-1', bound('["0-3", "4-x"]'))[0]?.message).toContain('4-x')
    const cpus = (cpuCount: number): AnalysisContext => ({ machine: { cpuCount } })
    expect(findingsOf('NUMA-1', bound('["0-3", "4-7"]'), cpus(7))[0]).toMatchObject({
      severity: 'error',
      arithmetic: '7 >= 7',
    })
    expect(marks('NUMA-1', bound('["0-3", "4-7"]'), cpus(8))).toEqual([])
  })

  it('looks for spawn where the environment is known', () => {
    const text = bound('["0-3", "4-7"]')
    expect(marks('NUMA-1', text, { env: {} })).toHaveLength(1)
    expect(marks('NUMA-1', text, { env: { VLLM_WORKER_MULTIPROC_METHOD: 'spawn' } })).toEqual([])
    const own = bound('["0-3", "4-7"]', 'env: {VLLM_WORKER_MULTIPROC_METHOD: spawn}')
    expect(marks('NUMA-1', own, { env: {} })).toEqual([])
  })
})

describe('IPC-1', () => {
  const ipc = (extra: string, producer: readonly string[] = []): string =>
    deploy(
      [OFF, `connectors: {c: {name: CudaIpcConnector, extra: {${extra}}}}`],
      ['devices: "0"', 'output_connectors: {to_stage_1: c}', ...producer],
      ['devices: "0"', 'input_connectors: {from_stage_0: c}'],
    )
  const seen = (first: string, second: string): AnalysisContext => ({
    target: '2026-09',
    hostsText: `hosts: {alpha: {gpus: 4}}\nstages:\n  0: {host: alpha, visible_devices: "${first}"}\n  1: {host: alpha, visible_devices: "${second}"}`,
  })

  it('wants the producer’s card among those that the consumer sees', () => {
    expect(findingsOf('IPC-1', ipc(''), seen('0', '1'))[0]).toMatchObject({
      severity: 'error',
      arithmetic: '{0} is not in {1}',
    })
    expect(marks('IPC-1', ipc(''), seen('0', '1,0'))).toEqual([])
    expect(marks('IPC-1', ipc(''), { target: '2026-09' })).toEqual([])
  })

  it('offers to copy through the host', () => {
    const after = fixed('IPC-1', ipc('inline_tensor_bytes: 1024'), seen('0', '1'))
    expect(after).toContain('use_ipc: false')
    expect(marks('IPC-1', after, seen('0', '1'))).toEqual([])
  })

  it('warns of expandable segments of the producer, wherever they are set', () => {
    const conf = 'env: {PYTORCH_CUDA_ALLOC_CONF: "expandable_segments:True"}'
    expect(marks('IPC-1', ipc('', [conf]), { target: '2026-09' })).toHaveLength(1)
    const env = { PYTORCH_CUDA_ALLOC_CONF: 'max_split_size_mb:64,expandable_segments:True' }
    expect(marks('IPC-1', ipc(''), { target: '2026-09', env })).toEqual(['warning –'])
    expect(marks('IPC-1', ipc('use_ipc: false', [conf]), { target: '2026-09' })).toEqual([])
  })
})
