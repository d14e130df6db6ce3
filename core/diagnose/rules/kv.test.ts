import { describe, expect, it } from 'vitest'
import { deploy, findingsOf, fixed, marks } from '../finding-fixture.ts'

const OFF = 'async_chunk: false'
const WIRED = [
  OFF,
  'connectors: {c: {name: MooncakeTransferEngineConnector, extra: {memory_pool_size: 9999999999}}}',
]
const OUT = 'output_connectors: {to_stage_1: c}'
const IN = 'input_connectors: {from_stage_0: c}'
const SEND = 'omni_kv_config: {need_send_cache: true}'
const RECV = 'omni_kv_config: {need_recv_cache: true}'
const PIPELINE = 'pipeline: hunyuan_image3'

const pair = (
  sender: readonly string[],
  receiver: readonly string[],
  top: readonly string[] = [PIPELINE],
): string => deploy([...top, ...WIRED], [OUT, ...sender], [IN, ...receiver])

describe('KV-1', () => {
  it('needs both flags, and offers the missing one', () => {
    expect(marks('KV-1', pair([SEND], [RECV]))).toEqual([])
    expect(marks('KV-1', pair([SEND], []))).toEqual(['error need_send_cache: true'])
    expect(marks('KV-1', pair([], [RECV]))).toEqual(['error need_recv_cache: true'])
    expect(marks('KV-1', fixed('KV-1', pair([SEND], [])))).toEqual([])
    expect(marks('KV-1', fixed('KV-1', pair([], [RECV])))).toEqual([])
  })

  it('says how long the receiver waits', () => {
    const text = pair([], ['omni_kv_config: {need_recv_cache: true, recv_timeout: 5}'])
    expect(findingsOf('KV-1', text)).toMatchObject([
      {
        consequence: 'hangs',
        arithmetic: 'need_send_cache = false, need_recv_cache = true, recv_timeout = 5 s',
      },
    ])
  })

  it('is less sure where the pipeline is not known', () => {
    expect(marks('KV-1', pair([SEND], [], []))).toEqual(['warning need_send_cache: true'])
  })

  it('needs a connector on the edge', () => {
    const text = deploy([PIPELINE, OFF], [SEND], [RECV])
    expect(findingsOf('KV-1', text).map(({ severity, consequence }) => [severity, consequence])).toEqual([
      ['error', 'falls-back'],
      ['error', 'falls-back'],
    ])
  })

  it('finds a stage that is to send and receive, and criteria that never come', () => {
    const both = pair(['omni_kv_config: {need_send_cache: true, need_recv_cache: true}'], [RECV])
    expect(marks('KV-1', both)).toContain('warning need_recv_cache: true')
    const when = (criteria: string) =>
      marks(
        'KV-1',
        pair([`omni_kv_config: {need_send_cache: true, kv_transfer_criteria: ${criteria}}`], [RECV]),
      )
    expect(when('{type: prefill_finished}')).toEqual([])
    expect(when('{type: special_token, token_id: 7}')).toEqual([])
    expect(when('{type: special_token}')).toEqual(['warning kv_transfer_criteria: {type: special_token}'])
    expect(when('{type: later}')).toEqual(['warning kv_transfer_criteria: {type: later}'])
  })

  it('says when the pipeline’s own flags replace those of the file', () => {
    const text = deploy(
      ['pipeline: bagel', ...WIRED],
      [OUT, 'omni_kv_config: {need_send_cache: true, recv_timeout: 5}'],
      [IN],
    )
    expect(marks('KV-1', text)).toEqual(['warning omni_kv_config'])
    expect(marks('KV-1', fixed('KV-1', text))).toEqual([])
  })
})

describe('KV-2', () => {
  const mapped = (sender: string, receiver: string, tps: readonly [number, number] = [2, 2]): string =>
    pair(
      [`tensor_parallel_size: ${tps[0]}`, `omni_kv_config: {need_send_cache: true${sender}}`],
      [`tensor_parallel_size: ${tps[1]}`, `omni_kv_config: {need_recv_cache: true${receiver}}`],
    )

  it('agrees with itself when both ends infer or say the same', () => {
    expect(marks('KV-2', mapped('', ''))).toEqual([])
    expect(marks('KV-2', mapped('', '', [2, 4]))).toEqual([])
    const same = ', rank_mapping: {from_tp: 2, to_tp: 2}'
    expect(marks('KV-2', mapped(same, same))).toEqual([])
  })

  it('compares the keys of both ends', () => {
    const [finding] = findingsOf('KV-2', mapped(', rank_mapping: {from_tp: 2, to_tp: 1}', ''))
    expect(finding).toMatchObject({ severity: 'error', consequence: 'hangs' })
    expect(finding?.arithmetic).toContain('sent: from 2 to 1 = 2 keys; asked for: from 2 to 2 = 2 keys')
    expect(finding?.arithmetic).toContain('{request_id}_0_0_1_1')
  })

  it('finds a mapping that both ends share and neither has', () => {
    const wrong = ', rank_mapping: {from_tp: 4, to_tp: 4}'
    expect(marks('KV-2', mapped(wrong, wrong))).toEqual([])
    expect(findingsOf('KV-2', mapped(wrong, wrong, [2, 4]))).toMatchObject([{ severity: 'error' }])
  })

  it('sees a TP size that parallel_config hides', () => {
    const text = pair([SEND], ['tensor_parallel_size: 2', 'parallel_config: {ulysses_degree: 2}', RECV])
    expect(marks('KV-2', text)).toEqual(['warning 2'])
  })
})

describe('KV-3 and KV-4', () => {
  const sized = (from: number, to: number, pipeline = PIPELINE): string =>
    pair(
      [`tensor_parallel_size: ${from}`, SEND],
      [`parallel_config: {tensor_parallel_size: ${to}}`, RECV],
      [pipeline],
    )

  it.each([
    [4, 3, '4 % 3 = 1, must be 0'],
    [2, 3, '3 % 2 = 1, must be 0'],
  ])('TP %i to %i does not divide', (from, to, arithmetic) => {
    expect(findingsOf('KV-3', sized(from, to))).toMatchObject([{ severity: 'error', arithmetic }])
  })

  it.each([
    [1, 1],
    [4, 2],
    [2, 4],
  ])('TP %i to %i divides', (from, to) => {
    expect(findingsOf('KV-3', sized(from, to))).toEqual([])
  })

  it('counts KV heads where the pipeline tells them', () => {
    const bagel = (from: number, to: number): string =>
      deploy(
        ['pipeline: bagel', ...WIRED],
        [OUT, `tensor_parallel_size: ${from}`],
        [IN, `parallel_config: {tensor_parallel_size: ${to}}`],
      )
    expect(findingsOf('KV-4', bagel(2, 8))).toMatchObject([
      {
        severity: 'error',
        arithmetic: 'ceil(4 / 2) = 2 heads per rank; 8 / 2 = 4; 2 % 4 = 2, must be 0',
      },
    ])
    expect(findingsOf('KV-4', bagel(8, 8))).toMatchObject([
      { severity: 'warning', arithmetic: '8 / 4 = 2 copies' },
    ])
    expect(findingsOf('KV-4', bagel(2, 4))).toEqual([])
  })
})

describe('KV-5 and KV-6', () => {
  /** The note on an assumed port is a matter of its own. */
  const broken = (text: string): readonly string[] =>
    marks('KV-6', text).filter(mark => !mark.startsWith('info'))
  const native = (id: number, role: string, patch = '', tp = 1): readonly string[] => [
    `tensor_parallel_size: ${tp}`,
    `kv_transfer_config: {kv_connector: MooncakeConnector, kv_role: ${role}, kv_rank: ${id}, kv_parallel_size: 2, engine_id: e${id}${patch}}`,
  ]
  const top = [OFF, 'edges: [{from: 0, to: 1}]']
  const joined = (patch: string): string =>
    deploy(top, native(0, 'kv_producer'), native(1, 'kv_consumer', patch))

  it('is content with two ends that fit', () => {
    expect(broken(joined(''))).toEqual([])
    expect(marks('KV-5', joined(''))).toEqual([])
  })

  it('needs the other role', () => {
    expect(broken(deploy(top, native(0, 'kv_producer'), []))).toEqual(['error kv_producer'])
    expect(broken(deploy(top, [], native(1, 'kv_consumer')))).toEqual(['error kv_consumer'])
    expect(broken(deploy(top, native(0, 'kv_both'), []))).toEqual([])
    expect(broken(deploy(top, native(0, 'producer'), []))).toEqual(['error producer'])
  })

  it.each([
    ['kv_parallel_size: 3', '3'],
    ['engine_id: e0', 'e0'],
    ['kv_rank: 0', '0'],
  ])('compares %s with the producer', (patch, marked) => {
    const key = patch.split(':')[0] ?? ''
    const text = joined('')
      .split('\n')
      .map(line => (line.includes('kv_consumer') ? line.replace(new RegExp(`${key}: [^,}]+`), patch) : line))
      .join('\n')
    expect(broken(text)).toEqual([`error ${marked}`])
  })

  it('compares two ends that are both', () => {
    const both = (patch: string): string =>
      deploy(
        top,
        native(0, 'kv_both'),
        native(1, 'kv_both', patch).map(line => line.replace('kv_rank: 1', 'kv_rank: 0')),
      )
    expect(broken(both(''))).toEqual(['error 0'])
  })

  it('compares protocols with their default', () => {
    expect(broken(joined(', kv_connector_extra_config: {mooncake_protocol: tcp}'))).toEqual(['error tcp'])
    expect(broken(joined(', kv_connector_extra_config: {mooncake_protocol: rdma}'))).toEqual([])
  })

  it('needs the same TP on both ends', () => {
    const text = deploy(top, native(0, 'kv_producer', '', 2), native(1, 'kv_consumer', '', 1))
    expect(findingsOf('KV-5', text)).toMatchObject([{ severity: 'error', arithmetic: '2 ≠ 1' }])
  })

  it('does not go with async chunks in the newest target', () => {
    const text = joined('').replace('async_chunk: false', 'async_chunk: true')
    expect(broken(text)).toEqual([])
    expect(findingsOf('KV-6', text, { target: '2026-09' })).toMatchObject([
      { severity: 'info' },
      { severity: 'error', consequence: 'raises' },
    ])
  })

  it('says which bootstrap port it assumes, and writes it', () => {
    const [finding, ...others] = findingsOf('KV-6', joined(''))
    expect(others).toEqual([])
    expect(finding).toMatchObject({
      severity: 'info',
      stages: ['0'],
      arithmetic: 'mooncake_bootstrap_port = 8998 (default)',
    })
    expect(finding?.message).toContain('Assumed is vLLM’s default, 8998')
    const after = fixed('KV-6', joined(''))
    expect(after).toContain('mooncake_bootstrap_port: 8998')
    expect(marks('KV-6', after)).toEqual([])
  })

  it('lets Mori stream chunks between single ranks only', () => {
    const mori = (tp: number, chunks: boolean): string =>
      deploy(
        [`async_chunk: ${chunks}`, 'connectors: {c: {name: MoriTransferEngineConnector}}'],
        [OUT, `tensor_parallel_size: ${tp}`],
        [IN],
      )
    expect(marks('KV-5', mori(2, true))).toEqual(['error 2'])
    expect(marks('KV-5', mori(1, true))).toEqual([])
    expect(marks('KV-5', mori(2, false))).toEqual([])
  })
})

describe('KV-7', () => {
  const axes = (config: string, name = 'MooncakeTransferEngineConnector'): string =>
    deploy(
      [PIPELINE, OFF, `connectors: {c: {name: ${name}}}`],
      [OUT, SEND],
      [IN, RECV, `parallel_config: {${config}}`],
    )

  it('multiplies the axes that want the same cache', () => {
    const text = axes('ulysses_degree: 2, ring_degree: 2, tensor_parallel_size: 1')
    expect(findingsOf('KV-7', text)).toMatchObject([
      { severity: 'warning', arithmetic: 'ulysses_degree 2 × ring_degree 2 = 4 readers > 1' },
    ])
  })

  it('leaves tensor parallelism, stores and later runtimes alone', () => {
    expect(findingsOf('KV-7', axes('tensor_parallel_size: 4'))).toEqual([])
    expect(findingsOf('KV-7', axes('ulysses_degree: 2', 'MooncakeStoreConnector'))).toEqual([])
    expect(findingsOf('KV-7', axes('ulysses_degree: 2'), { target: '2026-09' })).toEqual([])
  })
})
