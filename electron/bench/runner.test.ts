import { readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { BenchRunner } from '../host/bench-runner.ts'
import { runPrefixIn } from './connectors/shm/names.ts'
import { NO_RESIDUE } from './coordinator/residue.ts'
import { createBenchRunner } from './runner.ts'
import { type BuiltStageProcess, buildStageProcess, reportOf, shortOptions } from './testing.ts'

const CHAIN = `
stages:
  - stage_id: 0
  - stage_id: 1
    input_connectors: { from_stage_0: shm }
  - stage_id: 2
    input_connectors: { from_stage_1: shm }
connectors:
  shm: { name: SharedMemoryConnector }
`

/** Stage processes that this test process started, the first one first. */
const stagePids = (): readonly number[] =>
  readFileSync(`/proc/self/task/${process.pid}/children`, 'utf8')
    .split(' ')
    .filter(pid => pid !== '' && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(built.path))
    .map(Number)

let built: BuiltStageProcess
let runner: BenchRunner
beforeAll(async () => {
  built = await buildStageProcess()
  runner = createBenchRunner({ stageProcess: built.path })
})
afterAll(async () => {
  await runner?.close()
  await built?.remove()
})
afterEach(() => {
  const own = (folder: string) =>
    readdirSync(folder).filter(name => runPrefixIn(name)?.startsWith(`swb-${process.pid}-`))
  expect([...own('/dev/shm'), ...own(tmpdir())]).toEqual([])
})

describe('a ping', () => {
  it('moves every payload through every edge and checks it', async () => {
    const report = await reportOf(runner, CHAIN, shortOptions())
    expect(report.failures).toEqual([])
    expect(report.state).toBe('done')
    expect(report.figures.map(({ edge, sizeBytes, count }) => ({ edge, sizeBytes, count }))).toEqual([
      { edge: '0->1', sizeBytes: 65536, count: 5 },
      { edge: '1->2', sizeBytes: 65536, count: 5 },
    ])
    for (const { integrity, phases } of report.figures) {
      expect(integrity).toEqual({ checked: 6, failed: 0 })
      expect(phases.total.p50).toBeGreaterThan(0)
      expect(phases.put.count).toBe(5)
    }
    expect(report.residue).toEqual(NO_RESIDUE)
  })
})

describe('shared memory of every target', () => {
  const legacy = 'stage_args: [{ stage_id: 0 }, { stage_id: 1 }]\nruntime: { edges: [{ from: 0, to: 1 }] }\n'
  const deploy = 'stages: [{ stage_id: 0 }, { stage_id: 1 }]\nedges: [{ from: 0, to: 1 }]\n'
  it.each([
    ['2025-12', legacy, 'fresh', 1024],
    ['2026-09', deploy, 'recycled', 200_000],
  ] as const)('%s moves payloads', async (target, text, segments, bytes) => {
    const options = shortOptions({ segments, payload: { kind: 'tensor', bytes } })
    const report = await reportOf(runner, text, options, { context: { target } })
    expect(report.failures).toEqual([])
    expect(report.environment).toMatchObject({ target, segments })
    expect(report.figures).toMatchObject([{ count: 5, integrity: { checked: 6, failed: 0 } }])
    // What travels in the metadata takes no shared memory.
    expect(report.peakShmBytes > 0).toBe(bytes > 65_536)
    expect(report.residue).toEqual(NO_RESIDUE)
  })
})

const DIAMOND = `
stages: [{ stage_id: 0 }, { stage_id: 1 }, { stage_id: 2 }, { stage_id: 3 }]
edges:
  - { from: 0, to: 1 }
  - { from: 0, to: 2 }
  - { from: 1, to: 3 }
  - { from: 2, to: 3 }
`

describe('a request', () => {
  const ENGINE = `
stages:
  - stage_id: 0
  - stage_id: 1
    input_connectors: { from_stage_0: engine }
connectors:
  engine: { name: MooncakeTransferEngineConnector, extra: { host: 127.0.0.1, zmq_port: 20651 } }
`
  it('travels in the envelope of the orchestrator, which is something even where it has no content', async () => {
    const payload = { kind: 'bytes' as const, bytes: 0 }
    const bare = await reportOf(runner, ENGINE, shortOptions({ payload }))
    expect(bare.failures.map(({ code }) => code)).toEqual(['empty-payload'])
    const flow = await reportOf(runner, ENGINE, shortOptions({ mode: 'flow', payload }))
    expect(flow.failures).toEqual([])
    expect(flow.figures[0]).toMatchObject({ count: 5, integrity: { checked: 6, failed: 0 } })
  })
})

describe('a flow', () => {
  it('goes through fan-out and fan-in in order', async () => {
    const options = shortOptions({
      mode: 'flow',
      computeMs: { 1: 5 },
      payload: { kind: 'nested', bytes: 4096 },
    })
    const report = await reportOf(runner, DIAMOND, options)
    expect(report.failures).toEqual([])
    expect(report.figures.map(({ edge, count }) => [edge, count])).toEqual([
      ['0->1', 5],
      ['0->2', 5],
      ['1->3', 5],
      ['2->3', 5],
    ])
    const span = (lane: string) => report.timeline.find(item => item.lane === lane && item.request === 0)
    expect(span('0->1')?.startMs).toBeGreaterThanOrEqual(span('0')?.endMs ?? Number.NaN)
    expect(span('3')?.startMs).toBeGreaterThanOrEqual(span('1->3')?.endMs ?? Number.NaN)
    expect(report.residue).toEqual(NO_RESIDUE)
  })
})

const kvFile = (fromTp: number, toTp: number, connector: string) => `
connectors: { way: ${connector} }
stages:
  - stage_id: 0
    tensor_parallel_size: ${fromTp}
    omni_kv_config: { need_send_cache: true }
    output_connectors: { to_stage_1: way }
  - stage_id: 1
    tensor_parallel_size: ${toTp}
    omni_kv_config: { need_recv_cache: true }
    input_connectors: { from_stage_0: way }
`

describe('a KV transfer', () => {
  const shared = '{ name: SharedMemoryConnector }'
  const port = 40_000 + (process.pid % 10_000)
  const engine = `{ name: MooncakeTransferEngineConnector, extra: { host: 127.0.0.1, zmq_port: ${port} } }`
  it.each([
    [2, 2, shared, 2],
    [1, 2, shared, 2],
    [4, 2, engine, 4],
  ])('moves every tensor from TP %i to TP %i', async (fromTp, toTp, connector, pairs) => {
    const options = shortOptions({ requests: 2, warmup: 0, payload: { kind: 'bytes', bytes: 100_000 } })
    const report = await reportOf(runner, kvFile(fromTp, toTp, connector), options)
    expect(report.failures).toEqual([])
    expect(report.plan.edges[0]?.kv).toMatchObject({ fromTp, toTp })
    expect(report.figures[0]?.count).toBe(2 * pairs)
    expect(report.figures[0]?.integrity).toEqual({ checked: 2 * toTp, failed: 0 })
    expect(report.kvKeys).toEqual([
      { edge: '0->1', sent: report.kvKeys?.[0]?.asked, asked: expect.any(Array) },
    ])
    expect(report.kvKeys?.[0]?.sent).toHaveLength(pairs)
    expect(report.residue).toEqual(NO_RESIDUE)
  })
})

describe('a load', () => {
  it('keeps several requests under way and counts each', async () => {
    const options = shortOptions({ mode: 'load', concurrency: 4, requests: 40 })
    const report = await reportOf(runner, CHAIN, options)
    expect(report.failures).toEqual([])
    expect(report.figures.map(({ count }) => count)).toEqual([40, 40])
    expect(report.figures.every(({ integrity }) => integrity.failed === 0)).toBe(true)
  })
  it('ends when its time is up', async () => {
    const options = shortOptions({ mode: 'load', loop: 'open', ratePerSecond: 100, durationMs: 300 })
    const report = await reportOf(runner, CHAIN, options)
    expect(report.state).toBe('done')
    expect(report.figures[0]?.count).toBeGreaterThan(0)
    expect(report.figures[0]?.count).toBeLessThanOrEqual(31)
  })
})

/** Waits until a run's bytes move: the first progress with a transfer in it. */
const moving = (of: BenchRunner): Promise<string> =>
  new Promise(resolve => {
    const stop = of.on(event => {
      if (event.kind !== 'progress' || event.progress.doneTransfers < 2) return
      stop()
      resolve(event.progress.runId)
    })
  })

const start = async (options: Parameters<typeof shortOptions>[0], text = CHAIN) => {
  const started = await runner.start({
    text,
    fileName: 'config.yaml',
    context: {},
    options: shortOptions(options),
  })
  expect(started.ok).toBe(true)
}

describe('a run that is interrupted', () => {
  it('can be cancelled, keeps what was measured and leaves nothing', async () => {
    const underWay = moving(runner)
    await start({ requests: 1_000_000 })
    expect(
      await runner.start({ text: CHAIN, fileName: 'x', context: {}, options: shortOptions() }),
    ).toMatchObject({ ok: false, error: { code: 'busy' } })
    expect((await runner.cancel(await underWay)).ok).toBe(true)
    const { report, progress } = runner.current()
    expect(progress).toBeNull()
    expect(report?.state).toBe('cancelled')
    expect(report?.figures[0]?.edge).toBe('0->1')
    expect(report?.residue).toEqual(NO_RESIDUE)
  })

  it('survives the death of a stage process: its edges fail, the others go on', async () => {
    const underWay = moving(runner)
    await start({ requests: 100 }, `${CHAIN}edges: [{ from: 2, to: 3 }, { from: 3, to: 4 }]\n`)
    await underWay
    const [first] = stagePids()
    if (first !== undefined) process.kill(first, 'SIGKILL')
    await runner.idle()
    const { report } = runner.current()
    const died = report?.failures.map(({ code }) => code)
    expect(died?.length).toBeGreaterThan(0)
    expect(died?.every(code => code === 'process-died')).toBe(true)
    expect(report?.figures.filter(({ count }) => count === 100).length).toBeGreaterThan(0)
    expect(report?.residue).toEqual(NO_RESIDUE)
  })
})

describe('an edge that fails', () => {
  const port = 41_000 + (process.pid % 10_000)
  const clash = `
connectors:
  one: { name: MooncakeTransferEngineConnector, extra: { host: 127.0.0.1, zmq_port: ${port} } }
  two: { name: MooncakeTransferEngineConnector, extra: { host: 127.0.0.1, zmq_port: ${port} } }
stages:
  - { stage_id: 0, output_connectors: { to_stage_1: one, to_stage_2: two } }
  - stage_id: 1
  - stage_id: 2
`
  it('is told with code and advice, and the others go on', async () => {
    const report = await reportOf(runner, clash, shortOptions())
    expect(report.failures.map(({ edge, code }) => [edge, code])).toEqual([['0->2', 'EADDRINUSE']])
    expect(report.failures[0]?.advice).toContain('0->1 of this file binds')
    expect(report.failures[0]?.advice).toContain(String(port))
    expect(report.figures.map(({ edge, count }) => [edge, count])).toEqual([['0->1', 5]])
  })
  it('is told when it is the orchestrator’s own port that is taken', async () => {
    const text = clash.replace(
      `two: { name: MooncakeTransferEngineConnector, extra: { host: 127.0.0.1, zmq_port: ${port} }`,
      `two: { name: MooncakeTransferEngineConnector, extra: { host: 127.0.0.1, zmq_port: ${port + 200} }`,
    )
    const report = await reportOf(runner, text, shortOptions())
    expect(report.failures).toMatchObject([{ edge: '0->1', code: 'EADDRINUSE' }])
    expect(report.failures[0]?.message).toContain(
      `orchestrator’s own socket of 0->1 at 127.0.0.1:${port + 200}`,
    )
    expect(report.failures[0]?.advice).toContain(String(port + 200))
    expect(report.figures.map(({ edge, count }) => [edge, count])).toEqual([['0->2', 5]])
  })
  it('does not hold up a flow', async () => {
    const text = `${clash}edges: [{ from: 1, to: 3 }, { from: 2, to: 3 }]\n`.replace(
      '  - stage_id: 2\n',
      '  - stage_id: 2\n  - stage_id: 3\n',
    )
    const report = await reportOf(runner, text, shortOptions({ mode: 'flow' }))
    expect(report.figures.map(({ edge, count }) => [edge, count])).toEqual([
      ['0->1', 5],
      ['1->3', 5],
      ['2->3', 5],
    ])
  })
  it('fails when the payload cannot be made', async () => {
    const options = shortOptions({ payload: { kind: 'tensor', bytes: 8, dtype: 'float7' } })
    const report = await reportOf(runner, CHAIN, options)
    expect(report.state).toBe('failed')
    expect(report.failures.map(({ code }) => code)).toEqual(['payload-dtype', 'payload-dtype'])
  })
})

describe('a file that cannot be run', () => {
  it.each([
    ['stages: [{ stage_id: 0 }]', 'no-edges'],
    ['stages: [{ stage_id: 0, input_connectors: { from_stage_1: nothing } }]', 'unresolved'],
    ['stages: {', 'unresolved'],
  ])('says why: %s', async (text, code) => {
    const started = await runner.start({
      text,
      fileName: 'config.yaml',
      context: {},
      options: shortOptions(),
    })
    expect(started).toMatchObject({ ok: false, error: { code } })
  })
})
