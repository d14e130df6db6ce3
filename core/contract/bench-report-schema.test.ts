import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { renderReport } from '../bench/report/render.ts'
import { reportOf } from '../bench/report/report-fixture.ts'
import { readReportFile } from './bench-report-schema.ts'

const written = renderReport(reportOf(), 'json')

describe('a report out of a file', () => {
  it('is read back as it was written', () => {
    expect(readReportFile(written)).toMatchObject({ ok: true, value: reportOf() })
  })
  it.each(['', '{', 'null', '[]', '{"figures":[],"plan":{},"environment":{}}'])(
    'is refused where it is %j',
    text => {
      expect(readReportFile(text)).toMatchObject({ ok: false, error: { code: 'not-a-report' } })
    },
  )
  it('is refused where anything that a view reads is missing', () => {
    const whole: Record<string, unknown> = JSON.parse(written)
    const parts = Object.keys(whole).filter(key => key in reportOf())
    fc.assert(
      fc.property(fc.constantFrom(...parts), key => {
        const { [key]: _, ...rest } = whole
        expect(readReportFile(JSON.stringify(rest)).ok).toBe(false)
      }),
      { numRuns: 40 },
    )
  })
})
