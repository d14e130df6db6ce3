import { describe, expect, it, vi } from 'vitest'
import { EMPTY_DISTRIBUTION } from '../../../core/bench/statistics.ts'
import type { BenchProgress } from '../../../core/bench/types.ts'
import { createRemaining } from './remaining.ts'
import { createTracker, type TrackerOptions } from './tracker.ts'

const tracker = (options: Partial<TrackerOptions> = {}) => {
  const told: BenchProgress[] = []
  const made = createTracker({
    runId: 'run',
    totalTransfers: 10,
    remaining: createRemaining({ parts: null, kind: 'bytes', durationMs: null, totalTransfers: 10 }),
    emit: progress => told.push(progress),
    ...options,
  })
  return { ...made, told }
}

const report = (transfers: number, phases = {}) => ({
  kind: 'progress' as const,
  job: 1,
  edge: '0->1',
  sizeBytes: 0,
  done: transfers,
  transfers,
  checked: transfers,
  mismatched: 0,
  phases,
})

describe('the progress of a run', () => {
  it('adds what is done and what is under way', () => {
    const { live, settled, snapshot, stop } = tracker()
    settled(4)
    live(report(3))
    expect(snapshot()).toMatchObject({ doneTransfers: 7, totalTransfers: 10 })
    settled(6)
    expect(snapshot().doneTransfers).toBe(10)
    expect(snapshot().remainingMs).toBe(0)
    stop()
  })

  it('joins what both ends of an edge tell', () => {
    const { live, snapshot, stop } = tracker()
    const timed = { ...EMPTY_DISTRIBUTION, count: 5, p50: 7 }
    live(report(5, { put: timed }))
    live(report(4, { total: timed }))
    const [figures] = snapshot().figures
    expect(figures).toMatchObject({ edge: '0->1', count: 5, integrity: { checked: 5, failed: 0 } })
    expect(figures?.phases.put.p50).toBe(7)
    stop()
  })

  it('is told once per interval, however much happens, and not after its end', () => {
    vi.useFakeTimers()
    const { live, told, stop } = tracker()
    for (let transfers = 1; transfers <= 50; transfers++) live(report(transfers))
    vi.advanceTimersByTime(100)
    expect(told.map(({ doneTransfers }) => doneTransfers)).toEqual([50])
    live(report(51))
    stop()
    vi.advanceTimersByTime(1000)
    expect(told).toHaveLength(1)
    vi.useRealTimers()
  })

  it('goes on being told while one large payload moves', () => {
    vi.useFakeTimers()
    const { told, stop } = tracker()
    vi.advanceTimersByTime(2000)
    expect(told.length).toBeGreaterThan(2)
    stop()
    vi.useRealTimers()
  })

  it('says at once that the run is cancelled, and that no bytes move any more', () => {
    const { active, live, cancel, told, stop } = tracker()
    active(['0->1'])
    live(report(3))
    cancel()
    expect(told).toMatchObject([{ cancelled: true, activeEdges: [], doneTransfers: 3, remainingMs: 0 }])
    stop()
  })
})
