import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Command } from 'commander'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { analyze } from '../../core/analyze.ts'
import { parseReport } from '../../core/bench/compare.ts'
import { reportOf } from '../../core/bench/report/report-fixture.ts'
import { type BuiltStageProcess, buildStageProcess } from '../bench/testing.ts'
import { progressLine } from './bench/live.ts'
import { type BenchFlags, benchOptions, withBenchOptions } from './bench/options.ts'
import { benchCommand } from './bench.ts'
import { drillCommand } from './drill.ts'

const CHAIN = 'stages: [{ stage_id: 0 }, { stage_id: 1 }]\nedges: [{ from: 0, to: 1 }]\n'

let built: BuiltStageProcess
let folder = ''
beforeAll(async () => {
  built = await buildStageProcess()
  folder = await mkdtemp(join(tmpdir(), 'stagewright-bench-'))
  await writeFile(join(folder, 'chain.yaml'), CHAIN)
})
afterAll(async () => {
  await built?.remove()
  await rm(folder, { recursive: true, force: true })
})
afterEach(() => {
  process.exitCode = undefined
})

async function run(command: Command, ...words: readonly string[]) {
  let out = ''
  vi.spyOn(process.stdout, 'write').mockImplementation((text, ...rest: unknown[]) => {
    out += text
    const done = rest.at(-1)
    if (typeof done === 'function') done()
    return true
  })
  await command.parseAsync([...words], { from: 'user' })
  vi.restoreAllMocks()
  return { out, code: process.exitCode }
}

const at = (name: string) => join(folder, name)

describe('stagewright bench', () => {
  it('prints a table, writes reports and ends with 0', async () => {
    const { out, code } = await run(
      benchCommand(built.path),
      at('chain.yaml'),
      ...['-n', '5', '-p', '64KiB', '--json', at('run.json'), '--html', at('run.html')],
    )
    expect(code).toBe(0)
    expect(out).toMatch(/0->1 +64 KiB +5 +0/)
    expect(out).toContain('Left behind: nothing.')
    const report = parseReport(await readFile(at('run.json'), 'utf8'))
    expect(report.ok && report.value.figures[0]?.count).toBe(5)
    expect(await readFile(at('run.html'), 'utf8')).toContain('<!doctype html>')
  })

  it('ends with 1 when an edge is slower than the baseline allows', async () => {
    const fast = reportOf()
    const figures = fast.figures.map(row => ({ ...row, sizeBytes: 65536, mibPerSecond: 1e9 })).slice(0, 1)
    await writeFile(at('fast.json'), JSON.stringify({ ...fast, figures }))
    const { out, code } = await run(
      benchCommand(built.path),
      at('chain.yaml'),
      ...['-n', '3', '-p', '64KiB', '--baseline', at('fast.json'), '--fail-below', '0.8'],
    )
    expect(code).toBe(1)
    expect(out).toContain('below 0.8')
  })

  it('does not start with what makes no sense', async () => {
    const bench = (...words: readonly string[]) => run(benchCommand(built.path), at('chain.yaml'), ...words)
    await expect(bench('--fail-below', '0.8')).rejects.toThrow('--baseline')
    await expect(bench('--mode', 'load', '--loop', 'open')).rejects.toThrow('--rate')
    await expect(bench('--duration', '3')).rejects.toThrow('--duration is of use with --mode load')
    await expect(bench('-m', 'sweep', '-p', '1KiB')).rejects.toThrow('A sweep goes by --sizes and --kind.')
    await expect(bench('--edges', '0->9')).rejects.toThrow('There is no edge 0->9; this file has 0->1.')
    await expect(bench('-p', 'file:/nowhere')).rejects.toThrow('cannot be read')
    vi.restoreAllMocks()
  })
})

describe('stagewright drill', () => {
  it('tells what was expected and what happened', async () => {
    const { out, code } = await run(
      drillCommand(built.path),
      at('chain.yaml'),
      '--only',
      'fill-shm,occupy-port',
    )
    expect(code).toBe(0)
    expect(out).toContain('fill-shm on 0->1: as expected')
    const larger = await run(
      drillCommand(built.path),
      at('chain.yaml'),
      ...['--only', 'fill-shm', '-p', '2MiB', '--json', at('drill.json')],
    )
    expect(larger.code).toBe(0)
    const report = parseReport(await readFile(at('drill.json'), 'utf8'))
    expect(report.ok && report.value.plan.options.payload).toEqual({ kind: 'bytes', bytes: 2 * 1024 ** 2 })
    expect(out).toContain('not played, no edge of this file fits')
  })
})

describe('the options of a run', () => {
  const parse = (...words: readonly string[]) => {
    const command = withBenchOptions(new Command())
      .exitOverride()
      .configureOutput({ writeErr: () => undefined })
    return benchOptions(command.parse([...words], { from: 'user' }).opts<BenchFlags>(), analyze(CHAIN))
  }
  it.each([
    ['64k', { kind: 'bytes', bytes: 65536 }],
    ['[2,3] bf16', { kind: 'tensor', bytes: 12, dtype: 'bfloat16', shape: [2, 3] }],
    ['mammoth-1824', { kind: 'tensor', preset: 'mammoth-1824', bytes: 14_942_208 }],
    ['file:a.bin', { kind: 'bytes', file: 'a.bin' }],
  ])('take the payload %s', (text, payload) => {
    expect(parse('-p', text).payload).toMatchObject(payload)
  })
  it.each(['nothing', '2GiB', '-1'])('refuse the payload %s', text => {
    expect(() => parse(`--payload=${text}`)).toThrow()
  })
  it('open the loop where a rate is given, and check samples under load', () => {
    expect(parse('-m', 'load', '--rate', '50', '--duration', '2')).toMatchObject({
      loop: 'open',
      ratePerSecond: 50,
      durationMs: 2000,
      integrity: 'sampled',
    })
    expect(parse()).toMatchObject({ mode: 'ping', loop: 'closed', integrity: 'all' })
  })
  it('collect what is said of edges and stages', () => {
    const options = parse('--edge-payload', '0->1=1KiB', '--compute', '0=5', '--compute', '1=7', '-m', 'flow')
    expect(options.edgePayloads).toEqual({ '0->1': { kind: 'bytes', bytes: 1024 } })
    expect(options.computeMs).toEqual({ 0: 5, 1: 7 })
  })
  it('know the usual lists of sizes by name', () => {
    expect(parse('-m', 'sweep', '--sizes', '1k,1MB').sizes).toEqual([1024, 1_000_000])
    expect(parse('-m', 'sweep', '--sizes', 'decimal').sizes).toEqual([1e6, 1e7, 1e8, 1e9])
    expect(parse('-m', 'sweep', '--sizes', 'powers').sizes).toMatchObject({
      length: 11,
      0: 1024,
      10: 2 ** 30,
    })
  })
})

describe('the line of progress', () => {
  const progress = {
    runId: 'a',
    doneTransfers: 20,
    totalTransfers: 100,
    elapsedMs: 1000,
    remainingMs: 3950,
    phase: '0->1',
    figures: reportOf().figures,
    failures: [],
    activeEdges: ['0->1'],
  }
  it('says what runs, how far it is and how long it takes', () => {
    expect(progressLine(progress)).toBe('0->1  20 of 100  2,000 MiB/s  4 s left')
  })
  it('counts on where no end is known', () => {
    const open = { ...progress, totalTransfers: null, remainingMs: null, activeEdges: [] }
    expect(progressLine(open)).toBe('0->1  20 transfers')
  })
})
