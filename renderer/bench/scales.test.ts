import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decades, decadeTicks, linearTicks, logPosition, sizeSpan, sizeTicks } from './scales.ts'

describe('the axes of the charts', () => {
  it('span whole decades and powers of four around the values', () => {
    expect(decades([0.3, 40])).toEqual([0.1, 100])
    expect(decades([10])).toEqual([10, 100])
    expect(decades([0, -1])).toBeNull()
    expect(sizeSpan([1000, 70_000])).toEqual([256, 262_144])
    expect(decadeTicks(0.1, 100).map(tick => Number(tick.toFixed(3)))).toEqual([0.1, 1, 10, 100])
  })

  it('thin their marks out and never leave the axis', () => {
    expect(sizeTicks(1024, 2 ** 30, 6)).toHaveLength(6)
    expect(linearTicks(10, 5)).toEqual([0, 2, 4, 6, 8, 10])
    fc.assert(
      fc.property(
        fc.double({ min: 1e-6, max: 1e9, noNaN: true }),
        fc.integer({ min: 1, max: 20 }),
        (end, most) => {
          const ticks = linearTicks(end, most)
          return ticks.length <= most + 1 && ticks.every(tick => tick >= 0 && tick <= end * (1 + 1e-9))
        },
      ),
      { numRuns: 200 },
    )
  })

  it('place the ends at the ends', () => {
    expect(logPosition(1, 1, 100, 300)).toBe(0)
    expect(logPosition(10, 1, 100, 300)).toBeCloseTo(150)
    expect(logPosition(100, 1, 100, 300)).toBe(300)
  })
})
