import { formatBytes, formatMillis, formatNumber } from '../../core/bench/format.ts'
import type { EdgeRef } from '../../core/contract/finding.ts'
import type { LogEdgeFigures } from '../../core/logs/index.ts'
import { type Column, DataTable, EmptyState } from '../ui/index.ts'

/** What the log says of the transfers of each edge, summed up. */
export function LogTransfers(props: {
  readonly figures: readonly LogEdgeFigures[]
  readonly onPlace: (edges: readonly EdgeRef[], stages: readonly string[]) => void
}) {
  if (props.figures.length === 0)
    return <EmptyState title="No transfer">The log has no figure of a transfer.</EmptyState>
  return (
    <DataTable
      label="Transfers per edge"
      columns={TRANSFER_COLUMNS}
      rows={props.figures}
      rowKey={row => row.edge}
      rowTone={row => (row.failures > 0 ? 'error' : null)}
      onSelect={row => {
        const [from, to] = row.edge.split('->')
        if (from !== undefined && to !== undefined) props.onPlace([{ from, to }], [])
      }}
    />
  )
}

const TRANSFER_COLUMNS: readonly Column<LogEdgeFigures>[] = [
  {
    id: 'edge',
    header: 'Edge',
    cell: row => (row.edge === '' ? <span className="sw-muted">not told</span> : row.edge),
    sortValue: row => row.edge,
  },
  { id: 'count', header: 'Transfers', align: 'end', cell: row => row.count, sortValue: row => row.count },
  {
    id: 'bytes',
    header: 'Bytes',
    align: 'end',
    cell: row => formatBytes(row.bytes),
    sortValue: row => row.bytes,
  },
  {
    id: 'time',
    header: 'Median time',
    align: 'end',
    cell: row => (row.medianMillis === null ? '–' : formatMillis(row.medianMillis)),
    sortValue: row => row.medianMillis,
  },
  {
    id: 'rate',
    header: 'Median MiB/s',
    align: 'end',
    cell: row => (row.medianMib === null ? '–' : formatNumber(row.medianMib)),
    sortValue: row => row.medianMib,
  },
  {
    id: 'failures',
    header: 'Failures',
    align: 'end',
    cell: row => row.failures,
    sortValue: row => row.failures,
  },
]
