import { describe, expect, it } from 'vitest'
import { markLabels } from './histogram-chart.tsx'

describe('labels of percentiles', () => {
  it('are one each where there is room', () => {
    expect(
      markLabels([
        { mark: 'p50', at: 100 },
        { mark: 'p90', at: 200 },
      ]),
    ).toEqual([
      { marks: ['p50'], at: 100, line: 0 },
      { marks: ['p90'], at: 200, line: 0 },
    ])
  })
  it('are shared by marks that coincide, and take turns of two lines where they are near', () => {
    expect(
      markLabels([
        { mark: 'p50', at: 100 },
        { mark: 'p90', at: 120 },
        { mark: 'p99', at: 124 },
        { mark: 'max', at: 124 },
      ]),
    ).toEqual([
      { marks: ['p50'], at: 100, line: 0 },
      { marks: ['p90', 'p99', 'max'], at: 120, line: 1 },
    ])
  })
})
