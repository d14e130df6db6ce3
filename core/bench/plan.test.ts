import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { analyze } from '../analyze.ts'
import type { AnalysisContext } from '../contract/analysis.ts'
import { PIPELINES } from '../pipelines/index.ts'
import { edgesBehindCycles } from './cycles.ts'
import { mapHosts } from './loopback-map.ts'
import {
  cataloguePayloads,
  computeMsOf,
  MAX_BENCH_STAGES,
  pairsOf,
  payloadOf,
  planBench,
  sweepRequests,
  sweepSizes,
  totalTransfers,
  transferBytes,
  transferLimitMs,
  withComputeMs,
} from './plan.ts'
import { type BenchOptions, type BenchPlan, DEFAULT_BENCH_OPTIONS } from './types.ts'

const plan = (text: string, options: Partial<BenchOptions> = {}, context: AnalysisContext = {}) =>
  planBench(analyze(text, context), { ...DEFAULT_BENCH_OPTIONS, ...options })

function planned(
  text: string,
  options: Partial<BenchOptions> = {},
  context: AnalysisContext = {},
): BenchPlan {
  const result = plan(text, options, context)
  if (result.ok) return result.value
  throw new Error(result.error.message)
}

const engine = (extra: string) => `
connectors: { te: { name: MooncakeTransferEngineConnector, extra: { ${extra} } } }
stages:
  - stage_id: 0
  - { stage_id: 1, input_connectors: { from_stage_0: te } }
  - { stage_id: 2, input_connectors: { from_stage_1: te } }
`

describe('a plan', () => {
  it('binds and dials where the file resolves to, on loopback', () => {
    const { edges } = planned(engine('host: 127.0.0.1, zmq_port: 50051'))
    expect(edges.map(({ bind, dial }) => [bind?.host, bind?.port, dial?.port])).toEqual([
      ['127.0.0.1', 50051, 50051],
      ['127.0.0.1', 50052, 50052],
    ])
  })

  it('keeps hosts apart: each foreign one has a loopback address of its own', () => {
    const { edges } = planned(engine('host: 10.0.0.5, zmq_port: 50051, sender_host: 10.0.0.6'))
    expect(edges[0]?.bind).toEqual({ host: '127.0.0.2', port: 50051, mappedFrom: '10.0.0.5' })
    expect(edges[0]?.dial).toEqual({ host: '127.0.0.3', port: 50051, mappedFrom: '10.0.0.6' })
  })

  it('takes a sender without an address to stand where the receiver looks for it', () => {
    const { edges } = planned(engine('host: auto, zmq_port: 50051, sender_host: 10.0.0.6'))
    expect(edges[0]?.bind?.host).toBe(edges[0]?.dial?.host)
    expect(edges[0]?.bind?.mappedFrom).toContain('10.0.0.6')
  })

  it('gives the receiver no address where sender_host stays open, and says so', () => {
    const { edges } = planned(engine('host: auto, zmq_port: 50051'))
    expect(edges[0]?.dial).toBeNull()
    expect(edges[0]?.standIn).toContain('no sender_host')
  })

  it('names what stands in for a network, and nothing for shared memory', () => {
    expect(planned(engine('host: auto')).edges[0]?.standIn).toContain('TCP on loopback')
    const shared = planned('stages: [{ stage_id: 0 }, { stage_id: 1 }]\nedges: [{ from: 0, to: 1 }]')
    expect(shared.edges[0]).toMatchObject({ transport: 'shared-memory', standIn: null, bind: null })
  })

  it('leaves out what cannot run, and says why', () => {
    const text = `
connectors: { odd: { name: NoSuchConnector } }
stages:
  - stage_id: 0
  - { stage_id: 1, input_connectors: { from_stage_0: odd, from_stage_9: odd } }
  - stage_id: 2
edges: [{ from: 1, to: 2 }, { from: 2, to: 2 }]
`
    const { edges, skipped } = planned(text)
    expect(edges.map(({ id }) => id)).toEqual(['1->2'])
    expect(skipped.map(({ edge }) => edge)).toEqual(['0->1', '9->1', '2->2'])
    expect(skipped[0]?.reason).toContain('NoSuchConnector')
  })

  it('leaves edges behind a cycle out of a flow, but not out of a ping', () => {
    const text =
      'stages: [{ stage_id: 0 }, { stage_id: 1 }, { stage_id: 2 }]\nedges: [{ from: 0, to: 1 }, { from: 1, to: 2 }, { from: 2, to: 1 }]'
    expect(planned(text).edges).toHaveLength(3)
    expect(planned(text, { mode: 'flow' }).edges.map(({ id }) => id)).toEqual(['0->1'])
  })

  it('refuses what it cannot do, with a code', () => {
    expect(plan('stages: [{ stage_id: 0 }]')).toMatchObject({ ok: false, error: { code: 'no-edges' } })
    expect(plan(engine(''), { edges: ['0->7'] })).toMatchObject({
      ok: false,
      error: { code: 'unknown-edge' },
    })
    const many = Array.from({ length: MAX_BENCH_STAGES + 1 }, (_, id) => `  - stage_id: ${id}`).join('\n')
    const edges = Array.from({ length: MAX_BENCH_STAGES }, (_, id) => `  - { from: ${id}, to: ${id + 1} }`)
    expect(plan(`stages:\n${many}\nedges:\n${edges.join('\n')}`)).toMatchObject({
      ok: false,
      error: { code: 'too-many-stages' },
    })
  })

  it('is made for every text without throwing', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), text => {
        expect(typeof plan(text).ok).toBe('boolean')
      }),
      { numRuns: 100 },
    )
  })
})

describe('async chunks', () => {
  const speech = `
pipeline: qwen3_omni_moe
async_chunk: true
connectors: { shm: { name: SharedMemoryConnector, extra: { codec_chunk_frames: 25 } } }
stages:
  - stage_id: 0
  - { stage_id: 1, input_connectors: { from_stage_0: shm } }
  - { stage_id: 2, input_connectors: { from_stage_1: shm } }
`
  it('cut a reply of ten seconds where sound is made', () => {
    expect(planned(speech).edges.map(({ id, chunks }) => [id, chunks])).toEqual([
      ['0->1', 1],
      ['1->2', 5],
    ])
  })
  it('are not there when the file switches them off', () => {
    expect(planned(speech.replace('async_chunk: true', 'async_chunk: false')).edges[1]?.chunks).toBe(1)
  })
  it('count into the transfers of a flow', () => {
    const counted = planned(speech, { mode: 'flow', requests: 10, warmup: 2, repetitions: 3 })
    expect(totalTransfers(counted)).toBe((1 + 5) * 12 * 3)
  })
})

describe('payloads', () => {
  const pipeline = PIPELINES.find(({ key }) => key === 'qwen3_omni_moe') ?? null
  it('of an edge come before the one of the run', () => {
    const own = { kind: 'bytes', bytes: 7 } as const
    const options = { ...DEFAULT_BENCH_OPTIONS, edgePayloads: { '0->1': own } }
    expect(payloadOf(options, '0->1')).toBe(own)
    expect(payloadOf(options, 'constructor')).toBe(options.payload)
  })
  it('are the usual ones of the pipeline', () => {
    const usual = cataloguePayloads(pipeline, [{ id: '1->2' }, { id: '8->9' }])
    expect(Object.keys(usual)).toEqual(['1->2'])
    expect(usual['1->2']).toMatchObject({ preset: 'q3o-codec-chunk', bytes: 6400 })
    expect(cataloguePayloads(null, [{ id: '1->2' }])).toEqual({})
  })
})

describe('a sweep', () => {
  it('goes up, each size once', () => {
    expect(sweepSizes({ ...DEFAULT_BENCH_OPTIONS, sizes: [4096, 1024, 4096] })).toEqual([1024, 4096])
    expect(sweepSizes(DEFAULT_BENCH_OPTIONS).at(-1)).toBe(1024 ** 3)
  })
  it('sends fewer payloads where they are large, and at least five', () => {
    const options = { ...DEFAULT_BENCH_OPTIONS, requests: 1000 }
    expect(sweepRequests(options, 1024)).toBe(1000)
    expect(sweepRequests(options, 64 * 1024 ** 2)).toBe(128)
    expect(sweepRequests(options, 4 * 1024 ** 3)).toBe(5)
    expect(sweepRequests({ ...options, requests: 2 }, 1024 ** 3)).toBe(2)
  })
})

describe('loopback addresses', () => {
  it('are this machine’s for what means this machine', () => {
    const map = mapHosts(['auto', 'localhost', '10.1.1.1', '10.2.2.2', '0.0.0.0'], new Set(['10.2.2.2']))
    expect(['auto', 'localhost', '10.2.2.2', '0.0.0.0', '127.0.0.9'].map(map.of)).toEqual(
      Array(5).fill('127.0.0.1'),
    )
    expect(map.of('10.1.1.1')).toBe('127.0.0.2')
    expect(map.limit).toBeNull()
  })
  it('are one where the system has one, and say what that hides', () => {
    const map = mapHosts(['10.1.1.1', '10.1.1.2'], new Set(), 'one')
    expect(map.of('10.1.1.2')).toBe('127.0.0.1')
    expect(map.limit).toContain('2 hosts')
  })
  it('differ for different hosts and never leave loopback', () => {
    const host = fc.integer({ min: 0, max: 5000 }).map(at => `10.0.${at >> 8}.${at & 255}`)
    fc.assert(
      fc.property(fc.uniqueArray(host, { maxLength: 600 }), hosts => {
        const map = mapHosts(hosts, new Set())
        const mapped = hosts.map(map.of)
        expect(new Set(mapped).size).toBe(hosts.length)
        expect(mapped.every(address => /^127\.(\d{1,3}\.){2}\d{1,3}$/.test(address))).toBe(true)
      }),
      { numRuns: 30 },
    )
  })
})

describe('cycles', () => {
  const edge = (from: string, to: string) => ({ id: `${from}->${to}`, from, to })
  it('hold back themselves and what follows', () => {
    const edges = [edge('a', 'b'), edge('b', 'c'), edge('c', 'b'), edge('c', 'd')]
    expect(edgesBehindCycles(edges).map(({ id }) => id)).toEqual(['b->c', 'c->b', 'c->d'])
  })
  it('are not seen in a graph whose edges all go up', () => {
    const up = fc
      .tuple(fc.nat(8), fc.nat(8))
      .filter(([a, b]) => a !== b)
      .map(([a, b]) => edge(String(Math.min(a, b)), String(Math.max(a, b))))
    fc.assert(
      fc.property(fc.array(up, { maxLength: 20 }), edges => {
        expect(edgesBehindCycles(edges)).toEqual([])
      }),
    )
  })
})

describe('compute times', () => {
  it('are those of the stage, also of one that is called like a method of every object', () => {
    for (const stage of ['constructor', 'toString', '__proto__', '1']) {
      expect(computeMsOf({}, stage)).toBe(0)
      expect(computeMsOf({ computeMs: {} }, stage)).toBe(0)
      const computeMs = withComputeMs({ computeMs: { 7: 1 } }, stage, 20)
      expect(computeMsOf({ computeMs: computeMs ?? {} }, stage)).toBe(20)
    }
  })
  it('go when they are 0, and all of them when none is left', () => {
    expect(withComputeMs({ computeMs: { 1: 5, 2: 6 } }, '1', 0)).toEqual({ 2: 6 })
    expect(withComputeMs({ computeMs: { 1: 5 } }, '1', 0)).toBeUndefined()
    expect(withComputeMs({}, '1', 0)).toBeUndefined()
  })
})

describe('the limit of one transfer', () => {
  it('grows by 5 s per full 100 MiB', () => {
    const mib = 1024 ** 2
    expect([0, 99 * mib, 100 * mib, 1024 * mib].map(bytes => transferLimitMs(1000, bytes))).toEqual([
      1000, 1000, 6000, 51_000,
    ])
  })
})

describe('a payload above 1 GiB', () => {
  const preset = { kind: 'nested', bytes: 1_318_453_248, preset: 'bagel-kv-x3' } as const
  it('runs on no edge that would carry it whole, and says so', () => {
    const planned = plan('stages: [{ stage_id: 0 }, { stage_id: 1 }]\nedges: [{ from: 0, to: 1 }]\n', {
      payload: preset,
    })
    expect(planned).toMatchObject({ ok: false, error: { code: 'no-edges' } })
    expect(planned.ok ? '' : planned.error.message).toContain('1.23 GiB')
  })
  it('runs where its keys are moved one by one', () => {
    const text = 'pipeline: bagel\nasync_chunk: false\nstages: [{ stage_id: 0 }, { stage_id: 1 }]\n'
    const planned = plan(text, { payload: preset })
    const edge = planned.ok ? planned.value.edges[0] : undefined
    expect(edge?.kv?.companions).toBe(2)
    expect(edge && transferBytes(edge, preset)).toBe(439_484_416)
    expect(edge && pairsOf(edge)).toBe(3)
  })
})

describe('the orchestrator', () => {
  const chain = (extra: string) => `
connectors: { te: { name: MooncakeTransferEngineConnector, extra: { zmq_port: 50051, ${extra} } } }
stages:
  - { stage_id: 0, output_connectors: { to_stage_1: te } }
  - { stage_id: 1, output_connectors: { to_stage_2: te } }
  - { stage_id: 2 }
`
  const addresses = (text: string) => {
    const planned = plan(text)
    return planned.ok ? planned.value.edges.map(({ orchestrator }) => orchestrator) : []
  }
  it('listens for every edge of a transfer engine, 200 above its base', () => {
    expect(addresses(chain('host: 127.0.0.1')).map(at => [at?.host, at?.port])).toEqual([
      ['127.0.0.1', 50251],
      ['127.0.0.1', 50252],
    ])
  })
  it('stands on the host of the first stage where its address is found at start', () => {
    const [first, second] = addresses(chain('host: auto, sender_host: 10.1.1.1'))
    expect(first).toMatchObject({ port: 50251, mappedFrom: 'auto, taken to be 10.1.1.1' })
    expect(second?.host).toBe(first?.host)
  })
  it('has no socket where edges go through shared memory', () => {
    expect(addresses('stages: [{ stage_id: 0 }, { stage_id: 1 }]\nedges: [{ from: 0, to: 1 }]\n')).toEqual([
      undefined,
    ])
  })
})
