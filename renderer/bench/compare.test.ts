import { describe, expect, it } from 'vitest'
import { compareRuns } from './compare.ts'
import { figureOf, reportOf } from './report-fixture.ts'

describe('comparing two runs', () => {
  it('gives the ratio of the rates, and of the tails the other way round', () => {
    const before = reportOf({ figures: [figureOf('0->1', 1024, { micros: 100 })] })
    const after = reportOf({ figures: [figureOf('0->1', 1024, { micros: 50 })] })
    const [row] = compareRuns(before, after)
    expect(row?.rate).toBeCloseTo(2)
    expect(row?.tail).toBeCloseTo(2)
  })

  it('keeps what only one run has, without a ratio', () => {
    const before = reportOf({ figures: [figureOf('0->1', 1024), figureOf('1->2', 1024)] })
    const after = reportOf({ figures: [figureOf('0->1', 1024), figureOf('0->1', 4096)] })
    const rows = compareRuns(before, after)
    expect(rows.map(row => [row.edge, row.sizeBytes, row.rate === null])).toEqual([
      ['0->1', 1024, false],
      ['0->1', 4096, true],
      ['1->2', 1024, true],
    ])
  })
})
