import { formatBytes, formatMicros, formatNumber } from '../../core/bench/format.ts'
import { RUNTIME_NAMES, runtimeRecord } from '../../core/bench/runtime-record.ts'
import type { BenchEdge, BenchPhase, Distribution, EdgeFigures } from '../../core/bench/types.ts'
import { type Column, DataTable } from '../ui/index.ts'

export type TableDetail = 'usual' | 'total' | 'phases' | 'runtime'

export interface FiguresTableProps {
  readonly figures: readonly EdgeFigures[]
  readonly edges: readonly BenchEdge[]
  readonly detail: TableDetail
  readonly selected: string | null
  readonly onSelect: (figure: EdgeFigures) => void
}

export const figureKey = (figure: Pick<EdgeFigures, 'edge' | 'sizeBytes'>): string =>
  `${figure.edge} ${figure.sizeBytes}`

/** One row per edge and size, as the benchmarks of collective communication print it. */
export function FiguresTable({ figures, edges, detail, selected, onSelect }: FiguresTableProps) {
  return (
    <DataTable
      label="Figures per edge and size"
      columns={[...identity, ...rates, ...DETAIL_COLUMNS[detail], ...rest(edges)]}
      rows={figures}
      rowKey={figureKey}
      selectedKey={selected}
      rowTone={figure => (figure.failures + figure.integrity.failed > 0 ? 'error' : null)}
      onSelect={onSelect}
    />
  )
}

const number = (
  id: string,
  header: string,
  value: (figure: EdgeFigures) => number,
  write: (value: number) => string,
): Column<EdgeFigures> => ({
  id,
  header,
  align: 'end',
  sortValue: value,
  cell: figure => write(value(figure)),
})

const whole = (value: number): string => value.toLocaleString('en-US')

const identity: readonly Column<EdgeFigures>[] = [
  { id: 'edge', header: 'Edge', sortValue: figure => figure.edge, cell: figure => figure.edge },
  number('size', 'Size', figure => figure.sizeBytes, formatBytes),
  number('count', 'Count', figure => figure.count, whole),
  number('failures', 'Failed', figure => figure.failures, whole),
]

const rates: readonly Column<EdgeFigures>[] = [
  number('gb', 'GB/s', figure => figure.gbPerSecond, formatNumber),
  number('mib', 'MiB/s', figure => figure.mibPerSecond, formatNumber),
]

const rest = (edges: readonly BenchEdge[]): readonly Column<EdgeFigures>[] => [
  {
    id: 'connector',
    header: 'Connector',
    sortValue: figure => connectorOf(edges, figure.edge),
    cell: figure => (
      <span className="sw-bench-connector sw-truncate" title={connectorOf(edges, figure.edge)}>
        {connectorOf(edges, figure.edge)}
      </span>
    ),
  },
  number('bytes', 'Bytes', figure => figure.bytes, formatBytes),
  number('messages', 'msg/s', figure => figure.messagesPerSecond, formatNumber),
  {
    id: 'integrity',
    header: 'Hashes',
    align: 'end',
    sortValue: figure => figure.integrity.failed,
    cell: ({ integrity }) => hashWords(integrity),
  },
]

function hashWords({ checked, failed }: EdgeFigures['integrity']): string {
  if (checked === 0) return 'not checked'
  return failed === 0 ? `${whole(checked)} right` : `${whole(failed)} of ${whole(checked)} wrong`
}

const connectorOf = (edges: readonly BenchEdge[], id: string): string =>
  edges.find(edge => edge.id === id)?.connectorName ?? ''

type Mark = Exclude<keyof Distribution, 'count'>

const phase = (name: BenchPhase, marks: readonly Mark[]) =>
  marks.map(mark =>
    number(
      `${name}-${mark}`,
      `${name} ${mark === 'p999' ? 'p99.9' : mark}`,
      figure => figure.phases[name][mark],
      formatMicros,
    ),
  )

const ALL_MARKS = ['p50', 'p90', 'p99', 'max'] as const

/** `runtime` uses the names of the runtime's own transfer records, of medians. */
const DETAIL_COLUMNS: Readonly<Record<TableDetail, readonly Column<EdgeFigures>[]>> = {
  usual: (['total', 'put', 'get'] as const).flatMap(name => phase(name, ALL_MARKS)),
  total: phase('total', ['min', 'mean', 'p50', 'p90', 'p95', 'p99', 'p999', 'max']),
  phases: [
    ...(['encode', 'put', 'notify', 'get', 'decode'] as const).flatMap(name => phase(name, ['p50', 'p99'])),
    ...phase('total', ALL_MARKS),
  ],
  runtime: RUNTIME_NAMES.map(name => number(name, name, figure => runtimeRecord(figure)[name], formatNumber)),
}
