import { describe, expect, it } from 'vitest'
import { budgetOf, rateAt } from './budget.ts'
import { figureOf, reportOf } from './report-fixture.ts'

describe('the budget of an edge', () => {
  it('takes the measured rate, or one between its neighbours, and none beyond them', () => {
    const figures = [
      figureOf('0->1', 1_000_000, { micros: 1000 }),
      figureOf('0->1', 4_000_000, { micros: 1000 }),
    ]
    expect(rateAt(figures, 1_000_000)).toBeCloseTo(1)
    expect(rateAt(figures, 2_000_000)).toBeCloseTo(2)
    expect(rateAt(figures, 100)).toBeNull()
    expect(rateAt(figures, 8_000_000)).toBeNull()
  })

  it('multiplies bytes by requests per second', () => {
    const report = reportOf({ figures: [figureOf('0->1', 1_000_000, { micros: 1000 })] })
    expect(budgetOf(report, { '0->1': 1_000_000 }, 500)).toEqual([
      {
        edge: '0->1',
        bytesPerRequest: 1_000_000,
        neededGbPerSecond: 0.5,
        measuredGbPerSecond: 1,
        share: 0.5,
      },
    ])
  })
})
