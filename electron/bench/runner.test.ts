import { readdirSync } from 'node:fs'
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

const DIAMOND = `
stages: [{ stage_id: 0 }, { stage_id: 1 }, { stage_id: 2 }, { stage_id: 3 }]
edges:
  - { from: 0, to: 1 }
  - { from: 0, to: 2 }
  - { from: 1, to: 3 }
  - { from: 2, to: 3 }
`

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
