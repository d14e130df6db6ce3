import { describe, expect, it } from 'vitest'
import type { TimelineSpan } from '../../core/bench/types.ts'
import { reportOf } from './report-fixture.ts'
import { lanesOf } from './timeline-chart.tsx'

const span = (lane: string, kind: TimelineSpan['kind']): TimelineSpan => ({
  request: 0,
  lane,
  kind,
  startMs: 0,
  endMs: 1,
})

describe('the lanes of the timeline', () => {
  it('stand in the order of the plan, edges below the stage they leave', () => {
    const spans = [span('1', 'stage'), span('elsewhere', 'edge'), span('0->1', 'edge'), span('0', 'stage')]
    expect(lanesOf(spans, reportOf({}).plan)).toEqual(['0', '0->1', '1', 'elsewhere'])
  })
})
