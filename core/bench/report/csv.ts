import { drillVerdict } from '../drills.ts'
import { RUNTIME_NAMES, runtimeRecord } from '../runtime-record.ts'
import { BENCH_PHASES } from '../statistics.ts'
import type { BenchReport, Distribution, DrillOutcome, EdgeFigures } from '../types.ts'
import { residueText } from './words.ts'

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

/**
 * Figures of a report, one row per edge and size, times in microseconds; of drills one row each. RFC 4180.
 */
export function reportCsv(report: BenchReport): string {
  const rows =
    report.plan.options.mode === 'drill'
      ? [DRILL_HEAD, ...report.drills.map(drill => drillRow(report, drill))]
      : [HEAD, ...report.figures.map(figures => figureRow(report, figures))]
  return rows.map(row => `${row.map(cell).join(',')}\r\n`).join('')
}

const DRILL_HEAD = [
  'run_id',
  'drill',
  'edge',
  'verdict',
  'noticed_after_ms',
  'expected',
  'happened',
  'simulated',
  'left_behind',
]

const drillRow = (report: BenchReport, drill: DrillOutcome): readonly (string | number)[] => [
  report.runId,
  drill.drill,
  drill.edge,
  drillVerdict(drill),
  drill.noticedAfterMs ?? '',
  drill.expected,
  drill.happened,
  drill.simulated ?? '',
  residueText(drill.residue),
]

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
