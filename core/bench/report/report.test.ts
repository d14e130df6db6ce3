import { describe, expect, it } from 'vitest'
import { BENCH_PHASES } from '../statistics.ts'
import { runNotes } from './notes.ts'
import { renderReport } from './render.ts'
import { figuresOf, reportOf, SHARED_EDGE } from './report-fixture.ts'
import { figuresTable } from './table.ts'
import { residueText } from './words.ts'

const hostile = reportOf({
  fileName: '<img src=x onerror=alert(1)>|`*.yaml',
  failures: [{ edge: '0->1', code: 'timeout', message: '<b>late</b> | now', advice: 'Wait.' }],
  figures: [figuresOf('=cmd()', 1024, 50)],
})

const SPREAD = {
  ...figuresOf('0->1', 1024, 100),
  histogram: [
    { upToUs: 100, count: 9 },
    { upToUs: 10 ** 2.1, count: 1 },
    { upToUs: 10 ** 2.2, count: 0 },
  ],
}

describe('a report as JSON', () => {
  it('is the report, with the runtime’s own names beside the figures', () => {
    const written = JSON.parse(renderReport(reportOf(), 'json'))
    expect(written).toMatchObject(reportOf())
    expect(Object.keys(written).sort()).toEqual([...Object.keys(reportOf()), 'notes'].sort())
    expect(written.notes).toEqual(runNotes(reportOf()))
    expect(written.figures[1].runtime).toEqual({
      tx_time_ms: 0,
      in_flight_time_ms: 0,
      rx_decode_time_ms: 0,
      size_kbytes: 1024,
    })
  })
})

describe('what is to be known of the figures', () => {
  const { plan } = reportOf()
  const { options } = plan
  const two = [SHARED_EDGE, { ...SHARED_EDGE, id: '1->2' }]
  const notes = (change: Partial<typeof plan>) => runNotes({ plan: { ...plan, ...change } }).join('\n')

  it('is that TCP is lent its payloads, where there is any', () => {
    expect(notes({ edges: [{ ...SHARED_EDGE, transport: 'tcp' }] })).toContain('lent to the TCP stand-in')
    expect(notes({})).not.toContain('lent')
  })
  it('is that edges alone are warmed up, unless nothing was to be', () => {
    expect(notes({})).toContain('the code of its two processes is compiled')
    expect(notes({ options: { ...options, warmup: 0 } })).not.toContain('compiled')
    expect(notes({ options: { ...options, mode: 'flow' } })).not.toContain('compiled')
  })
  it('is where payloads lie, wherever a copy is timed', () => {
    expect(notes({})).toContain('huge pages')
    expect(notes({ options: { ...options, mode: 'drill' } })).not.toContain('huge pages')
  })
  it('is that the peak of shared memory is a bound where edges work at once', () => {
    expect(notes({ edges: two, options: { ...options, mode: 'flow' } })).toContain('an upper bound')
    expect(notes({ edges: two })).not.toContain('upper bound')
    expect(notes({ options: { ...options, mode: 'flow' } })).not.toContain('one after the other')
  })
  it('is that hashing one payload delays others, where several are under way', () => {
    const load = { ...options, mode: 'load', concurrency: 8 } as const
    expect(notes({ options: load })).toContain('keeps the others waiting')
    expect(notes({ options: { ...load, concurrency: 1 } })).not.toContain('keeps the others waiting')
    expect(notes({ options: { ...load, integrity: 'off' } })).not.toContain('keeps the others waiting')
  })
  it('is what recycled segments and companions are', () => {
    expect(notes({ options: { ...options, segments: 'recycled' } })).toContain('The runtime does not do that')
    const kv = { fromTp: 1, toTp: 1, layers: 1, headsPerRank: 1, headDim: 1, dtype: 'bool', companions: 2 }
    expect(notes({ edges: [{ ...SHARED_EDGE, kv }] })).toContain('guidance companions')
  })
  it('is whether an open loop kept its rate', () => {
    const note = (late: number) =>
      runNotes({ plan, openLoop: { requests: 100, late, worstLateMs: 250 } }).join(' ')
    expect(note(0)).toContain('the rate was kept')
    expect(note(40)).toContain('40 of 100 requests started later than they were due, up to 250 ms')
  })
  it('is in every format that is read by people', () => {
    for (const format of ['md', 'html'] as const)
      expect(renderReport(reportOf(), format)).toContain('Peak shared memory is the most that one edge')
  })
})

describe('a report as CSV', () => {
  const lines = renderReport(reportOf(), 'csv').trimEnd().split('\r\n')
  it('has one row per edge and size under a head of names', () => {
    const head = lines[0]?.split(',') ?? []
    expect(lines).toHaveLength(3)
    expect(head).toContain('total_p999_us')
    expect(head).toHaveLength(13 + BENCH_PHASES.length * 8 + 5)
    const row = lines[2]?.split(',') ?? []
    expect(row[head.indexOf('size_bytes')]).toBe('1048576')
    expect(row[head.indexOf('total_p50_us')]).toBe('500')
    expect(row[head.indexOf('mib_per_second')]).toBe('2000')
  })
  it('has the buckets of the histogram that hold something', () => {
    const text = renderReport(reportOf({ figures: [SPREAD] }), 'csv')
    expect(text.trimEnd().split(',').at(-1)).toBe('100:9 125.893:1')
  })
  it('gives a spreadsheet no formula and no torn cell', () => {
    expect(renderReport(hostile, 'csv')).toContain("'=cmd()")
    const quoted = reportOf({ figures: [figuresOf('a,"b"', 1, 1)] })
    expect(renderReport(quoted, 'csv')).toContain('"a,""b"""')
  })
})

describe('the keys of a KV transfer', () => {
  const written = (asked: readonly string[]): string =>
    renderReport(reportOf({ kvKeys: [{ edge: '0->1', sent: ['a', 'b'], asked }] }), 'html')
  it('are told to agree, or which of them only one end has', () => {
    expect(written(['a', 'b'])).toContain('Both ends name the same 2 keys per request.')
    expect(written(['b', 'c'])).toContain('sent and not asked for a; asked for and not sent c.')
  })
  it('are listed side by side, those first that only one end has', () => {
    const kvKeys = [{ edge: '0->1', sent: ['a', 'b'], asked: ['a', 'c'] }]
    const text = renderReport(reportOf({ kvKeys }), 'md')
    const rows = ['| 0-\\>1 | b | yes | no |', '| 0-\\>1 | c | no | yes |', '| 0-\\>1 | a | yes | yes |']
    expect(text).toContain(rows.join('\n'))
    const many = Array.from({ length: 70 }, (_, index) => `k${index}`)
    const long = renderReport(reportOf({ kvKeys: [{ edge: '0->1', sent: many, asked: many }] }), 'md')
    expect(long).toContain('… and 6 more')
  })
})

describe('the way through shared memory', () => {
  const written = (target: string): string =>
    renderReport(reportOf({ plan: { ...reportOf().plan, target } }), 'html')
  it('is the one of the target', () => {
    expect(written('2025-12')).toContain('Payloads of at most 65,536 bytes travel in the metadata instead')
    expect(written('2026-07')).toContain('by shared memory.<')
    expect(written('2026-09')).toContain('A FIFO wakes the receiver')
  })
})

describe('a report as Markdown', () => {
  it('shows figures, edges and environment', () => {
    const text = renderReport(reportOf(), 'md')
    expect(text).toContain('| 0-\\>1 | 1 MiB | 10 |')
    expect(text).toContain('SharedMemoryConnector by shared memory')
    expect(text).toContain('Test CPU')
  })
  it('has no markup but its own', () => {
    const text = renderReport(hostile, 'md')
    expect(text).toContain('\\<img src=x')
    expect(text).toContain('late\\</b\\> \\| now')
  })
})

describe.each(['md', 'html'] as const)('a report as %s', format => {
  it('has every phase with its percentiles, the runtime’s names and the histogram', () => {
    const text = renderReport(reportOf({ figures: [SPREAD] }), format)
    for (const words of ['p99.9', 'mean', 'Histogram of the total time', '100 µs', '126 µs'])
      expect(text).toContain(words)
    expect(text).toMatch(/rx\\?_decode\\?_time\\?_ms/)
    expect(text).not.toContain('158 µs')
    expect(renderReport(reportOf({ figures: [] }), format)).not.toContain('Histogram')
  })
})

describe('a report as a page', () => {
  const page = renderReport(reportOf(), 'html')
  it('needs nothing from elsewhere and runs nothing', () => {
    expect(page).toContain("default-src 'none'")
    expect(page).not.toMatch(/<script|<link|src=|href=|url\(/)
  })
  it('draws the curve of an edge with several sizes, and none for one size', () => {
    expect(page).toContain('<polyline')
    expect(renderReport(reportOf({ figures: [figuresOf('0->1', 1024, 50)] }), 'html')).not.toContain('<svg')
  })
  it('shows text as text', () => {
    const text = renderReport(hostile, 'html')
    expect(text).not.toContain('<img')
    expect(text).not.toContain('<b>late')
    expect(text).toContain('&#60;img')
  })
  it('says when nothing was measured, and lists drills', () => {
    expect(renderReport(reportOf({ figures: [] }), 'html')).toContain('No transfer was measured.')
    const { plan } = reportOf()
    const drilled = reportOf({
      plan: { ...plan, options: { ...plan.options, mode: 'drill' } },
      figures: [],
      drills: [
        {
          drill: 'stall',
          edge: '0->1',
          expected: 'It waits.',
          happened: 'It waited.',
          noticedAfterMs: 1500,
          asExpected: true,
          simulated: null,
          residue: reportOf().residue,
        },
      ],
    })
    expect(renderReport(drilled, 'html')).toContain('It waited.')
    expect(renderReport(drilled, 'html')).not.toContain('No transfer was measured.')
    expect(renderReport(drilled, 'md')).toContain('| stall | 0-\\>1 |')
    expect(renderReport(drilled, 'md')).toMatch(/^# Drills of /)
    const [head, row] = renderReport(drilled, 'csv').split('\r\n')
    expect(head).toBe('run_id,drill,edge,verdict,noticed_after_ms,expected,happened,simulated,left_behind')
    expect(row).toContain(',stall,0->1,as expected,1500,It waits.,It waited.,,nothing')
  })
})

describe('the table', () => {
  it('aligns its columns', () => {
    const lines = figuresTable(reportOf())
    expect(lines).toHaveLength(4)
    const at = lines[0]?.indexOf('size') ?? -1
    expect(lines.slice(2).map(line => line.slice(at - 3, at + 4).trim())).toEqual(['1 KiB', '1 MiB'])
  })
})

describe('what is left behind', () => {
  it('is named by kind and number', () => {
    expect(residueText(reportOf().residue)).toBe('nothing')
    const residue = { segments: ['a'], lockFiles: ['b', 'c'], fifos: [], sockets: [], processes: [1, 2] }
    expect(residueText(residue)).toBe('1 segment, 2 lock files, 2 processes')
  })
})
