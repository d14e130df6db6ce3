import { formatNumber } from '../../core/bench/format.ts'
import { Badge, type Column, DataTable } from '../ui/index.ts'
import type { DeviceRow } from './rack.ts'

/** Which physical card each rank ends up on: the id in the file is an index into what the process sees. */
export const DeviceTable = (props: {
  readonly rows: readonly DeviceRow[]
  readonly onSelect: (stage: string) => void
}) => (
  <DataTable
    label="Devices by rank"
    columns={COLUMNS}
    rows={props.rows}
    rowKey={row => `${row.stage}:${row.replica}:${row.rank}:${row.yamlId}`}
    rowTone={row => (row.physical === null ? 'error' : null)}
    onActivate={row => props.onSelect(row.stage)}
  />
)

const COLUMNS: readonly Column<DeviceRow>[] = [
  {
    id: 'stage',
    header: 'Stage',
    cell: row => (
      <span className="sw-truncate" title={row.label}>
        {row.label}
      </span>
    ),
    sortValue: row => row.stage,
  },
  { id: 'replica', header: 'Replica', align: 'end', cell: row => row.replica, sortValue: row => row.replica },
  { id: 'rank', header: 'Rank', align: 'end', cell: row => row.rank, sortValue: row => row.rank },
  { id: 'host', header: 'Host', cell: row => row.host, sortValue: row => row.host },
  {
    id: 'yaml',
    header: 'Id in the file',
    align: 'end',
    cell: row => row.yamlId,
    sortValue: row => row.yamlId,
  },
  {
    id: 'visible',
    header: 'CUDA_VISIBLE_DEVICES',
    cell: row => (row.visible === null ? <span className="sw-muted">all</span> : row.visible.join(',')),
  },
  {
    id: 'physical',
    header: 'Physical card',
    align: 'end',
    cell: row =>
      row.physical ?? (
        <Badge tone="error" title="No position among the visible devices">
          none
        </Badge>
      ),
    sortValue: row => row.physical,
  },
  {
    id: 'share',
    header: 'Memory share',
    align: 'end',
    cell: row =>
      row.share === null ? (
        <span className="sw-muted">none set</span>
      ) : (
        `${formatNumber(row.share * 100)} %${row.assumed ? ' (default)' : ''}`
      ),
    sortValue: row => row.share,
  },
]
