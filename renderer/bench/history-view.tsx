import { useState } from 'react'
import { conditionDifferences } from '../../core/bench/compare.ts'
import { formatBytes, formatMillis, formatNumber, formatRate } from '../../core/bench/format.ts'
import type { BenchReport } from '../../core/bench/types.ts'
import { readReportFile } from '../../core/contract/index.ts'
import { Alert, OpenText } from '../panel/index.ts'
import { Badge, Button, type Column, DataTable, EmptyState, Field, Select, whenText } from '../ui/index.ts'
import { type ComparedFigure, compareRuns } from './compare.ts'

export interface HistoryViewProps {
  readonly reports: readonly BenchReport[]
  readonly shown: BenchReport | null
  /** The run that the shown one is compared with. */
  readonly base: BenchReport | null
  readonly onShow: (report: BenchReport) => void
  readonly onBase: (runId: string | null) => void
  /** A report that was read from a file, to stand among the runs while the window is open. */
  readonly onOpened: (report: BenchReport) => void
}

/** Past runs, newest first; one of them can be laid beside the run that is shown. */
export function HistoryView({ reports, shown, base, onShow, onBase, onOpened }: HistoryViewProps) {
  if (reports.length === 0)
    return (
      <EmptyState title="No run yet" actions={<OpenReport onOpened={onOpened} />}>
        Every run is kept here, to be shown again and compared.
      </EmptyState>
    )
  const others = reports.filter(report => report.runId !== shown?.runId)
  return (
    <div className="sw-bench-history">
      <OpenReport onOpened={onOpened} />
      {shown !== null && others.length > 0 && (
        <Field label="Compare the shown run with" inline>
          {({ id, describedBy }) => (
            <Select
              id={id}
              aria-describedby={describedBy}
              value={base?.runId ?? ''}
              options={[
                { value: '', label: 'none' },
                ...others.map(report => ({ value: report.runId, label: runTitle(report) })),
              ]}
              onChange={value => onBase(value === '' ? null : value)}
            />
          )}
        </Field>
      )}
      {shown !== null && base !== null && <Comparison before={base} after={shown} />}
      <DataTable
        label="Past runs"
        columns={runColumns(onBase, shown?.runId ?? null)}
        rows={reports}
        rowKey={report => report.runId}
        selectedKey={shown?.runId ?? null}
        onSelect={onShow}
      />
    </div>
  )
}

const MOST_BYTES = 64 * 1024 ** 2

/** Reads a report that the command line or another machine wrote, to be shown and compared like a run of this one. */
function OpenReport({ onOpened }: Pick<HistoryViewProps, 'onOpened'>) {
  const [problem, setProblem] = useState<string | null>(null)
  return (
    <div className="sw-bench-open">
      <OpenText
        small
        label="Open a report …"
        inputLabel="Report of a run, JSON"
        maxBytes={MOST_BYTES}
        onText={(text, name) => {
          const read = readReportFile(text)
          setProblem(read.ok ? null : `${name}: ${read.error.message}`)
          if (read.ok) onOpened(read.value)
        }}
        onError={setProblem}
      />
      {problem !== null && <Alert tone="error">{problem}</Alert>}
    </div>
  )
}

export const runTitle = (report: BenchReport): string =>
  `${whenText(report.startedAt)} ${report.plan.options.mode} ${fileOf(report)}`

const fileOf = (report: BenchReport): string => report.fileName.split(/[\\/]/).at(-1) ?? report.fileName

const STATE_TONES = { done: 'ok', cancelled: 'warning', failed: 'error' } as const

const bestRate = (report: BenchReport): number =>
  Math.max(0, ...report.figures.map(figure => figure.gbPerSecond))

const runColumns = (
  onCompare: (runId: string) => void,
  shown: string | null,
): readonly Column<BenchReport>[] => [
  {
    id: 'started',
    header: 'Started',
    cell: report => whenText(report.startedAt),
    sortValue: report => report.startedAt,
  },
  {
    id: 'file',
    header: 'File',
    cell: report => (
      <span className="sw-truncate" title={report.fileName}>
        {fileOf(report)}
      </span>
    ),
    sortValue: fileOf,
  },
  {
    id: 'mode',
    header: 'Mode',
    cell: report => report.plan.options.mode,
    sortValue: report => report.plan.options.mode,
  },
  {
    id: 'state',
    header: 'State',
    cell: report => <Badge tone={STATE_TONES[report.state]}>{report.state}</Badge>,
    sortValue: report => report.state,
  },
  {
    id: 'best',
    header: 'Best rate',
    align: 'end',
    cell: report => (bestRate(report) === 0 ? '–' : formatRate(bestRate(report))),
    sortValue: bestRate,
  },
  {
    id: 'took',
    header: 'Took',
    align: 'end',
    cell: report => formatMillis(report.elapsedMs),
    sortValue: report => report.elapsedMs,
  },
  {
    id: 'compare',
    header: 'Compare',
    hideHeader: true,
    align: 'end',
    cell: report =>
      report.runId === shown ? (
        <span className="sw-muted">shown</span>
      ) : (
        <Button
          small
          tone="quiet"
          disabled={shown === null}
          onClick={event => {
            event.stopPropagation()
            onCompare(report.runId)
          }}
        >
          Compare
        </Button>
      ),
  },
]

function Comparison({ before, after }: { readonly before: BenchReport; readonly after: BenchReport }) {
  const differences = conditionDifferences(before, after)
  return (
    <section aria-label="Comparison">
      {differences.length > 0 && (
        <Alert tone="warning">The two runs differ in more than time: {differences.join('; ')}.</Alert>
      )}
      <DataTable
        label="Both runs by edge and size"
        columns={COMPARED}
        rows={compareRuns(before, after)}
        rowKey={row => `${row.edge} ${row.sizeBytes}`}
        rowTone={row => (row.rate !== null && row.rate < 0.8 ? 'warning' : null)}
      />
    </section>
  )
}

const ratioText = (ratio: number | null): string => (ratio === null ? '–' : `${formatNumber(ratio)} ×`)

const COMPARED: readonly Column<ComparedFigure>[] = [
  { id: 'edge', header: 'Edge', cell: row => row.edge, sortValue: row => row.edge },
  {
    id: 'size',
    header: 'Size',
    align: 'end',
    cell: row => formatBytes(row.sizeBytes),
    sortValue: row => row.sizeBytes,
  },
  {
    id: 'before',
    header: 'Earlier GB/s',
    align: 'end',
    cell: row => (row.before === null ? '–' : formatNumber(row.before.gbPerSecond)),
  },
  {
    id: 'after',
    header: 'Shown GB/s',
    align: 'end',
    cell: row => (row.after === null ? '–' : formatNumber(row.after.gbPerSecond)),
  },
  {
    id: 'rate',
    header: 'Rate, shown ÷ earlier',
    align: 'end',
    cell: row => ratioText(row.rate),
    sortValue: row => row.rate,
  },
  {
    id: 'tail',
    header: 'p99, earlier ÷ shown',
    align: 'end',
    cell: row => ratioText(row.tail),
    sortValue: row => row.tail,
  },
]
