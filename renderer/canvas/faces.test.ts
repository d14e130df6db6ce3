// @vitest-environment happy-dom
import { renderHook } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { BenchProgress, EdgeFigures } from '../../core/bench/types.ts'
import { reportOf } from '../bench/report-fixture.ts'
import { createFakeHost } from '../state/fake-host.ts'
import { CHAIN, startOn, state } from '../state/test-support.ts'
import { spokenEdge, useEdgeFace } from './edge-face.ts'
import { deviceText, spokenStage, useStageFace } from './stage-face.ts'

let stop = () => {}
let host = createFakeHost()
beforeEach(async () => {
  host = createFakeHost({ '/a/chain.yaml': CHAIN })
  stop = await startOn(host)
  await state().openPath('/a/chain.yaml')
})
afterEach(() => stop())

const edge = (id = '0->1') => renderHook(() => useEdgeFace(id)).result.current
const stage = (id: string) => renderHook(() => useStageFace(id)).result.current

const spread = { count: 1, min: 1, mean: 850, p50: 850, p90: 1, p95: 1, p99: 1, p999: 1, max: 1 }
const figures: EdgeFigures = {
  edge: '0->1',
  sizeBytes: 1024,
  count: 10,
  failures: 0,
  bytes: 10240,
  phases: { encode: spread, put: spread, notify: spread, get: spread, decode: spread, total: spread },
  gbPerSecond: 1.234,
  mibPerSecond: 1,
  messagesPerSecond: 1,
  integrity: { checked: 10, failed: 0 },
}

const progress = (rest: Partial<BenchProgress>): BenchProgress => ({
  runId: 'r',
  doneTransfers: 1,
  totalTransfers: 2,
  elapsedMs: 1,
  remainingMs: null,
  phase: '0->1',
  figures: [],
  failures: [],
  activeEdges: [],
  ...rest,
})

describe('an edge', () => {
  it('says which connector it goes through and how it came to be', () => {
    expect(edge()).toMatchObject({ label: 'shm', look: 'explicit', figures: '', failure: '' })
    state().setText('stages:\n  - stage_id: 0\n  - stage_id: 1\nedges:\n  - {from: 0, to: 1}\n')
    expect(edge()).toMatchObject({ label: 'automatic', look: 'automatic' })
    expect(edge()?.title).toContain('filled in by the runtime')
    state().setText('pipeline: bagel\nstages:\n  - stage_id: 0\n  - stage_id: 1\n')
    expect(edge()).toMatchObject({ label: 'pipeline', look: 'pipeline' })
    expect(edge()?.title).toContain('known from the pipeline')
  })

  it('shows what the bench measures while it runs, and a failure with its cause', () => {
    host.emit('bench.progress', progress({ figures: [figures], activeEdges: ['0->1'] }))
    expect(edge()).toMatchObject({ figures: '1.23 GB/s · 850 µs', rate: '1.23 GB/s', active: true })
    const failure = { edge: '0->1', code: 'EADDRINUSE', message: 'The port is taken.', advice: 'Free it.' }
    host.emit('bench.progress', progress({ failures: [failure] }))
    expect(edge()).toMatchObject({ failure: 'EADDRINUSE', active: false })
    expect(edge()?.title).toContain('The port is taken. Free it.')
  })

  it('shows no figures of another file’s run', async () => {
    await state().startBench()
    host.emit('bench.done', reportOf({ fileName: '/a/chain.yaml', figures: [figures] }))
    expect(edge()?.figures).toBe('1.23 GB/s · 850 µs')
    await state().newDocument('other.yaml', CHAIN)
    expect(edge()?.figures).toBe('')
    await state().openPath('/a/chain.yaml')
    expect(edge()?.figures).toBe('1.23 GB/s · 850 µs')
  })

  it('carries the note that a panel puts on it, until another file is opened', async () => {
    state().setEdgeNotes({ '0->1': { text: 'slow', tone: 'warning' } })
    expect(edge()).toMatchObject({ note: 'slow', noteTone: 'warning' })
    await state().openPath('/a/chain.yaml')
    expect(edge()?.note).toBe('')
  })
})

describe('a stage', () => {
  it('is the same object while what it shows is the same', () => {
    const before = stage('1')
    state().setText(`# a comment\n${CHAIN}`)
    expect(stage('1')).toBe(before)
    state().dispatch({ type: 'renameStage', id: '1', name: 'talker' })
    expect(stage('1')).toMatchObject({ name: 'talker', named: true, devices: 'GPU 1' })
    expect(stage('9')).toBeNull()
  })

  it('wears a badge for its findings', () => {
    state().setText(CHAIN.replace('from_stage_0: shm', 'from_stage_0: none'))
    expect(stage('1')).toMatchObject({ worst: 'error' })
    expect(stage('1')?.messages).toContain('WIRE-1')
  })
})

describe('the spoken names', () => {
  const spoken = () => {
    const analysis = state().lastGood
    const found = analysis?.edges.find(({ id }) => id === '0->1')
    return analysis === null || found === undefined
      ? null
      : { stage: spokenStage(analysis, '1'), edge: spokenEdge(analysis, found, state().bench.report) }
  }

  it('tell kind, place and problems of a stage, and how an edge is wired', () => {
    state().dispatch({ type: 'renameStage', id: '1', name: 'talker' })
    expect(spoken()?.stage).toMatch(/^Stage 1 talker, .*GPU 1/)
    expect(spoken()?.edge).toBe('Edge 0 to 1 through shm, explicit')
    state().setText(CHAIN.replace('from_stage_0: shm', 'from_stage_0: none'))
    expect(spoken()?.stage).toMatch(/\d problems?$/)
  })

  it('tell what the last run measured', () => {
    const analysis = state().lastGood
    const found = analysis?.edges.find(({ id }) => id === '0->1')
    if (analysis === null || found === undefined) throw new Error('the chain has this edge')
    expect(spokenEdge(analysis, found, reportOf({ figures: [figures] }))).toContain('1.23 GB/s')
  })
})

describe('deviceText', () => {
  it('joins runs of three and more', () => {
    expect(deviceText(['0', '1', '2', '3'])).toBe('0–3')
    expect(deviceText(['0', '1', '4'])).toBe('0, 1, 4')
    expect(deviceText(['7', '0', '1', '2', 'all'])).toBe('7, 0–2, all')
    expect(deviceText([])).toBe('')
  })
})
