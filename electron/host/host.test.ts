import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type BenchReport, DEFAULT_BENCH_OPTIONS } from '../../core/bench/types.ts'
import type { HostCallArgs, HostCallName } from '../../core/contract/host.ts'
import type { BenchEvent, BenchRunner } from './bench-runner.ts'
import { createHost, type Host, type HostSession } from './host.ts'
import type { Shell } from './shell.ts'

class HandBench implements BenchRunner {
  readonly started: unknown[] = []
  private readonly listeners = new Set<(event: BenchEvent) => void>()
  async start(request: unknown) {
    this.started.push(request)
    return { ok: true as const, value: { runId: 'run-1' } }
  }
  async cancel() {
    return { ok: true as const, value: null }
  }
  current() {
    return { progress: null, report: null }
  }
  render(report: BenchReport, format: string) {
    return `${format} of ${report.runId}`
  }
  on(listener: (event: BenchEvent) => void) {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }
  async idle() {}
  async close() {}
  tell(event: BenchEvent) {
    for (const listener of this.listeners) listener(event)
  }
}

const shellOf = (patch: Partial<Shell> = {}): Shell => ({
  info: { shell: 'electron', nativeDialogs: true },
  startFiles: [],
  setTitle: () => undefined,
  answerClose: () => undefined,
  openExternal: async () => true,
  pickFileToOpen: async () => null,
  pickFileToSave: async () => null,
  ...patch,
})

let folder: string
let bench: HandBench
let host: Host
const events: unknown[] = []
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sw-host-'))
  events.length = 0
  bench = new HandBench()
  host = await createHost({ appData: join(folder, 'data'), bench })
})
afterEach(async () => {
  await host.close()
  await rm(folder, { recursive: true, force: true })
})

const connect = (patch?: Partial<Shell>): HostSession =>
  host.connect(shellOf(patch), (name, payload) => events.push([name, payload]))

const call = <N extends HostCallName>(session: HostSession, name: N, ...args: HostCallArgs<N>) =>
  session.call(name, args)

describe('documents', () => {
  it('open, save and stand among the recent ones only when the user named them', async () => {
    const path = join(folder, 'a.yaml')
    await writeFile(path, 'stages: []\n')
    const session = connect()
    expect(await call(session, 'documents.open', path)).toMatchObject({
      ok: false,
      error: { code: 'outside' },
    })
    await host.grantFile(path)
    const opened = await call(session, 'documents.open', path)
    expect(opened).toMatchObject({ ok: true, value: { text: 'stages: []\n', name: 'a.yaml' } })
    if (!opened.ok) return
    const { stamp } = opened.value as { stamp: { hash: string; modifiedMs: number } }
    const save = { path, text: 'stages: [] # saved\n', bom: false, expected: stamp }
    expect(await call(session, 'documents.save', save)).toMatchObject({ ok: true })
    expect(await readFile(path, 'utf8')).toBe('stages: [] # saved\n')
    expect(await call(session, 'documents.save', save)).toMatchObject({
      ok: false,
      error: { code: 'conflict' },
    })
    expect(await call(session, 'documents.recent')).toMatchObject({
      ok: true,
      value: [{ path, name: 'a.yaml', exists: true }],
    })
  })

  it('come from the native dialog, which grants what the user picks', async () => {
    const path = join(folder, 'picked.yaml')
    await writeFile(path, 'stages: []\n')
    const session = connect({ pickFileToOpen: async () => path })
    expect(await call(session, 'documents.openDialog')).toMatchObject({ ok: true, value: { path } })
    const cancelled = connect()
    expect(await call(cancelled, 'documents.openDialog')).toEqual({ ok: true, value: null })
    const browser = connect({ info: { shell: 'browser', nativeDialogs: false } })
    expect(await call(browser, 'documents.openDialog')).toMatchObject({
      ok: false,
      error: { code: 'unsupported' },
    })
  })
})

describe('what is kept beside the files', () => {
  it('comes back: recovery copies, positions, settings', async () => {
    const session = connect()
    const copy = { key: 'k', path: null, name: 'x.yaml', text: 'stages: []', savedAt: '2026-01-01T00:00:00Z' }
    await call(session, 'recovery.write', copy)
    expect(await call(session, 'recovery.list')).toEqual({ ok: true, value: [copy] })
    await call(session, 'recovery.discard', 'k')
    expect(await call(session, 'recovery.list')).toEqual({ ok: true, value: [] })
    const positions = { positions: { '0': { x: 1, y: 2 } }, context: { target: '2026-09' } }
    await call(session, 'sidecar.save', '/data/a.yaml', positions)
    expect(await call(session, 'sidecar.load', '/data/a.yaml')).toEqual({ ok: true, value: positions })
    expect(await call(session, 'sidecar.load', '/data/b.yaml')).toEqual({ ok: true, value: null })
    await call(session, 'settings.save', { theme: 'dark' })
    expect(await call(session, 'settings.load')).toEqual({ ok: true, value: { theme: 'dark' } })
  })
})

describe('the border', () => {
  it.each([
    ['nothing.here', []],
    ['__proto__', []],
    [7, []],
    ['documents.open', []],
    ['documents.open', ['']],
    ['documents.save', [{ path: 'x' }]],
    ['recovery.discard', 'not a list'],
  ])('answers %j %j with an error value', async (name, args) => {
    expect(await connect().call(name, args)).toMatchObject({ ok: false, error: { code: 'invalid-call' } })
  })

  it('hands only https addresses to the system', async () => {
    const opened: string[] = []
    const session = connect({
      openExternal: async url => {
        opened.push(url)
        return true
      },
    })
    for (const url of ['https://example.org/', 'file:///etc/passwd', 'javascript:1', 'no address'])
      await call(session, 'app.openExternal', url)
    expect(opened).toEqual(['https://example.org/'])
  })
})

describe('the bench', () => {
  const options = DEFAULT_BENCH_OPTIONS
  const request = { text: 'stages: []', fileName: 'a.yaml', context: {}, options }

  it('belongs to the host: a window that comes later hears of it, one that left does not', async () => {
    const first = connect()
    expect(await call(first, 'bench.start', request)).toEqual({ ok: true, value: { runId: 'run-1' } })
    await first.close()
    connect()
    const report = { runId: 'run-1', startedAt: '2026-01-01', figures: [] } as unknown as BenchReport
    bench.tell({ kind: 'done', report })
    expect(events).toEqual([['bench.done', report]])
  })

  it('remembers its runs and exports them', async () => {
    const report = { runId: 'run-1', startedAt: '2026-01-01', figures: [] } as unknown as BenchReport
    bench.tell({ kind: 'done', report })
    const session = connect()
    expect(await call(session, 'bench.history')).toEqual({ ok: true, value: [report] })
    expect(await call(session, 'bench.export', { runId: 'run-1', format: 'csv' })).toEqual({
      ok: true,
      value: { fileName: 'stagewright-run-1.csv', content: 'csv of run-1' },
    })
    expect(await call(session, 'bench.export', { runId: 'gone', format: 'csv' })).toMatchObject({ ok: false })
  })

  it('sends no file that the user did not name', async () => {
    const payload = { kind: 'bytes' as const, bytes: 4, file: join(folder, 'secret.bin') }
    const refused = await call(connect(), 'bench.start', { ...request, options: { ...options, payload } })
    expect(refused).toMatchObject({ ok: false, error: { code: 'outside' } })
    expect(bench.started).toEqual([])
  })
})
