import { describe, expect, it } from 'vitest'
import { analyze } from '../analyze.ts'
import { kvPairBytes, kvTokenBytes, kvTokens, lanesOf } from './lanes.ts'
import { pairsOf, planBench } from './plan.ts'
import { SHARED_EDGE } from './report/report-fixture.ts'
import { type BenchEdge, type BenchKv, DEFAULT_BENCH_OPTIONS } from './types.ts'

function edgeOf(text: string): BenchEdge {
  const plan = planBench(analyze(text), DEFAULT_BENCH_OPTIONS)
  const edge = plan.ok ? plan.value.edges[0] : undefined
  if (edge === undefined) throw new Error(plan.ok ? 'no edge' : plan.error.message)
  return edge
}

const file = (from: string, to: string) => `
connectors: { te: { name: MooncakeTransferEngineConnector, extra: { host: 127.0.0.1, zmq_port: 50051 } } }
stages:
  - { stage_id: 0, output_connectors: { to_stage_1: te }, ${from} }
  - { stage_id: 1, input_connectors: { from_stage_0: te }, ${to} }
`
const SEND = 'omni_kv_config: { need_send_cache: true }'
const RECEIVE = 'omni_kv_config: { need_recv_cache: true }'

describe('the lanes of an edge', () => {
  it('are its own addresses where it has no replicas and ranks', () => {
    expect(lanesOf(SHARED_EDGE)).toMatchObject([{ id: '0->1', bind: null, dial: null, key: null }])
  })

  it('are one per replica and rank of the sender for requests', () => {
    const edge = edgeOf(file('tensor_parallel_size: 2, num_replicas: 2', 'tensor_parallel_size: 2'))
    expect(lanesOf(edge).map(({ replica, fromRank, bind }) => [replica, fromRank, bind?.port])).toEqual([
      [0, 0, 50051],
      [0, 1, 50067],
      [1, 0, 51075],
      [1, 1, 51091],
    ])
    expect(pairsOf(edge)).toBe(1)
  })

  it('are one per pair of ranks for KV; the request sockets stay open beside them', () => {
    const edge = edgeOf(file(`tensor_parallel_size: 1, ${SEND}`, `tensor_parallel_size: 2, ${RECEIVE}`))
    const lanes = lanesOf(edge)
    expect(
      lanes.filter(({ idle }) => !idle).map(({ fromRank, toRank, key }) => [fromRank, toRank, key]),
    ).toEqual([
      [0, 0, '{request_id}_0_0_0_0'],
      [0, 1, '{request_id}_0_0_0_1'],
    ])
    expect(lanes.filter(({ idle }) => idle).map(({ bind }) => bind?.port)).toEqual([50051])
    expect(lanes[0]?.bind?.port).toBe(50151)
    expect(new Set(lanes.slice(0, 2).map(({ sender }) => sender)).size).toBe(1)
    expect(pairsOf(edge)).toBe(2)
  })

  it('are not planned where the ends name different keys, and the reason lists them', () => {
    const halves = 'omni_kv_config: { need_send_cache: true, rank_mapping: { from_tp: 2, to_tp: 1 } }'
    const text = file(`tensor_parallel_size: 2, ${halves}`, `tensor_parallel_size: 2, ${RECEIVE}`)
    const plan = planBench(analyze(text), DEFAULT_BENCH_OPTIONS)
    expect(plan.ok ? '' : plan.error.message).toContain(
      'Of 2 keys put and 2 asked for, put and not asked for: {request_id}_0_0_1_0; asked for and not put: {request_id}_0_0_1_1.',
    )
  })

  it('are not planned where the ranks do not fit', () => {
    const text = file(`tensor_parallel_size: 3, ${SEND}`, `tensor_parallel_size: 2, ${RECEIVE}`)
    expect(planBench(analyze(text), DEFAULT_BENCH_OPTIONS)).toMatchObject({
      ok: false,
      error: { code: 'no-edges' },
    })
  })
})

describe('the size of a KV cache', () => {
  const bagel: BenchKv = {
    fromTp: 1,
    toTp: 1,
    layers: 28,
    headsPerRank: 4,
    headDim: 128,
    dtype: 'bfloat16',
    companions: 2,
  }
  it('gives as many tokens as the payload has bytes for', () => {
    expect(kvTokenBytes(bagel)).toBe(57_344)
    expect(kvTokens(bagel, { kind: 'nested', bytes: 439_484_416 })).toBe(7664)
    expect(kvTokens(bagel, { kind: 'bytes', bytes: 10 })).toBe(1)
    expect(kvTokens(bagel, { kind: 'nested', bytes: 1_318_453_248, preset: 'bagel-kv-x3' })).toBe(7664)
  })
  it('is shared where several ranks receive from one', () => {
    expect(kvPairBytes({ ...bagel, toTp: 2 }, { kind: 'bytes', bytes: 57_344 })).toBe(28_672)
    expect(kvPairBytes({ ...bagel, fromTp: 2 }, { kind: 'bytes', bytes: 57_344 })).toBe(57_344)
  })
})
