import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { analyze } from '../analyze.ts'
import { ruleByCode } from '../diagnose/index.ts'
import { readLog } from './index.ts'

const one = (line: string, analysis: Parameters<typeof readLog>[1] = null) => {
  const [entry] = readLog(line, analysis).entries
  if (entry === undefined) throw new Error(`not recognised: ${line}`)
  return entry
}

const chain = analyze(`connectors:
  engine: {name: MooncakeTransferEngineConnector, extra: {host: 10.0.0.1, zmq_port: 50051}}
stages:
  - stage_id: 0
    omni_kv_config: {need_send_cache: true}
    output_connectors: {to_stage_1: engine}
  - stage_id: 1
    omni_kv_config: {need_recv_cache: true}
    input_connectors: {from_stage_0: engine}
`)

describe('the figures in a log', () => {
  it('are read with their units: what is printed as MB/s are MiB/s', () => {
    const entry = one(
      'INFO 09-01 [kv.py:1] KV transfer OK: req-1, 439491236 bytes across 1 key(s), 0.032s, 12963.0 MB/s',
    )
    expect(entry).toMatchObject({
      kind: 'transfer',
      transfer: { bytes: 439491236, millis: 32, mibPerSecond: 12963 },
    })
    expect(one('KV transfer OK: r, 100 bytes').transfer).toMatchObject({ bytes: 100, millis: null })
  })

  it('keep the parts of a transfer engine’s get', () => {
    const entry = one(
      '[RDMA GET] omni_0_to_1_kv_cache_r: query=4.0ms, alloc=0.1ms, rdma=28.3ms, sync=0.0ms, total=32.3ms, 12963.0 MB/s (fast_path, zero-copy)',
    )
    expect(entry.edges).toEqual([{ from: '0', to: '1' }])
    expect(entry.transfer?.parts.map(part => part.name)).toEqual(['query', 'alloc', 'rdma', 'sync'])
    expect(Math.abs((entry.transfer?.bytes ?? 0) - 439_046_963)).toBeLessThan(1e6)
  })

  it('are summed up per edge', () => {
    const log = [
      '[RDMA GET] omni_0_to_1_kv_cache_a: query=1.0ms, total=10.0ms, 100.0 MB/s',
      '[RDMA GET] omni_0_to_1_kv_cache_b: query=1.0ms, total=30.0ms, 300.0 MB/s',
      "Failed to initialize connector for edge ('0', '1'): boom",
    ].join('\n')
    expect(readLog(log).edges).toMatchObject([
      { edge: '0->1', count: 2, medianMillis: 10, medianMib: 100, failures: 1 },
    ])
  })
})

describe('the failures in a log', () => {
  it('are tied to the rule that explains them', () => {
    expect(one('ERROR Timeout waiting for KV cache for request r-1 after 30.0s').rule).toBe('KV-1')
    expect(one("INFO Auto-configuring SharedMemoryConnector for edge ('0', '1')")).toMatchObject({
      rule: 'WIRE-5',
      kind: 'info',
      edges: [{ from: '0', to: '1' }],
    })
    expect(one('ValueError: Undefined connector reference: rmda').rule).toBe('WIRE-1')
    expect(one('zmq.error.ZMQError: Address already in use (addr=tcp://10.0.0.1:50151)').rule).toBe('PORT-2')
  })

  it('are tied to the edges that the file can mean', () => {
    expect(one('Timeout waiting for KV cache for request r after 30.0s', chain).edges).toEqual([
      { from: '0', to: '1' },
    ])
    expect(one('Address already in use (addr=tcp://10.0.0.1:50151)', chain).edges).toEqual([
      { from: '0', to: '1' },
    ])
    expect(one('[Stage-1] Out of memory in buffer pool: need 5', chain).stages).toEqual(['1'])
  })

  it('name only rules that there are', () => {
    const codes = [
      ...new Set(
        [
          'KV transfer FAILED: r',
          'KV TP mapping must be divisible: 4 3',
          'Failed to build connector config for stage 1: x. Using IPC fallback.',
          'Unknown connector: X. Available: []',
          'Connector type mismatch for edge 0->1',
        ].flatMap(line => one(line).rule ?? []),
      ),
    ]
    expect(codes.map(code => ruleByCode(code)?.code ?? `no rule ${code}`)).toEqual(codes)
  })
})

describe('the rule of a line', () => {
  const pair = (extra: string, tail = ''): Parameters<typeof readLog>[1] =>
    analyze(`async_chunk: false
connectors:
  engine: {name: MooncakeTransferEngineConnector, extra: {host: 10.0.0.1, zmq_port: 50051${extra}}}
  store: {name: MooncakeStoreConnector, extra: {master: "10.0.0.1:50051"}}
stages:
  - stage_id: 0
    output_connectors: {to_stage_1: engine}
  - stage_id: 1
    input_connectors: {from_stage_0: engine}
${tail}`)

  it('is the one that has a finding in the file, where several may explain it', () => {
    const line = 'failed to bind ZMQ on 10.0.0.1:50051: Address already in use'
    expect(one(line).rule).toBe('PORT-2')
    expect(one(line, pair('')).rule).toBe('PORT-2')
    const withStore = pair(
      '',
      `    output_connectors: {to_stage_2: store}
  - stage_id: 2
    input_connectors: {from_stage_1: store}
`,
    )
    expect(one(line, withStore)).toMatchObject({ rule: 'PORT-5', edges: [{ from: '0', to: '1' }] })
  })

  it.each([
    ['ValueError: from_stage must be in [0, 16), got 16', 'PORT-1'],
    ['RuntimeError: get(metadata=None) requires sender info to be set', 'EP-1'],
    ['ValueError: Failed to create connector X: boom', 'NAME-1'],
    ['ValueError: Unknown connector: Nixl. Available: []', 'NAME-1'],
    ['zmq_port references unset environment variable(s): A, B. Original value: $A', 'EP-3'],
    ['Request r timed out waiting for chunk (waited > 300s)', 'CHUNK-1'],
    ['OSError: [Errno 28] No space left on device', 'SHM-1'],
    ['Fatal Python error: Bus error', 'SHM-1'],
    ['Stage 1 requires 4 devices, but only 1 devices are visible', 'DEV-4'],
    ['ibv_modify_qp failed: transport retry counter exceeded', 'RDMA-1'],
    ['vllm serve: error: unrecognized arguments: --stage-configs-path', 'CMD-1'],
    ['MooncakeStoreConnector: Mooncake setup failed: -1', 'EP-3'],
    ['ValueError: Stage 0: devices have 3 ids; need either 1 (per-replica template) or 2 (pool).', 'DEV-3'],
  ])('of %s is %s', (line, rule) => {
    expect(one(line)).toMatchObject({ rule, kind: 'error' })
    expect(ruleByCode(rule)).not.toBeNull()
  })
})

const piece = fc.constantFrom(
  '\n',
  '\r\n',
  ' bytes, ',
  'KV transfer OK: ',
  '12',
  "('0', '1')",
  'omni_0_to_',
  '.',
)

describe('any text', () => {
  it('is read without an error, and lines of nobody are left out', () => {
    expect(readLog('hello\nworld\n', null)).toEqual({
      lines: 2,
      entries: [],
      omitted: 0,
      cut: false,
      edges: [],
    })
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string({ maxLength: 20 }))), pieces => {
        const reading = readLog(pieces.join(''), chain)
        return reading.entries.every(entry => entry.line >= 1 && entry.line <= Math.max(1, reading.lines))
      }),
      { numRuns: 100 },
    )
  })

  it('takes off the colours of a terminal and keeps to a bound', () => {
    expect(one('\u001b[31mKV transfer FAILED: r\u001b[0m').text).toBe('KV transfer FAILED: r')
    const many = Array.from({ length: 5002 }, () => 'KV transfer FAILED: r').join('\n')
    expect(readLog(many, null)).toMatchObject({ lines: 5002, omitted: 2 })
  })
})
