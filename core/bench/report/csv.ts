import { RUNTIME_NAMES, runtimeRecord } from '../runtime-record.ts'
import { BENCH_PHASES } from '../statistics.ts'
import type { BenchReport, Distribution, EdgeFigures } from '../types.ts'

const STATISTICS = [
  'min',
  'mean',
  'p50',
  'p90',
  'p95',
  'p99',
  'p999',
  'max',
] as const satisfies readonly (keyof Distribution)[]

const HEAD = [
  'run_id',
  'edge',
  'connector',
  'transport',
  'size_bytes',
  'count',
  'failures',
  'bytes',
  'gb_per_second',
  'mib_per_second',
  'messages_per_second',
  'integrity_checked',
  'integrity_failed',
  ...BENCH_PHASES.flatMap(phase => STATISTICS.map(statistic => `${phase}_${statistic}_us`)),
  ...RUNTIME_NAMES,
  'total_histogram_us',
]

/** Figures of a report, one row per edge and size; RFC 4180, times in microseconds. */
export function reportCsv(report: BenchReport): string {
  const rows = report.figures.map(figures => figureRow(report, figures))
  return [HEAD, ...rows].map(row => `${row.map(cell).join(',')}\r\n`).join('')
}

function figureRow(report: BenchReport, figures: EdgeFigures): readonly (string | number)[] {
  const edge = report.plan.edges.find(({ id }) => id === figures.edge)
  const runtime = runtimeRecord(figures)
  return [
    report.runId,
    figures.edge,
    edge?.connectorName ?? '',
    edge?.transport ?? '',
    figures.sizeBytes,
    figures.count,
    figures.failures,
    figures.bytes,
    figures.gbPerSecond,
    figures.mibPerSecond,
    figures.messagesPerSecond,
    figures.integrity.checked,
    figures.integrity.failed,
    ...BENCH_PHASES.flatMap(phase => STATISTICS.map(statistic => figures.phases[phase][statistic])),
    ...RUNTIME_NAMES.map(name => runtime[name]),
    histogramCell(figures),
  ]
}

/** Buckets that hold something, as `upper bound:count`. */
const histogramCell = ({ histogram = [] }: EdgeFigures): string =>
  histogram
    .filter(({ count }) => count > 0)
    .map(({ upToUs, count }) => `${Number(upToUs.toPrecision(6))}:${count}`)
    .join(' ')

/** A spreadsheet takes a text that starts like a formula for one; a quote in front keeps it text. */
function cell(value: string | number): string {
  if (typeof value === 'number') return String(Number.isInteger(value) ? value : Number(value.toPrecision(6)))
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
