import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createTimeHistogram, decodeTimeHistogram } from './histogram.ts'

const filled = (micros: readonly number[]) => {
  const histogram = createTimeHistogram()
  for (const value of micros) histogram.record(value)
  return histogram
}
const times = fc.array(fc.double({ min: 0.001, max: 3.6e9, noNaN: true }), { minLength: 1, maxLength: 200 })

describe('a histogram of times', () => {
  it('gives quantiles within a tenth of a percent', () => {
    const { p50, p99, max, count, mean } = filled(
      Array.from({ length: 1000 }, (_, i) => i + 1),
    ).distribution()
    expect(count).toBe(1000)
    for (const [got, wanted] of [
      [p50, 500],
      [p99, 990],
      [max, 1000],
      [mean, 500.5],
    ] as const)
      expect(Math.abs(got / wanted - 1)).toBeLessThan(0.001)
  })
  it('is empty before anything is recorded', () => {
    expect(createTimeHistogram().distribution()).toMatchObject({ count: 0, p50: 0, max: 0 })
    expect(createTimeHistogram().buckets()).toEqual([])
  })
  it('survives its own encoding, and merges to what one histogram would hold', () => {
    fc.assert(
      fc.property(times, times, (here, there) => {
        const merged = decodeTimeHistogram(filled(here).encode())
        merged.add(decodeTimeHistogram(filled(there).encode()))
        const one = filled([...here, ...there]).distribution()
        expect(merged.distribution()).toMatchObject({ count: one.count, p50: one.p50, p99: one.p99 })
      }),
      { numRuns: 30 },
    )
  })
  it('puts every time into exactly one bucket that reaches up to it', () => {
    fc.assert(
      fc.property(times, values => {
        const buckets = filled(values).buckets()
        expect(buckets.reduce((sum, { count }) => sum + count, 0)).toBe(values.length)
        // A histogram holds whole nanoseconds, to three digits.
        const longest = Math.max(...values.map(micros => Math.round(micros * 1000) / 1000))
        expect(buckets.at(-1)?.upToUs).toBeGreaterThanOrEqual(longest * 0.999)
      }),
      { numRuns: 30 },
    )
  })
})
