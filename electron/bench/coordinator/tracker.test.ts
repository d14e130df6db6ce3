import { describe, expect, it, vi } from 'vitest'
import { EMPTY_DISTRIBUTION } from '../../../core/bench/statistics.ts'
import type { BenchProgress } from '../../../core/bench/types.ts'
import { createTracker, type TrackerOptions, workOf } from './tracker.ts'

const tracker = (options: Partial<TrackerOptions> = {}) => {
  const told: BenchProgress[] = []
  const made = createTracker({
    runId: 'run',
    totalTransfers: 10,
    totalWork: workOf(10, 0),
    durationMs: null,
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
    settled(4, 0)
    live(report(3))
    expect(snapshot()).toMatchObject({ doneTransfers: 7, totalTransfers: 10 })
    settled(6, 0)
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

  it('counts down where time decides, and knows no rest where nothing does', () => {
    const timed = tracker({ totalTransfers: null, totalWork: null, durationMs: 60_000 })
    expect(timed.snapshot().remainingMs).toBeGreaterThan(50_000)
    expect(tracker().snapshot().remainingMs).toBeNull()
  })

  it('weighs large payloads more', () => {
    expect(workOf(1, 1024 ** 3)).toBeGreaterThan(1000 * workOf(1, 1024))
  })
})
