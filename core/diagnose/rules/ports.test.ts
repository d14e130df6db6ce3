import { describe, expect, it } from 'vitest'
import type { AnalysisContext } from '../../contract/analysis.ts'
import { nextFreeBase } from '../../ports/free-base.ts'
import { TARGETS } from '../../targets/index.ts'
import { deploy, findingsOf, fixed, marks } from '../finding-fixture.ts'
import { portRanges } from './ports/ephemeral.ts'
import { lastReplica } from './ports/overflow.ts'
import { splitAddress } from './ports/services.ts'

const OFF = 'async_chunk: false'
const engine = (label: string, extra: string): readonly string[] => [
  `  ${label}:`,
  '    name: MooncakeTransferEngineConnector',
  `    extra: {${extra}}`,
]
const top = (...connectors: readonly (readonly string[])[]): readonly string[] => [
  OFF,
  'connectors:',
  ...connectors.flat(),
]
const SENDS = 'omni_kv_config: {need_send_cache: true}'
const RECEIVES = 'omni_kv_config: {need_recv_cache: true}'
const TO_1 = 'output_connectors: {to_stage_1: a}'
const FROM_0 = 'input_connectors: {from_stage_0: a}'

const pair = (extra: string, sender: readonly string[] = []): string =>
  deploy(top(engine('a', extra)), [TO_1, ...sender], [FROM_0])

describe('PORT-1', () => {
  const sentBy = (id: string): string =>
    pair('zmq_port: 20051')
      .replace('stage_id: 0', `stage_id: ${id}`)
      .replace('from_stage_0', `from_stage_${id}`)

  it('warns from stage 16 on where nothing is checked, and fails where it is', () => {
    expect(marks('PORT-1', sentBy('16'))).toEqual(['warning 16'])
    expect(marks('PORT-1', sentBy('16'), { target: '2026-09' })).toEqual(['error 16'])
    expect(marks('PORT-1', sentBy('15'))).toEqual([])
    expect(marks('PORT-1', sentBy('15'), { target: '2026-09' })).toEqual([])
  })

  it('says what becomes of an id that is no number', () => {
    expect(findingsOf('PORT-1', sentBy('ar'))[0]).toMatchObject({
      severity: 'warning',
      arithmetic: '20051 + 0 instead of 20051 + ar',
    })
    expect(marks('PORT-1', sentBy('ar'), { target: '2026-09' })).toEqual(['error ar'])
  })

  it('warns of rank 64, which is the next replica', () => {
    const tp = (size: number): string => pair('zmq_port: 20051', [`tensor_parallel_size: ${size}`])
    expect(marks('PORT-1', tp(65))).toEqual(['warning 65'])
    expect(marks('PORT-1', tp(64))).toEqual([])
  })
})

describe('PORT-2', () => {
  const two = (first: string, second: string): string =>
    deploy(
      top(engine('a', first), engine('b', second)),
      ['output_connectors: {to_stage_1: a, to_stage_2: b}'],
      [FROM_0],
      ['input_connectors: {from_stage_0: b}'],
    )

  it('names both owners of two connectors with one base, and moves the second', () => {
    const text = two('host: "10.0.0.1", zmq_port: 20051', 'host: "10.0.0.1", zmq_port: 20051')
    const [finding] = findingsOf('PORT-2', text)
    expect(finding?.message).toContain('stage 0 rank 0 (requests, 0→1) and by stage 0 rank 0 (requests, 0→2)')
    const after = fixed('PORT-2', text)
    expect(after).toContain('zmq_port: 20052')
    expect(marks('PORT-2', after)).toEqual([])
  })

  it('leaves connectors with addresses of their own alone', () => {
    expect(marks('PORT-2', two('host: "10.0.0.1"', 'host: "10.0.0.2"'))).toEqual([])
    expect(marks('PORT-2', two('host: auto', 'host: ""'))).not.toEqual([])
  })

  it('lets stages of different hosts have the same port', () => {
    const text = deploy(
      top(engine('a', 'zmq_port: 20052'), engine('b', 'zmq_port: 20051')),
      [TO_1],
      [FROM_0, 'output_connectors: {to_stage_2: b}'],
      ['input_connectors: {from_stage_1: b}'],
    )
    const placed = (second: string): AnalysisContext => ({
      hostsText: `hosts: {alpha: {}, beta: {}}\nstages: {0: alpha, 1: ${second}, 2: alpha}`,
    })
    expect(findingsOf('PORT-2', text, placed('alpha'))[0]?.message).toContain('Port 20052 on alpha')
    const workers = findingsOf('PORT-2', text, placed('beta')).filter(
      finding => !finding.message.includes('orchestrator'),
    )
    expect(workers).toEqual([])
  })

  it('finds the request port of rank 6 of stage 4 on the KV port of stage 0', () => {
    const chain = (tp: number): string =>
      deploy(
        top(engine('a', 'zmq_port: 50051')),
        [SENDS, TO_1],
        [RECEIVES, FROM_0, 'output_connectors: {to_stage_2: a}'],
        ['input_connectors: {from_stage_1: a}', 'output_connectors: {to_stage_3: a}'],
        ['input_connectors: {from_stage_2: a}', 'output_connectors: {to_stage_4: a}'],
        [
          `tensor_parallel_size: ${tp}`,
          'input_connectors: {from_stage_3: a}',
          'output_connectors: {to_stage_5: a}',
        ],
        ['input_connectors: {from_stage_4: a}'],
      )
    expect(findingsOf('PORT-2', chain(7))[0]).toMatchObject({
      arithmetic: '50051 + 100 + 0*1024 + 0*16 + 0 = 50151; 50051 + 0 + 0*1024 + 6*16 + 4 = 50151',
      fix: null,
    })
    expect(marks('PORT-2', chain(6))).toEqual([])
  })
})

describe('PORT-3', () => {
  const replicas = (count: number, kv: boolean): string =>
    deploy(
      top(engine('a', 'zmq_port: 50051')),
      [`num_replicas: ${count}`, TO_1, ...(kv ? [SENDS] : [])],
      [FROM_0, ...(kv ? [RECEIVES] : [])],
    )

  it('counts the replicas that fit', () => {
    const { ports } = TARGETS['2026-07']
    const reach = { base: 50051, purpose: 100, rank: 0, stage: 0 }
    expect(lastReplica(reach, ports)).toBe(15)
    expect(lastReplica({ ...reach, rank: 1 }, ports)).toBe(15)
    expect(lastReplica({ ...reach, rank: 2 }, ports)).toBe(14)
    expect(lastReplica({ ...reach, base: 65500 }, ports)).toBe(-1)
  })

  it('fails at replica 16 of the default base, in every target', () => {
    expect(findingsOf('PORT-3', replicas(17, true))[0]?.message).toContain('66535')
    expect(findingsOf('PORT-3', replicas(17, true), { target: '2026-09' })).toHaveLength(1)
    expect(marks('PORT-3', replicas(16, true))).toEqual([])
  })

  it('reckons without the KV offset where no cache travels', () => {
    expect(findingsOf('PORT-3', replicas(17, false))[0]?.message).toContain('66435')
  })

  it('counts the orchestrator’s own port', () => {
    const at = (base: number) =>
      findingsOf('PORT-3', deploy(top(engine('a', `zmq_port: ${base}`)), [TO_1], [FROM_0]))
    expect(at(65335)).toEqual([])
    expect(at(65336)[0]?.message).toContain('The orchestrator’s connector of edge 0→1')
    expect(at(65336)[0]?.arithmetic).toBe('65336 + 200 + 0*1024 + 0*16 + 0 = 65536 > 65535')
  })

  it('moves the base just below the bound', () => {
    const after = fixed('PORT-3', replicas(17, true))
    expect(after).toContain('zmq_port: 49051')
    expect(marks('PORT-3', after)).toEqual([])
  })
})

describe('PORT-4', () => {
  it('knows native bootstrap ports, the metadata server and servers of the command', () => {
    const native = pair('zmq_port: 8998', [
      'kv_transfer_config: {kv_connector: MooncakeConnector, kv_role: kv_producer}',
    ])
    expect(findingsOf('PORT-4', native)[0]?.message).toContain('native KV transfer of stage 0')
    const ray = { command: 'ray start --head --port 6400\nvllm serve m --omni' }
    expect(findingsOf('PORT-4', pair('zmq_port: 6400'), ray)[0]?.message).toContain('the Ray head')
    const master = { command: 'vllm serve m --omni --stage-id 0 -omp 26000 -oma 127.0.0.1' }
    expect(findingsOf('PORT-4', pair('zmq_port: 26000'), master)).toHaveLength(1)
    expect(findingsOf('PORT-4', pair('zmq_port: 26001'), master)).toEqual([])
  })

  it('looks at what listens on this machine, if the listener is in the way', () => {
    const machine = (host: string) => ({
      machine: { autoHostAddress: '10.0.0.9', listeningPorts: [{ host, port: 20051, owner: 'nginx' }] },
    })
    const text = pair('host: auto, zmq_port: 20051')
    expect(findingsOf('PORT-4', text, machine('0.0.0.0'))[0]?.message).toContain('nginx')
    expect(marks('PORT-4', text, machine('10.0.0.9'))).toHaveLength(1)
    expect(marks('PORT-4', text, machine('127.0.0.1'))).toEqual([])
    expect(marks('PORT-4', text)).toEqual([])
  })

  it('looks only at the stages that the inventory places on this machine', () => {
    const context = (host: string): AnalysisContext => ({
      machine: { hostName: host, listeningPorts: [{ host: '0.0.0.0', port: 20051, owner: null }] },
      hostsText: 'hosts: {alpha: {}, beta: {}}\nstages: {0: alpha, 1: beta}',
    })
    const text = pair('host: auto, zmq_port: 20051')
    expect(marks('PORT-4', text, context('alpha'))).toHaveLength(1)
    expect(marks('PORT-4', text, context('beta'))).toEqual([])
    expect(marks('PORT-4', text, context('gamma'))).toEqual([])
  })

  it.each([
    ['http://10.0.0.1:8080/metadata', { host: '10.0.0.1', port: 8080 }],
    ['[::1]:50051', { host: '::1', port: 50051 }],
    ['master', null],
    ['etcd://h:2379', { host: 'h', port: 2379 }],
  ])('splits %s', (text, parts) => {
    expect(splitAddress(text)).toEqual(parts)
  })
})

describe('PORT-5', () => {
  const store = (master: string): string =>
    deploy(
      top(engine('a', 'host: auto, zmq_port: 50051'), [
        '  s:',
        '    name: MooncakeStoreConnector',
        `    extra: {${master}}`,
      ]),
      [TO_1],
      [FROM_0, 'output_connectors: {to_stage_2: s}'],
      ['input_connectors: {from_stage_1: s}'],
    )

  it('finds the default master on the default base', () => {
    expect(findingsOf('PORT-5', store(''))[0]).toMatchObject({
      severity: 'error',
      arithmetic: '50051 + 0 + 0*1024 + 0*16 + 0 = 50051',
    })
    expect(marks('PORT-5', fixed('PORT-5', store('')))).toEqual([])
  })

  it('says nothing of a master elsewhere, or of one that no edge uses', () => {
    expect(marks('PORT-5', store('master: "10.0.0.7:50051"'))).toEqual([])
    const unused = store('')
      .replace('to_stage_2: s', 'to_stage_2: a')
      .replace('from_stage_1: s', 'from_stage_1: a')
    expect(marks('PORT-5', unused)).toEqual([])
  })

  it('goes by the hosts of the inventory', () => {
    const text = store('master: "10.0.0.2:50051"')
    const hosts = (first: string): AnalysisContext => ({
      hostsText: `hosts: {alpha: {address: 10.0.0.1}, beta: {address: 10.0.0.2}}\nstages: {0: ${first}, 1: alpha, 2: alpha}`,
    })
    expect(marks('PORT-5', text, hosts('beta'))).toHaveLength(1)
    expect(marks('PORT-5', text, hosts('alpha'))).toEqual([])
  })
})

describe('PORT-6', () => {
  const machine = (reserved: readonly (readonly [number, number])[]): AnalysisContext => ({
    machine: { ephemeralPortRange: [32768, 60999], reservedPorts: reserved },
  })

  it('prints what to reserve, and a base below the range', () => {
    const [finding] = findingsOf('PORT-6', pair('zmq_port: 50051'), machine([[40000, 40010]]))
    expect(finding?.message).toContain('ip_local_reserved_ports=40000-40010,50051,50251')
    expect(marks('PORT-6', fixed('PORT-6', pair('zmq_port: 50051'), machine([])), machine([]))).toEqual([])
  })

  it('is silent without facts, outside the range and where all is reserved', () => {
    expect(marks('PORT-6', pair('zmq_port: 50051'))).toEqual([])
    expect(marks('PORT-6', pair('zmq_port: 61000'), machine([]))).toEqual([])
    expect(marks('PORT-6', pair('zmq_port: 50051'), machine([[50000, 51000]]))).toEqual([])
  })

  it('joins neighbouring ports', () => {
    expect(portRanges([5, 3, 4, 9, 3])).toEqual([
      [3, 5],
      [9, 9],
    ])
  })
})

describe('the next free base', () => {
  it('is above, or below where nothing fits above', () => {
    expect(nextFreeBase({ base: 100 + 1024, own: [1124, 1126], taken: new Set([1125]) })).toBe(1126)
    expect(nextFreeBase({ base: 65535, own: [65535], taken: new Set() })).toBe(65534)
  })

  it('is none where nothing is free', () => {
    expect(nextFreeBase({ base: 2000, own: [2000], taken: new Set(), avoid: [[0, 65535]] })).toBeNull()
    expect(nextFreeBase({ base: 2000, own: [], taken: new Set() })).toBeNull()
  })
})

describe('PORT-7', () => {
  const native = (role: string, extra: string, connector = 'MooncakeConnector'): readonly string[] => [
    `kv_transfer_config: {kv_connector: ${connector}, kv_role: ${role}, kv_connector_extra_config: {${extra}}}`,
  ]
  const at = (port: number): string => `mooncake_bootstrap_port: ${port}`

  it('finds two producers on one port, and moves the second to a free one', () => {
    const text = deploy(
      top(engine('a', 'zmq_port: 8999')),
      [TO_1, ...native('kv_producer', at(8998))],
      [FROM_0, ...native('kv_both', at(8998))],
    )
    expect(findingsOf('PORT-7', text)).toMatchObject([
      {
        severity: 'error',
        stages: ['0', '1'],
        arithmetic: 'stage 0: mooncake_bootstrap_port = 8998; stage 1: mooncake_bootstrap_port = 8998',
      },
    ])
    const after = fixed('PORT-7', text)
    expect(after).toContain(at(9000))
    expect(marks('PORT-7', after)).toEqual([])
  })

  it('takes the default of a port that is not written, and says so', () => {
    const text = deploy([OFF], native('kv_producer', ''), native('kv_producer', at(8998)))
    expect(findingsOf('PORT-7', text)).toMatchObject([
      { severity: 'warning', message: expect.stringContaining('not written, vLLM’s default 8998 assumed') },
    ])
    expect(
      marks('PORT-7', deploy([OFF], native('kv_producer', ''), native('kv_producer', at(8999)))),
    ).toEqual([])
  })

  it('compares page ports with bootstrap ports', () => {
    const pages = native('kv_producer', 'page_port: 8998', 'OmniNixlKVConnector')
    expect(marks('PORT-7', deploy([OFF], native('kv_producer', at(8998)), pages))).toEqual(['error 8998'])
  })

  it('leaves consumers, and replicas of one stage, alone', () => {
    expect(
      marks('PORT-7', deploy([OFF], native('kv_producer', at(8998)), native('kv_consumer', at(8998)))),
    ).toEqual([])
    expect(
      marks('PORT-7', deploy([OFF], ['num_replicas: 2', ...native('kv_producer', at(8998))], [])),
    ).toEqual([])
  })

  it('goes by the hosts of the inventory', () => {
    const text = deploy([OFF], native('kv_producer', at(8998)), native('kv_producer', at(8998)))
    const hosts = (second: string): AnalysisContext => ({
      hostsText: `hosts: {alpha: {}, beta: {}}\nstages: {0: alpha, 1: ${second}}`,
    })
    expect(findingsOf('PORT-7', text, hosts('[beta, alpha]'))[0]?.message).toContain('port 8998 on alpha')
    expect(marks('PORT-7', text, hosts('beta'))).toEqual([])
  })
})
