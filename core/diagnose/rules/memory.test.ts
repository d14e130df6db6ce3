import { describe, expect, it } from 'vitest'
import type { AnalysisContext } from '../../contract/analysis.ts'
import { deploy, findingsOf, fixed, marks } from '../finding-fixture.ts'

const OFF = 'async_chunk: false'
const GIB = 1024 ** 3

describe('MEM-1', () => {
  const shares = (...values: readonly string[]): string =>
    deploy([OFF], ...values.map(value => ['devices: "0"', `gpu_memory_utilization: ${value}`]))

  it('adds hundredths as people do', () => {
    expect(marks('MEM-1', shares('0.8', '0.15'))).toEqual([])
    expect(marks('MEM-1', shares('0.8', '0.16'))).toEqual(['warning 0.16'])
    expect(marks('MEM-1', shares('0.7', '0.2', '0.1'))).toEqual(['warning 0.1'])
    expect(marks('MEM-1', shares('0.8', '0.3'))).toEqual(['error 0.3'])
    expect(findingsOf('MEM-1', shares('0.8', '0.3'))[0]?.arithmetic).toBe('0.8 + 0.3 = 1.1 > 1.0')
  })

  it('lowers the last stage to what is left', () => {
    const after = fixed('MEM-1', shares('0.7', '0.3'))
    expect(after).toContain('gpu_memory_utilization: 0.25')
    expect(marks('MEM-1', after)).toEqual([])
  })

  it('counts the default of a language model, and warns where only that is too much', () => {
    const text = deploy(['pipeline: qwen2_5_omni', OFF], ['devices: "0"'], ['devices: "0"'], ['devices: "1"'])
    const [finding] = findingsOf('MEM-1', text)
    expect(finding?.severity).toBe('warning')
    expect(finding?.arithmetic).toBe('0.9 (default) + 0.9 (default) = 1.8 > 1.0')
  })

  it('counts no share for a diffusion stage that leaves it out', () => {
    const text = deploy(
      ['pipeline: bagel', OFF],
      ['devices: "0"', 'gpu_memory_utilization: 0.9'],
      ['devices: "0"'],
    )
    expect(marks('MEM-1', text)).toEqual([])
  })

  it('counts a stage on each of its cards, and cards with the same shares once', () => {
    const text = deploy(
      [OFF],
      ['devices: "0,1,2"', 'tensor_parallel_size: 3', 'gpu_memory_utilization: 0.6'],
      ['devices: "1,2"', 'tensor_parallel_size: 2', 'gpu_memory_utilization: 0.6'],
    )
    expect(findingsOf('MEM-1', text).map(finding => finding.message.split(':')[0])).toEqual([
      'GPUs 1 and 2 are each shared',
    ])
  })

  it('counts replicas where their devices meet those of another stage', () => {
    const text = deploy(
      [OFF],
      ['devices: "0"', 'num_replicas: 2', 'gpu_memory_utilization: 0.6'],
      ['devices: "1"', 'gpu_memory_utilization: 0.6'],
    )
    expect(findingsOf('MEM-1', text)[0]?.message).toContain('GPU 1 is shared: stage 0 replica 1 takes 0.6')
  })

  it('goes by physical cards of one host', () => {
    const text = shares('0.6', '0.6')
    const hosts = (placements: string): AnalysisContext => ({
      hostsText: `hosts: {alpha: {gpus: 2}, beta: {gpus: 2}}\nstages: ${placements}`,
    })
    expect(marks('MEM-1', text, hosts('{0: alpha, 1: beta}'))).toEqual([])
    expect(marks('MEM-1', text, hosts('{0: alpha, 1: alpha}'))).toHaveLength(1)
    const apart = '{0: {host: alpha, visible_devices: "1"}, 1: {host: alpha, visible_devices: "0"}}'
    expect(marks('MEM-1', text, hosts(apart))).toEqual([])
    const launched =
      'CUDA_VISIBLE_DEVICES=2 vllm serve m --omni --stage-id 0\nCUDA_VISIBLE_DEVICES=3 vllm serve m --omni --stage-id 1'
    expect(marks('MEM-1', text, { command: launched })).toEqual([])
  })
})

const bagel = (pool: number, extra = '', sender: readonly string[] = ['max_num_seqs: 3']): string =>
  deploy(
    [
      'pipeline: bagel',
      OFF,
      'connectors:',
      '  a:',
      '    name: MooncakeTransferEngineConnector',
      `    extra: {memory_pool_size: ${pool}${extra}}`,
    ],
    ['devices: "0"', 'gpu_memory_utilization: 0.8', 'output_connectors: {to_stage_1: a}', ...sender],
    ['devices: "1"', 'input_connectors: {from_stage_0: a}'],
  )

describe('MEM-2', () => {
  const NEED = 439_484_416 * 9

  it('computes three keys of three requests', () => {
    const [finding] = findingsOf('MEM-2', bagel(GIB))
    expect(finding).toMatchObject({ severity: 'error', edges: [{ from: '0', to: '1' }] })
    expect(finding?.arithmetic).toContain('× 3 keys × 3 in flight = 3,955,359,744 B')
  })

  it('fails above the pool and warns above four fifths of it', () => {
    expect(NEED).toBe(3_955_359_744)
    expect(marks('MEM-2', bagel(NEED - 1))).toEqual([`error ${NEED - 1}`])
    expect(marks('MEM-2', bagel(NEED))).toEqual([`warning ${NEED}`])
    expect(findingsOf('MEM-2', bagel(4 * GIB))[0]?.arithmetic).toContain('= 92 %')
    expect(marks('MEM-2', bagel(NEED / 0.8 + 1))).toEqual([])
  })

  it('raises the pool to whole gibibytes', () => {
    const after = fixed('MEM-2', bagel(GIB))
    expect(after).toContain(`memory_pool_size: ${5 * GIB}`)
    expect(marks('MEM-2', after)).toEqual([])
  })

  it('is silent where the requests in flight are not known', () => {
    expect(marks('MEM-2', bagel(GIB, '', []))).toEqual([])
  })
})

describe('MEM-3', () => {
  const machine = (memory: number, lock?: number): AnalysisContext => ({
    machine: {
      memoryAvailableBytes: memory,
      ...(lock === undefined ? {} : { memlockLimitBytes: lock }),
    },
  })

  it('counts a pool for each rank at both ends', () => {
    const text = deploy(
      [
        OFF,
        'connectors:',
        '  a:',
        '    name: MooncakeTransferEngineConnector',
        `    extra: {memory_pool_size: ${4 * GIB}}`,
      ],
      ['tensor_parallel_size: 4', 'output_connectors: {to_stage_1: a}'],
      ['tensor_parallel_size: 4', 'input_connectors: {from_stage_0: a}'],
    )
    expect(findingsOf('MEM-3', text, machine(31 * GIB))[0]?.arithmetic).toBe(
      '4 × 4 GiB + 4 × 4 GiB = 32 GiB > 31 GiB',
    )
    expect(marks('MEM-3', text, machine(32 * GIB))).toHaveLength(1)
    expect(marks('MEM-3', text, machine(40 * GIB))).toEqual([])
    expect(marks('MEM-3', text)).toEqual([])
  })

  it('counts two instances of a middle stage only where their settings differ', () => {
    const chain = (second: string): string =>
      deploy(
        [
          OFF,
          'connectors:',
          `  a: {name: MooncakeTransferEngineConnector, extra: {memory_pool_size: ${GIB}, zmq_port: 20051}}`,
          `  b: {name: MooncakeTransferEngineConnector, extra: {memory_pool_size: ${GIB}, zmq_port: 30051${second}}}`,
        ],
        ['output_connectors: {to_stage_1: a}'],
        ['input_connectors: {from_stage_0: a}', 'output_connectors: {to_stage_2: b}'],
        ['input_connectors: {from_stage_1: b}'],
      )
    expect(findingsOf('MEM-3', chain(''), machine(GIB))[0]?.arithmetic).toContain('= 3 GiB')
    expect(findingsOf('MEM-3', chain(', protocol: tcp'), machine(GIB))[0]?.arithmetic).toContain('= 4 GiB')
  })

  it('takes the memory of the inventory, host by host', () => {
    const context = (beta: string): AnalysisContext => ({
      hostsText:
        `hosts: {alpha: {memory: 1 TiB}, beta: {memory: ${beta}}}\nstages: {0: alpha, 1: beta}`.replace(
          '1 TiB',
          '1024 GiB',
        ),
    })
    expect(findingsOf('MEM-3', bagel(5 * GIB), context('4 GiB'))[0]?.stages).toEqual(['1'])
    expect(marks('MEM-3', bagel(5 * GIB), context('8 GiB'))).toEqual([])
  })

  it('holds the pools of one rank against the limit for locked memory', () => {
    expect(marks('MEM-3', bagel(5 * GIB), machine(1000 * GIB, 5 * GIB))).toEqual([])
    expect(marks('MEM-3', bagel(5 * GIB), machine(1000 * GIB, 5 * GIB - 1))).toHaveLength(2)
    expect(marks('MEM-3', bagel(5 * GIB, ', memory_pool_device: cuda'), machine(GIB, 1))).toEqual([])
  })
})

describe('MEM-4', () => {
  const pool = (name: string, extra: string): string =>
    deploy(
      [OFF, 'connectors:', `  a: {name: ${name}, extra: {${extra}}}`],
      ['output_connectors: {to_stage_1: a}'],
      ['input_connectors: {from_stage_0: a}'],
    )

  it.each([
    ['MooncakeTransferEngineConnector', 'memory_pool_device: gpu', ['error gpu'], 'memory_pool_device: cuda'],
    ['MoriTransferEngineConnector', 'backend_type: xgmi, memory_pool_device: cpu', ['error cpu'], 'cuda'],
    ['YuanrongTransferEngineConnector', 'memory_pool_device: cpu', ['error cpu'], 'memory_pool_device: npu'],
  ])('refuses for %s %s', (name, extra, expected, remedy) => {
    expect(marks('MEM-4', pool(name, extra))).toEqual(expected)
    expect(fixed('MEM-4', pool(name, extra))).toContain(remedy)
  })

  it('knows that xgmi without a device has a pool on the host', () => {
    expect(fixed('MEM-4', pool('MoriTransferEngineConnector', 'backend_type: xgmi'))).toContain(
      'memory_pool_device: cuda',
    )
  })

  it('lets the known devices be, and points GPU pools out', () => {
    expect(marks('MEM-4', pool('MooncakeTransferEngineConnector', ''))).toEqual([])
    expect(marks('MEM-4', pool('MooncakeTransferEngineConnector', 'memory_pool_device: "cuda:1"'))).toEqual([
      'info "cuda:1"',
    ])
    expect(marks('MEM-4', pool('YuanrongTransferEngineConnector', 'memory_pool_device: "npu:0"'))).toEqual([])
  })
})

describe('MEM-5', () => {
  const cards = (memory: string): AnalysisContext => ({
    hostsText: `hosts: {alpha: {gpus: 2, gpu_memory: ${memory}}}\nstages: {0: alpha, 1: alpha}`,
  })

  it('holds the cache of the longest request against the share of the card', () => {
    const text = bagel(5 * GIB, '', ['max_model_len: 100000'])
    const need = 57_344 * 100_000
    expect(marks('MEM-5', text, cards(String(Math.ceil(need / 0.8) + 1)))).toEqual([])
    expect(findingsOf('MEM-5', text, cards(String(Math.floor(need / 0.8) - 1)))[0]).toMatchObject({
      severity: 'error',
      stages: ['0'],
    })
  })

  it('adds pools in GPU memory, and takes a fixed cache for the whole card', () => {
    const pool = bagel(5 * GIB, ', memory_pool_device: cuda', [])
    expect(findingsOf('MEM-5', pool, cards('5 GiB'))[0]?.stages).toEqual(['0'])
    const both = bagel(5 * GIB, ', memory_pool_device: cuda', [`kv_cache_memory_bytes: ${20 * GIB}`])
    expect(marks('MEM-5', both, cards('25 GiB'))).toEqual([])
    expect(marks('MEM-5', both, cards('24 GiB'))).toEqual([`error ${20 * GIB}`])
  })

  it('is silent without an inventory, and for a model that is not known', () => {
    expect(marks('MEM-5', bagel(GIB, '', ['max_model_len: 100000000']))).toEqual([])
    const unknown = deploy([OFF], ['devices: "0"', 'max_model_len: 100000000'])
    expect(marks('MEM-5', unknown, cards('1 GiB'))).toEqual([])
  })
})

describe('MEM-6', () => {
  const text = deploy([OFF], ['devices: "0"', 'gpu_memory_utilization: 0.4'], ['devices: "0"'])
  const launch = (first: string, second: string): AnalysisContext => ({
    command: `${first.replace('serve', 'vllm serve m --omni --stage-id 0')}\n${second.replace('serve', 'vllm serve m --omni --stage-id 1 --headless')}`,
  })

  it('names the processes that leave their share to the bundled file', () => {
    const [finding] = findingsOf('MEM-6', text, launch('serve --gpu-memory-utilization 0.4', 'serve'))
    expect(finding?.message).toContain('stage 1 (line 2) takes the default share')
  })

  it('looks at the cards that each process sees', () => {
    expect(
      marks('MEM-6', text, launch('CUDA_VISIBLE_DEVICES=0 serve', 'CUDA_VISIBLE_DEVICES=1 serve')),
    ).toEqual([])
    expect(
      marks('MEM-6', text, launch('CUDA_VISIBLE_DEVICES=3 serve', 'CUDA_VISIBLE_DEVICES=3 serve')),
    ).toHaveLength(1)
    expect(marks('MEM-6', text, launch('serve', 'ssh beta serve'))).toEqual([])
  })

  it('is silent where every share is set, and without a command', () => {
    const set = 'serve --gpu-memory-utilization 0.4'
    expect(marks('MEM-6', text, launch(set, set))).toEqual([])
    expect(marks('MEM-6', text)).toEqual([])
  })
})
