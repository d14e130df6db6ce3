import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { AnalysisContext, PortEndpoint } from '../contract/analysis.ts'
import { resolveText } from '../resolve-text.ts'

const fixture = (name: string): string =>
  readFileSync(new URL(`../../fixtures/pipelines/${name}`, import.meta.url), 'utf8')

const planOf = (text: string, context: AnalysisContext = {}) => resolveText(text, context).ports
const brief = (endpoint: PortEndpoint) =>
  [
    `${endpoint.edge.from}->${endpoint.edge.to}`,
    endpoint.action,
    endpoint.stage,
    endpoint.replica,
    endpoint.rank,
    `${endpoint.host}:${endpoint.port}`,
  ].join(' ')

const pair = (extra: string, stage0 = '', stage1 = ''): string => `connectors:
  engine: {name: MooncakeTransferEngineConnector, extra: {host: 10.0.0.1, ${extra}}}
stages:
  - {stage_id: 0, output_connectors: {to_stage_1: engine}${stage0}}
  - {stage_id: 1${stage1}}
`

describe('the payload path', () => {
  it('gives the ports of the worked example of a chain', () => {
    const { endpoints } = planOf(fixture('mte_chain.yaml'))
    expect(endpoints.filter(endpoint => endpoint.purpose === 'request_forwarding').map(brief)).toEqual([
      '0->1 bind 0 0 0 127.0.0.1:50051',
      '0->1 dial 1 0 0 127.0.0.1:50051',
      '1->2 bind 1 0 0 127.0.0.1:50052',
      '1->2 dial 2 0 0 127.0.0.1:50052',
    ])
    expect(endpoints.filter(endpoint => endpoint.purpose === 'orchestrator').map(brief)).toEqual([
      '0->1 bind orchestrator 0 0 127.0.0.1:50251',
      '1->2 bind orchestrator 0 0 127.0.0.1:50252',
    ])
  })
  it('adds the receiver’s own replica and rank to the port that it dials', () => {
    const { endpoints } = planOf(
      pair('zmq_port: 50051', ', tensor_parallel_size: 2', ', num_replicas: 2, tensor_parallel_size: 4'),
    )
    const dials = endpoints.filter(endpoint => endpoint.action === 'dial')
    expect(dials).toHaveLength(8)
    expect(dials.at(-1)).toMatchObject({
      replica: 1,
      rank: 3,
      port: 51123,
      formula: '50051 + 0 + 1*1024 + 3*16 + 0 = 51123',
      path: ['connectors', 'engine', 'extra', 'zmq_port'],
    })
  })
  it('takes a written sender_zmq_port literally for every rank', () => {
    const { endpoints } = planOf(
      pair('zmq_port: 50051, sender_zmq_port: 6000', '', ', tensor_parallel_size: 2'),
    )
    expect(endpoints.filter(endpoint => endpoint.action === 'dial').map(endpoint => endpoint.port)).toEqual([
      6000, 6000,
    ])
  })
  it('lets a written role bind both ends', () => {
    const { endpoints } = planOf(pair('zmq_port: 50051, role: sender'))
    expect(endpoints.filter(endpoint => endpoint.purpose === 'request_forwarding').map(brief)).toEqual([
      '0->1 bind 0 0 0 10.0.0.1:50051',
      '0->1 bind 1 0 0 10.0.0.1:50051',
    ])
  })
  it('counts a name as stage 0, and takes the default base', () => {
    const { endpoints } = planOf(
      'stages: [{stage_id: a, output_connectors: {to_stage_b: {name: MoriTransferEngineConnector}}}, {stage_id: b}]',
    )
    expect(endpoints.map(brief)).toEqual([
      'a->b bind a 0 0 127.0.0.1:50051',
      'a->b dial b 0 0 127.0.0.1:50051',
      'a->b bind orchestrator 0 0 127.0.0.1:50251',
    ])
    expect(endpoints[0]?.path).toEqual(['stages', 0, 'output_connectors', 'to_stage_b'])
  })
  it('is empty for connectors that take no ports, and for a target without transfer engines', () => {
    expect(planOf(fixture('qwen3_omni_moe.yaml')).endpoints).toEqual([])
    expect(planOf(fixture('mte_chain.yaml'), { target: '2025-12' }).endpoints).toEqual([])
  })
})

describe('the KV path', () => {
  it('gives the ports of the worked examples', () => {
    const context = { env: { OMNI_BASE_PORT: '50051' } }
    const { endpoints } = planOf(fixture('replicas.yaml'), context)
    const binds = endpoints.filter(
      endpoint => endpoint.purpose === 'kv_transfer' && endpoint.action === 'bind',
    )
    expect(
      binds.find(endpoint => endpoint.replica === 0 && endpoint.rank === 1 && endpoint.stage === '0'),
    ).toMatchObject({ port: 50167, formula: '50051 + 100 + 0*1024 + 1*16 + 0 = 50167' })
  })
  it('dials the port of each rank that the receiver pulls from', () => {
    const { endpoints } = planOf(
      pair(
        'zmq_port: 50051',
        ', tensor_parallel_size: 4, omni_kv_config: {need_send_cache: true}',
        ', tensor_parallel_size: 2, omni_kv_config: {need_recv_cache: true}',
      ),
    )
    const dials = endpoints.filter(
      endpoint => endpoint.purpose === 'kv_transfer' && endpoint.action === 'dial',
    )
    expect(dials.map(endpoint => [endpoint.rank, endpoint.port])).toEqual([
      [0, 50151],
      [0, 50167],
      [1, 50183],
      [1, 50199],
    ])
  })
  it('binds though nobody receives, since the sender is made eagerly', () => {
    const { endpoints } = planOf(pair('zmq_port: 50051', ', omni_kv_config: {need_send_cache: true}'))
    expect(endpoints.filter(endpoint => endpoint.purpose === 'kv_transfer').map(brief)).toEqual([
      '0->1 bind 0 0 0 10.0.0.1:50151',
    ])
  })
})

describe('what can’t be planned', () => {
  it('is told once per edge in the runtime’s words', () => {
    const { endpoints, problems } = planOf(pair('zmq_port: $BASE', ', tensor_parallel_size: 4'))
    expect(endpoints).toEqual([])
    expect(problems).toEqual([
      {
        edge: { from: '0', to: '1' },
        message: "zmq_port references unset environment variable(s): BASE. Original value: '$BASE'",
        raises: 'EnvVarExpansionError',
      },
    ])
  })
  it('is a port out of range where the target checks, and a number where it does not', () => {
    const text = pair('zmq_port: 65530', ', tensor_parallel_size: 2')
    expect(planOf(text).problems).toEqual([])
    expect(planOf(text).endpoints.some(endpoint => endpoint.port === 65546)).toBe(true)
    const later = planOf(text, { target: '2026-09' })
    expect(later.problems.map(problem => problem.message)).toContain(
      'Resolved connector port must be in [1, 65535], got 65546',
    )
    expect(later.endpoints.every(endpoint => endpoint.port <= 65535)).toBe(true)
  })
  it('is cut off where a file asks for absurd numbers', () => {
    const absurd = ', num_replicas: 1000000000, tensor_parallel_size: 1000000000'
    const { endpoints, problems } = planOf(pair('zmq_port: 1', absurd, absurd))
    expect(endpoints).toHaveLength(20_000)
    expect(problems[0]?.message).toContain('more than 20000 endpoints')
    expect(planOf(pair('zmq_port: 65000', absurd, absurd), { target: '2026-09' }).problems).toHaveLength(8)
  })
})

describe('the later target', () => {
  it('gives the same ports as long as they are in range', () => {
    const text = fixture('hunyuan_image3.yaml')
    const context = { fileName: 'hunyuan_image3.yaml' }
    expect(planOf(text, { ...context, target: '2026-09' }).endpoints.map(brief)).toEqual(
      planOf(text, context).endpoints.map(brief),
    )
  })
  it('lets a middle stage of NIXL listen on its own for what it sends', () => {
    const { endpoints } = planOf(
      `stages:
  - {stage_id: 0}
  - stage_id: 1
    input_connectors:
      from_stage_0: {name: NixlConnector, extra: {zmq_port: 50061, outgoing: {zmq_port: 50081, host: 10.0.0.2}}}
`,
      { target: '2026-09' },
    )
    expect(endpoints.filter(endpoint => endpoint.stage === '1').map(brief)).toEqual([
      '0->1 dial 1 0 0 127.0.0.1:50061',
      '0->1 bind 1 0 0 10.0.0.2:50082',
    ])
  })
})
