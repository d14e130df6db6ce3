import type { PortEndpoint } from '../../core/contract/analysis.ts'
import type { Path, Range } from '../../core/document/types.ts'
import { PURPOSE_WORDS } from '../../core/ports/words.ts'
import { type Column, DataTable, EmptyState } from '../ui/index.ts'

/** The sockets of one worker, each with the computation of its number. */
export function PortList(props: {
  readonly ports: readonly PortEndpoint[]
  readonly onReveal: (place: Path | Range) => void
}) {
  if (props.ports.length === 0)
    return <EmptyState title="No port">This worker binds and dials no port of its own.</EmptyState>
  return (
    <DataTable
      label="Ports of this worker"
      columns={COLUMNS}
      rows={props.ports}
      rowKey={portKey}
      onActivate={port => props.onReveal(port.path)}
    />
  )
}

const portKey = (port: PortEndpoint): string =>
  `${port.action} ${port.host} ${port.port} ${port.purpose} ${port.edge.from} ${port.edge.to} ${port.formula}`

const COLUMNS: readonly Column<PortEndpoint>[] = [
  {
    id: 'action',
    header: 'Action',
    cell: port => (port.action === 'bind' ? 'binds' : 'dials'),
    sortValue: port => port.action,
  },
  { id: 'host', header: 'Host', cell: port => port.host, sortValue: port => port.host },
  {
    id: 'port',
    header: 'Port',
    align: 'end',
    cell: port => <b>{port.port}</b>,
    sortValue: port => port.port,
  },
  {
    id: 'purpose',
    header: 'For',
    cell: port => PURPOSE_WORDS[port.purpose],
    sortValue: port => port.purpose,
  },
  { id: 'edge', header: 'Edge', cell: port => `${port.edge.from}→${port.edge.to}` },
  { id: 'formula', header: 'Computed as', cell: port => <code>{port.formula}</code> },
]
