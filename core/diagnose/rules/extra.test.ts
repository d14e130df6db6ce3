import { describe, expect, it } from 'vitest'
import { deploy, findingsOf, fixed, marks } from '../finding-fixture.ts'

const OFF = 'async_chunk: false'

const withExtra = (name: string, extra: string, used = true): string =>
  deploy(
    [OFF, 'connectors:', '  c:', `    name: ${name}`, `    extra: {${extra}}`],
    used ? ['output_connectors: {to_stage_1: c}'] : [],
    [],
  )
const TE = 'MooncakeTransferEngineConnector'
const STORE = 'MooncakeStoreConnector'
const SHM = 'SharedMemoryConnector'

describe('EXTRA-1', () => {
  it.each([
    [STORE, 'protocol: rdma', 'proto'],
    [TE, 'proto: tcp', 'protocol'],
    [TE, 'port: 50051', 'zmq_port'],
  ])('knows the slip of %s with %s', (name, extra, right) => {
    const key = extra.split(':')[0] ?? ''
    expect(marks('EXTRA-1', withExtra(name, extra))).toEqual([`error ${key}`])
    expect(fixed('EXTRA-1', withExtra(name, extra))).toContain(`{${right}:`)
  })

  it('does not rename onto a key that is there', () => {
    const [finding] = findingsOf('EXTRA-1', withExtra(STORE, 'protocol: rdma, proto: tcp'))
    expect(finding).toMatchObject({ severity: 'error', fix: null })
  })

  it.each([
    [TE, 'memory_pool_size: "4GB"', 'error "4GB"'],
    [TE, 'memory_pool_size: 0', 'error 0'],
    [TE, 'zmq_port: 0', 'error 0'],
    [TE, 'zmq_port: 65536', 'error 65536'],
    [TE, 'zmq_port: auto', 'error auto'],
    [TE, 'zmq_port: null', 'error null'],
    [TE, 'protocol: udp', 'error udp'],
    [TE, 'host: 1', 'warning 1'],
    [STORE, 'segment: 512MB', 'error 512MB'],
    [SHM, 'codec_chunk_frames: 0', 'error 0'],
    [SHM, 'codec_streaming: "yes"', 'warning "yes"'],
    [SHM, 'shm_threshold_bytes: 65536', 'warning shm_threshold_bytes'],
    [SHM, 'wakeup_scope: x', 'warning wakeup_scope'],
    [SHM, 'zmq_port: 50051', 'warning zmq_port'],
    [TE, 'memory_pool_sise: 1024', 'warning memory_pool_sise'],
    [TE, 'stage_id: 1', 'warning stage_id'],
    [TE, 'type: rdma', 'warning type'],
  ])('checks %s {%s}', (name, extra, expected) => {
    expect(marks('EXTRA-1', withExtra(name, extra))).toEqual([expected])
  })

  it.each([
    [TE, 'zmq_port: 1, protocol: tcp, memory_pool_size: 1'],
    [TE, 'zmq_port: "50051"'],
    [TE, 'zmq_port: "$BASE"'],
    [TE, 'sender_host: 10.0.0.1'],
    [SHM, 'codec_chunk_frames: 1, codec_left_context_frames: 0'],
    [SHM, 'something_of_ours: {a: 1}'],
  ])('takes %s {%s}', (name, extra) => {
    expect(marks('EXTRA-1', withExtra(name, extra))).toEqual([])
  })

  it.each([
    ['memory_pool_size: "4 GiB"', 'memory_pool_size: 4294967296'],
    ['memory_pool_size: "1048576"', 'memory_pool_size: 1048576'],
  ])('writes %s as a number', (written, right) => {
    expect(fixed('EXTRA-1', withExtra(TE, written))).toContain(right)
  })

  it('goes by the target', () => {
    expect(marks('EXTRA-1', withExtra(SHM, 'wakeup_scope: x'), { target: '2026-09' })).toEqual([])
    const legacy = `stage_args:
  - stage_id: 0
    output_connectors: {to_stage_1: c}
  - stage_id: 1
runtime:
  connectors: {c: {name: SharedMemoryConnector, extra: {shm_threshold_bytes: 65536}}}
`
    expect(marks('EXTRA-1', legacy, { target: '2025-12' })).toEqual([])
  })

  it('only warns where nothing uses the definition', () => {
    expect(marks('EXTRA-1', withExtra(STORE, 'protocol: rdma', false))).toEqual(['warning protocol'])
  })

  it('looks into definitions in place', () => {
    const text = deploy(
      [OFF],
      [`output_connectors: {to_stage_1: {name: ${STORE}, extra: {protocol: rdma}}}`],
      [],
    )
    expect(marks('EXTRA-1', text)).toEqual(['error protocol'])
  })

  it('moves a key that stands beside extra', () => {
    const text = deploy(
      [OFF, 'connectors:', '  c:', `    name: ${TE}`, '    zmq_port: 20051'],
      ['output_connectors: {to_stage_1: c}'],
      [],
    )
    expect(marks('EXTRA-1', text)).toEqual(['warning zmq_port'])
    expect(fixed('EXTRA-1', text)).toContain('    extra:\n      zmq_port: 20051\n')
  })
})

describe('EXTRA-2', () => {
  const bagel = (segment: number, seqs: number): string =>
    deploy(
      [
        'pipeline: bagel',
        OFF,
        'connectors:',
        '  c:',
        `    name: ${STORE}`,
        `    extra: {segment: ${segment}, localbuf: 1000000000}`,
      ],
      [`max_num_seqs: ${seqs}`, 'output_connectors: {to_stage_1: c}'],
      ['input_connectors: {from_stage_0: c}'],
    )

  it('adds up the KV caches of all requests at once', () => {
    const [finding] = findingsOf('EXTRA-2', bagel(536_870_912, 3))
    expect(finding?.arithmetic).toMatch(
      /^[\d,]+ B × 3 objects × 3 requests = [\d,]+ B > segment 536,870,912 B$/,
    )
    const need = Number(/= ([\d,]+) B/.exec(finding?.arithmetic ?? '')?.[1]?.replaceAll(',', ''))
    expect(findingsOf('EXTRA-2', bagel(need, 3))).toEqual([])
    expect(findingsOf('EXTRA-2', bagel(need - 1, 3))).toHaveLength(1)
  })

  it('does not guess at payloads of a pipeline that is not known', () => {
    expect(findingsOf('EXTRA-2', withExtra(STORE, 'segment: 1, localbuf: 1'))).toEqual([])
  })
})
