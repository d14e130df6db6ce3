import { describe, expect, it } from 'vitest'
import { compareReports, parseReport, regressions } from './compare.ts'
import { figuresOf, reportOf } from './report/report-fixture.ts'
import { edgeFigures, gbPerSecond, mibPerSecond } from './statistics.ts'

describe('two runs', () => {
  const before = reportOf({ figures: [figuresOf('0->1', 1024, 100), figuresOf('1->2', 1024, 100)] })
  const after = reportOf({ figures: [figuresOf('0->1', 1024, 200), figuresOf('0->1', 4096, 80)] })

  it('are compared by their rates, where both have the edge and size', () => {
    const comparison = compareReports(before, after)
    expect(comparison.rows.map(({ edge, ratio }) => [edge, ratio])).toEqual([['0->1', 0.5]])
    expect(comparison.onlyBefore).toEqual(['1->2 at 1 KiB (1,024 B)'])
    expect(comparison.onlyAfter).toEqual(['0->1 at 4 KiB (4,096 B)'])
  })
  it('regress below the bound and not at it', () => {
    const comparison = compareReports(before, after)
    expect(regressions(comparison, 0.5)).toEqual([])
    expect(regressions(comparison, 0.51)).toHaveLength(1)
  })
  it('say what differs besides the time', () => {
    const { cores } = before.environment
    const elsewhere = {
      ...before,
      fileName: 'other.yaml',
      environment: { ...before.environment, cpu: 'Another' },
    }
    expect(compareReports(before, before).differences).toEqual([])
    expect(compareReports(before, elsewhere).differences).toEqual([
      `File: ${before.fileName} → other.yaml`,
      `Processor: Test CPU, ${cores} cores → Another, ${cores} cores`,
    ])
  })
  it('are read back from what was written', () => {
    expect(parseReport(JSON.stringify(before))).toEqual({ ok: true, value: before })
    for (const text of ['', '{', '[]', 'null', '{"figures":[1],"environment":{},"plan":{}}'])
      expect(parseReport(text)).toMatchObject({ ok: false, error: { code: 'not-a-report' } })
  })
})

describe('rates', () => {
  it('are labelled by their units: GB are 10^9, MiB are 2^20', () => {
    expect(gbPerSecond(1e9, 1e6)).toBe(1)
    expect(mibPerSecond(2 ** 20, 1e6)).toBe(1)
    expect([gbPerSecond(5, 0), mibPerSecond(5, 0)]).toEqual([0, 0])
  })
  it('of an edge come from the median, messages from the time within transfers', () => {
    const figures = figuresOf('0->1', 2 ** 20, 1000, 4)
    expect(figures).toMatchObject({ bytes: 4 * 2 ** 20, mibPerSecond: 1000, messagesPerSecond: 1000 })
    expect(edgeFigures({ ...figures, busyUs: 0 }).messagesPerSecond).toBe(0)
  })
})
