// @vitest-environment happy-dom
import { afterEach, describe, expect, it } from 'vitest'
import type { BenchProgress } from '../../core/bench/types.ts'
import { reportOf } from '../bench/report-fixture.ts'
import { createFakeHost, type FakeHost } from './fake-host.ts'
import { CHAIN, startOn, state } from './test-support.ts'

let stop = () => {}
afterEach(() => stop())

/** A host whose bench starts only when it is told to. */
function slowBench() {
  let answer: (started: { readonly runId: string }) => void = () => undefined
  const started = new Promise<{ readonly runId: string }>(resolve => {
    answer = resolve
  })
  return { host: createFakeHost({ '/a/chain.yaml': CHAIN }, { 'bench.start': () => started }), answer }
}

async function opened(host: FakeHost): Promise<FakeHost> {
  stop = await startOn(host)
  await state().openPath('/a/chain.yaml')
  return host
}

const cancels = ({ calls }: FakeHost) => calls.filter(({ name }) => name === 'bench.cancel')

const progressOf = (patch: Partial<BenchProgress> = {}): BenchProgress => ({
  runId: 'run-1',
  doneTransfers: 1,
  totalTransfers: 2,
  elapsedMs: 1,
  remainingMs: null,
  phase: '0->1',
  figures: [],
  failures: [],
  activeEdges: ['0->1'],
  ...patch,
})

describe('a run that is cancelled', () => {
  it('counts as cancelled at once, and the host is asked once', async () => {
    const host = await opened(createFakeHost({ '/a/chain.yaml': CHAIN }))
    await state().startBench()
    host.emit('bench.progress', progressOf())
    const cancelled = Promise.all([state().cancelBench(), state().cancelBench()])
    expect(state().bench).toMatchObject({ running: true, cancelling: true })
    await cancelled
    expect(cancels(host)).toMatchObject([{ args: ['run-1'] }])
    host.emit('bench.progress', progressOf())
    expect(state().bench.cancelling).toBe(true)
    host.emit('bench.done', reportOf({ state: 'cancelled' }))
    expect(state().bench).toMatchObject({ running: false, cancelling: false })
  })

  it('is cancelled as soon as it has begun where it had not yet', async () => {
    const { host, answer } = slowBench()
    await opened(host)
    const starting = state().startBench()
    const cancelled = state().cancelBench()
    expect(state().bench.cancelling).toBe(true)
    expect(cancels(host)).toEqual([])
    answer({ runId: 'run-7' })
    await Promise.all([starting, cancelled])
    expect(cancels(host)).toMatchObject([{ args: ['run-7'] }])
  })

  it('is seen to be, also when another window cancelled it', async () => {
    const host = await opened(createFakeHost({ '/a/chain.yaml': CHAIN }))
    host.emit('bench.progress', progressOf())
    expect(state().bench).toMatchObject({ running: true, cancelling: false })
    host.emit('bench.progress', progressOf({ cancelled: true, activeEdges: [] }))
    expect(state().bench.cancelling).toBe(true)
  })
})
