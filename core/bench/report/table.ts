import { formatBytes, formatNumber } from '../format.ts'
import type { BenchReport, EdgeFigures } from '../types.ts'

export interface Column {
  readonly title: string
  readonly unit: string
  readonly value: (figures: EdgeFigures) => string
}

const micros = (value: number): string => formatNumber(value)

/** One row per edge and size, as the benchmarks of collective communication print theirs. */
export const FIGURE_COLUMNS: readonly Column[] = [
  { title: 'edge', unit: '', value: figures => figures.edge },
  { title: 'size', unit: '', value: figures => formatBytes(figures.sizeBytes) },
  { title: 'count', unit: '', value: figures => formatNumber(figures.count) },
  { title: 'failed', unit: '', value: figures => formatNumber(figures.failures) },
  { title: 'encode', unit: 'µs p50', value: figures => micros(figures.phases.encode.p50) },
  { title: 'put', unit: 'µs p50', value: figures => micros(figures.phases.put.p50) },
  { title: 'notify', unit: 'µs p50', value: figures => micros(figures.phases.notify.p50) },
  { title: 'get', unit: 'µs p50', value: figures => micros(figures.phases.get.p50) },
  { title: 'decode', unit: 'µs p50', value: figures => micros(figures.phases.decode.p50) },
  { title: 'total', unit: 'µs p50', value: figures => micros(figures.phases.total.p50) },
  { title: 'p90', unit: 'µs', value: figures => micros(figures.phases.total.p90) },
  { title: 'p99', unit: 'µs', value: figures => micros(figures.phases.total.p99) },
  { title: 'max', unit: 'µs', value: figures => micros(figures.phases.total.max) },
  { title: 'rate', unit: 'GB/s', value: figures => formatNumber(figures.gbPerSecond) },
  { title: 'rate', unit: 'MiB/s', value: figures => formatNumber(figures.mibPerSecond) },
  { title: 'msgs', unit: '1/s', value: figures => formatNumber(figures.messagesPerSecond) },
  {
    title: 'checked',
    unit: '',
    value: ({ integrity }) =>
      integrity.failed === 0
        ? formatNumber(integrity.checked)
        : `${integrity.failed} of ${integrity.checked} bad`,
  },
]

/** The figures as lines of text, columns aligned, units below the titles. */
export function figuresTable(report: Pick<BenchReport, 'figures'>): readonly string[] {
  const rows = [
    FIGURE_COLUMNS.map(({ title }) => title),
    FIGURE_COLUMNS.map(({ unit }) => unit),
    ...report.figures.map(figures => FIGURE_COLUMNS.map(({ value }) => value(figures))),
  ]
  return alignColumns(rows, 2)
}

/** Aligns cells to the right but for the first column; two spaces between columns. */
export function alignColumns(rows: readonly (readonly string[])[], gap: number): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map(row => row[column]?.length ?? 0)))
  const pad = (cell: string, column: number) =>
    column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)
  return rows.map(row => row.map(pad).join(' '.repeat(gap)).trimEnd())
}
