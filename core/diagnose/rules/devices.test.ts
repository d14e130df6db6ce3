import { describe, expect, it } from 'vitest'
import type { AnalysisContext } from '../../contract/analysis.ts'
import { deploy, findingsOf, fixed, marks } from '../finding-fixture.ts'

const OFF = 'async_chunk: false'
const one = (...lines: readonly string[]): string => deploy([OFF], lines)

describe('DEV-1', () => {
  it('takes the devices of one replica, or of all of them', () => {
    const named = (devices: string, replicas: number): string =>
      one(`devices: "${devices}"`, 'tensor_parallel_size: 2', `num_replicas: ${replicas}`)
    expect(marks('DEV-1', named('0', 1))).toEqual(['error "0"'])
    expect(marks('DEV-1', named('0,1', 1))).toEqual([])
    expect(marks('DEV-1', named('0,1', 2))).toEqual([])
    expect(marks('DEV-1', named('0,1,2,3', 2))).toEqual([])
    expect(findingsOf('DEV-1', named('0,1,2,3,4,5', 2))[0]?.arithmetic).toBe('6 is not 2 or 2 × 2 = 4')
    expect(marks('DEV-1', named('0,1,2', 2))).toEqual([])
  })

  it('warns of idle devices, which the newest runtime refuses', () => {
    const text = one('devices: "0,1,2"', 'tensor_parallel_size: 2')
    expect(marks('DEV-1', text)).toEqual(['warning "0,1,2"'])
    expect(marks('DEV-1', text, { target: '2026-09' })).toEqual(['error "0,1,2"'])
  })

  it('multiplies all degrees of a diffusion stage', () => {
    const dit = (devices: string): string =>
      one(
        `devices: "${devices}"`,
        'parallel_config: {tensor_parallel_size: 2, ulysses_degree: 2, cfg_parallel_size: 2}',
      )
    expect(marks('DEV-1', dit('0,1,2,3,4,5,6,7'))).toEqual([])
    expect(findingsOf('DEV-1', dit('0,1'))[0]?.message).toContain('TP 2 × other degrees 4 = 8')
  })

  it('leaves cpu and unset devices alone', () => {
    expect(marks('DEV-1', one('devices: cpu', 'tensor_parallel_size: 2'))).toEqual([])
    expect(marks('DEV-1', one('tensor_parallel_size: 2'))).toEqual([])
  })
})

describe('DEV-2', () => {
  const text = deploy(
    [OFF],
    ['devices: "0,1"', 'tensor_parallel_size: 2'],
    ['devices: "2"'],
    ['devices: "3"'],
  )
  const launch = (flags: string): AnalysisContext => ({ command: `vllm serve m --omni ${flags}` })

  it('gives the overrides that keep the other stages as they are', () => {
    const [finding] = findingsOf('DEV-2', text, launch('-tp 2'))
    expect(finding?.message).toContain(
      `--stage-overrides '{"1":{"tensor_parallel_size":1},"2":{"tensor_parallel_size":1}}'`,
    )
    expect(finding?.stages).toEqual(['1', '2'])
    expect(finding?.related).toHaveLength(1)
  })

  it('knows the overrides that are there', () => {
    const context = launch(`--tensor-parallel-size 2 --stage-overrides '{"1": {"tensor_parallel_size": 1}}'`)
    expect(findingsOf('DEV-2', text, context)[0]?.stages).toEqual(['2'])
    const both = {
      ...context,
      stageOverrides: '{"2": {"tensor_parallel_size": 1}}',
    }
    expect(marks('DEV-2', text, both)).toEqual([])
  })

  it('blames the flag only where it is the cause', () => {
    const wrong = deploy([OFF], ['devices: "0,1,2"'])
    expect(marks('DEV-2', wrong, launch('-tp 2'))).toEqual([])
    expect(marks('DEV-1', wrong, launch('-tp 2'))).toHaveLength(1)
    expect(marks('DEV-2', text, launch('-tp 2 --stage-id 0'))).toEqual([])
    expect(marks('DEV-2', text)).toEqual([])
  })
})

describe('DEV-3', () => {
  it('fails without devices in July 2026, and wastes elsewhere', () => {
    const text = one('num_replicas: 2', 'tensor_parallel_size: 2')
    expect(marks('DEV-3', text)).toEqual(['error 2'])
    expect(marks('DEV-3', text, { target: '2026-09' })).toEqual(['warning 2'])
    const after = fixed('DEV-3', text)
    expect(after).toContain('devices: "0,1,2,3"')
    expect(marks('DEV-3', after)).toEqual([])
  })

  it('gives devices that no other stage names', () => {
    const text = deploy([OFF], ['devices: "0,1"', 'tensor_parallel_size: 2'], ['num_replicas: 2'])
    expect(fixed('DEV-3', text)).toContain('devices: "2,3"')
  })

  it('refuses what cannot be split, and templates that reach too far', () => {
    expect(findingsOf('DEV-3', one('num_replicas: 2', 'devices: "0,1,2"'))[0]?.arithmetic).toBe(
      '3 % 2 = 1, must be 0',
    )
    expect(findingsOf('DEV-3', one('num_replicas: 2', 'devices: "3"'))[0]?.arithmetic).toBe('3 not in [0, 1)')
    expect(marks('DEV-3', one('num_replicas: 2', 'devices: "0"'))).toEqual([])
    expect(marks('DEV-3', one('num_replicas: 2', 'devices: cpu'))).toEqual([])
  })
})

describe('DEV-4', () => {
  const visible = (list: string): AnalysisContext => ({ env: { CUDA_VISIBLE_DEVICES: list } })

  it('counts positions among the visible devices', () => {
    expect(marks('DEV-4', one('devices: "1"'), visible('6,7'))).toEqual([])
    expect(findingsOf('DEV-4', one('devices: "6"'), visible('6,7'))[0]).toMatchObject({
      severity: 'error',
      arithmetic: '6 >= 2',
    })
    expect(marks('DEV-4', one('devices: "6"'))).toEqual([])
  })

  it('takes the visible devices of the inventory, and its number of cards', () => {
    const hosts = (facts: string): AnalysisContext => ({
      hostsText: `hosts: {alpha: {${facts}}}\nstages: {0: alpha}`,
    })
    expect(marks('DEV-4', one('devices: "1"'), hosts('gpus: 8, visible_devices: "7"'))).toHaveLength(1)
    expect(marks('DEV-4', one('devices: "8"'), hosts('gpus: 8'))).toHaveLength(1)
    expect(marks('DEV-4', one('devices: "7"'), hosts('gpus: 8'))).toEqual([])
  })

  it('warns where a stage has its own process, because some runtimes take what is visible', () => {
    const command = 'CUDA_VISIBLE_DEVICES=1 vllm serve m --omni --stage-id 0'
    expect(marks('DEV-4', one('devices: "1"'), { command })).toEqual(['warning "1"'])
    expect(marks('DEV-4', one('devices: "0,1"', 'tensor_parallel_size: 2'), { command })).toEqual([
      'error "0,1"',
    ])
  })

  it('finds devices that are named twice, and what is no position', () => {
    expect(marks('DEV-4', one('devices: "0,0"', 'tensor_parallel_size: 2'))).toEqual(['error "0,0"'])
    expect(marks('DEV-4', one('devices: "-1"'))).toEqual(['error "-1"'])
    expect(marks('DEV-4', one('devices: "GPU-1a"'), visible('0'))).toEqual(['error "GPU-1a"'])
    expect(marks('DEV-4', one('devices: "GPU-1a"'))).toEqual([])
  })

  it('quotes a number that replicas have to share', () => {
    const text = one('devices: 0', 'num_replicas: 2')
    expect(marks('DEV-4', text)).toEqual(['error 0'])
    expect(marks('DEV-4', fixed('DEV-4', text))).toEqual([])
    expect(fixed('DEV-4', text)).toMatch(/devices: ["']0["']/)
    expect(marks('DEV-4', one('devices: 0'))).toEqual([])
  })
})
