import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AnalysisContext } from '../contract/analysis.ts'
import { kvSourceRanks, kvTargetRanks } from '../resolve/index.ts'
import { resolveText } from '../resolve-text.ts'
import { toPlain } from '../value/index.ts'

const planOf = (text: string, context: AnalysisContext = {}) => resolveText(text, context).kv

const pair = (stage0: string, stage1: string, extra = ''): string => `async_chunk: false
connectors:
  engine: {name: MooncakeTransferEngineConnector, extra: {zmq_port: 50051${extra}}}
stages:
  - {stage_id: 0, output_connectors: {to_stage_1: engine}, ${stage0}}
  - {stage_id: 1, ${stage1}}
`
const SEND = 'omni_kv_config: {need_send_cache: true}'
const RECEIVE = 'omni_kv_config: {need_recv_cache: true}'

describe('a KV transfer', () => {
  it('between single ranks has the short key', () => {
    expect(planOf(pair(SEND, RECEIVE)).transfers[0]?.pairs).toEqual([
      { fromRank: 0, toRank: 0, key: 'omni_0_to_1_kv_cache_{request_id}' },
    ])
  })
  it('to a finer split stage puts one key per target rank', () => {
    const [transfer] = planOf(
      pair(`tensor_parallel_size: 2, ${SEND}`, `parallel_config: {tensor_parallel_size: 4}, ${RECEIVE}`),
    ).transfers
    expect(transfer).toMatchObject({ fromTp: 2, toTp: 4, problem: null })
    expect(transfer?.pairs.map(item => item.key)).toEqual([
      '{request_id}_0_0_0_0',
      '{request_id}_0_0_0_1',
      '{request_id}_0_0_1_2',
      '{request_id}_0_0_1_3',
    ])
  })
  it('from four ranks to three is refused in the runtime’s words', () => {
    const [transfer] = planOf(
      pair(`tensor_parallel_size: 4, ${SEND}`, `tensor_parallel_size: 3, ${RECEIVE}`),
    ).transfers
    expect(transfer).toMatchObject({
      problem: 'KV TP mapping must be divisible: from_tp=4, to_tp=3',
      pairs: [],
    })
  })
  it('with a written mapping goes by it, and says where the ends differ', () => {
    const written = 'omni_kv_config: {need_send_cache: true, rank_mapping: {from_tp: 2, to_tp: 1}}'
    const [transfer] = planOf(
      pair(`tensor_parallel_size: 2, ${written}`, `tensor_parallel_size: 2, ${RECEIVE}`),
    ).transfers
    expect(transfer).toMatchObject({ fromTp: 2, toTp: 1 })
    expect(transfer?.problem).toContain('stage 0 sends from 2 to 1, stage 1 expects from 2 to 2')
    expect(transfer?.pairs.map(item => item.key)).toEqual(['{request_id}_0_0_0_0', '{request_id}_0_0_1_0'])
    expect(transfer?.asked).toEqual(['{request_id}_0_0_0_0', '{request_id}_0_0_1_1'])
  })
  it('with a mapping of 1 to 1 takes the real ranks', () => {
    const written = 'omni_kv_config: {need_send_cache: true, rank_mapping: {from_tp: 1, to_tp: 1}}'
    expect(
      planOf(pair(`tensor_parallel_size: 2, ${written}`, `tensor_parallel_size: 2, ${RECEIVE}`)).transfers[0],
    ).toMatchObject({ fromTp: 2, toTp: 2, problem: null })
  })
  it('with a mapping of 1 to 1 counts the own ranks for both ends, each end for itself', () => {
    const written = 'omni_kv_config: {need_send_cache: true, rank_mapping: {from_tp: 1, to_tp: 0}}'
    const [transfer] = planOf(
      pair(`tensor_parallel_size: 2, ${written}`, `tensor_parallel_size: 4, ${RECEIVE}`),
    ).transfers
    expect(transfer).toMatchObject({ fromTp: 2, toTp: 2 })
    expect(transfer?.problem).toContain('stage 0 sends from 2 to 2, stage 1 expects from 2 to 4')
  })
  it('of absurd sizes is not listed', () => {
    const written = 'omni_kv_config: {need_send_cache: true, rank_mapping: {from_tp: 1000000000, to_tp: 1}}'
    const [transfer] = planOf(pair(written, RECEIVE)).transfers
    expect(transfer?.pairs).toEqual([])
    expect(transfer?.problem).toContain('4096')
  })
  it('is shown with one flag missing, and with no connector', () => {
    expect(planOf(pair(SEND, 'max_num_seqs: 1')).transfers).toMatchObject([
      { needSend: true, needRecv: false, connectorName: 'MooncakeTransferEngineConnector' },
    ])
    expect(
      planOf('pipeline: bagel\nasync_chunk: false\nstages: [{stage_id: 0}, {stage_id: 1}]\n'),
    ).toMatchObject({
      stages: [
        { stage: '0', needSend: true, connectorConfig: null },
        { stage: '1', needRecv: true, connectorConfig: null },
      ],
      transfers: [{ from: '0', to: '1', connectorName: null }],
    })
  })
  it('pairs every receiving rank with exactly the ranks that it pulls from', () => {
    const size = fc.integer({ min: 1, max: 8 })
    fc.assert(
      fc.property(size, size, fc.boolean(), (small, ratio, finer) => {
        const [fromTp, toTp] = finer ? [small, small * ratio] : [small * ratio, small]
        const [transfer] = planOf(
          pair(`tensor_parallel_size: ${fromTp}, ${SEND}`, `tensor_parallel_size: ${toTp}, ${RECEIVE}`),
        ).transfers
        for (let rank = 0; rank < toTp; rank += 1) {
          const sources = transfer?.pairs.filter(item => item.toRank === rank).map(item => item.fromRank)
          expect(kvSourceRanks({ fromTp, toTp, localRank: rank })).toEqual({ ok: true, value: sources })
        }
        for (let rank = 0; rank < fromTp; rank += 1) {
          const targets = transfer?.pairs.filter(item => item.fromRank === rank).map(item => item.toRank)
          expect(kvTargetRanks({ fromTp, toTp, localRank: rank })).toEqual({ ok: true, value: targets })
        }
        expect(new Set(transfer?.pairs.map(item => item.key)).size).toBe(transfer?.pairs.length)
      }),
      { numRuns: 40 },
    )
  })
})

describe('the pool', () => {
  const bagel = (body: string, extra = '') =>
    `pipeline: bagel\n${pair(`${body}, devices: "0"`, 'devices: "1"', extra)}`
  it('has to hold every key of every request in flight', () => {
    const [transfer] = planOf(bagel('max_num_seqs: 3', ', memory_pool_size: 4294967296')).transfers
    expect(transfer).toMatchObject({
      keysPerRequest: 3,
      bytesPerRank: 439_484_416,
      poolNeedBytes: 3_955_359_744,
      poolSizeBytes: 4_294_967_296,
      poolFormula:
        'ceil(439,484,416 / 4,096) × 4,096 = 439,484,416 B × 3 keys × 3 in flight = 3,955,359,744 B',
    })
  })
  it('is the class’s own where the file has none', () => {
    expect(planOf(bagel('max_num_seqs: 3')).transfers[0]?.poolSizeBytes).toBe(1_073_741_824)
  })
  it('need is not known without a written max_num_seqs or a known model', () => {
    expect(planOf(bagel('enforce_eager: true')).transfers[0]?.poolNeedBytes).toBeNull()
    expect(planOf(pair(SEND, RECEIVE)).transfers[0]).toMatchObject({
      bytesPerRank: null,
      poolNeedBytes: null,
    })
  })
})

describe('a KV stage', () => {
  it('carries what the runtime puts into omni_kv_config', () => {
    const criteria = 'kv_transfer_criteria: {type: special_token, token_id: 7}'
    const { stages } = planOf(
      pair(
        `omni_kv_config: {need_send_cache: true, ${criteria}}`,
        'omni_kv_config: {need_recv_cache: true, recv_timeout: 2.5}',
      ),
    )
    expect(stages.map(stage => [stage.from, stage.to, stage.recvTimeoutSeconds])).toEqual([
      ['0', '1', 30],
      ['0', '1', 2.5],
    ])
    expect(toPlain(stages[0]?.criteria ?? null)).toEqual({ type: 'special_token', token_id: 7 })
    expect(toPlain(stages[1]?.connectorConfig ?? null)).toEqual({
      type: 'MooncakeTransferEngineConnector',
      zmq_port: 50051,
      role: 'receiver',
    })
  })
  it('in the middle only ever sends', () => {
    const both = 'omni_kv_config: {need_send_cache: true, need_recv_cache: true}'
    const { stages } = planOf(`stages:
  - {stage_id: 0, ${SEND}}
  - {stage_id: 1, ${both}}
  - {stage_id: 2, ${RECEIVE}}
edges: [{from: 0, to: 1}, {from: 1, to: 2}]
`)
    expect(stages.map(stage => [stage.stage, stage.from, stage.to])).toEqual([
      ['0', '0', '1'],
      ['1', '1', '2'],
      ['2', '1', '2'],
    ])
  })
  it('is absent where no cache travels', () => {
    expect(planOf('stages: [{stage_id: 0}, {stage_id: 1}]\nedges: [{from: 0, to: 1}]\n')).toEqual({
      stages: [],
      transfers: [],
    })
  })
})
