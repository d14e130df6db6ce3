import { Download, Flame, Network } from 'lucide-react'
import { useMemo, useState } from 'react'
import type { PortPlan } from '../../core/contract/analysis.ts'
import type { Path, Range } from '../../core/document/types.ts'
import { ownerWords, PURPOSE_WORDS } from '../../core/ports/words.ts'
import { Alert, Gap, Panel } from '../panel/index.ts'
import { Button, Checkbox, type Column, DataTable, EmptyState, Select, TextInput } from '../ui/index.ts'
import { PortDetail } from './port-detail.tsx'
import { filterRows, isConflict, NO_PORT_FILTER, type PortFilter, type PortRow } from './port-rows.ts'
import './ports.css'

export interface PortsViewProps {
  readonly rows: readonly PortRow[]
  /** Why the runtime makes nothing of the file; null when it does. */
  readonly refused: string | null
  readonly problems: PortPlan['problems']
  /** A base for the row's connector with which nothing collides; null where none can be written. */
  readonly freeBase: (row: PortRow) => number | null
  readonly onReveal: (place: Path | Range) => void
  readonly onMove: (row: PortRow, base: number) => void
  /** Whether the row's base is written as an environment variable. */
  readonly isFromEnvironment: (row: PortRow) => boolean
  readonly onEnvironment: () => void
  readonly onCsv: (rows: readonly PortRow[]) => void
  readonly onFirewall: (rows: readonly PortRow[]) => void
}

const ANY = '\u0000any'

/** Every socket of the plan by host and port; the chosen one in detail. */
export function PortsView(props: PortsViewProps) {
  const { rows, problems } = props
  const [filter, setFilter] = useState<PortFilter>(NO_PORT_FILTER)
  const [selectedKey, setSelectedKey] = useState<string | null>(null)
  const shown = useMemo(() => filterRows(byHostAndPort(rows), filter), [rows, filter])
  const selected = shown.find(row => row.key === selectedKey) ?? shown.find(isConflict) ?? shown[0] ?? null
  if (rows.length === 0 && problems.length === 0)
    return (
      <EmptyState icon={<Network size={22} />} title="No ports">
        {props.refused === null
          ? 'No edge of this file binds or dials a port: shared memory and stores need none of their own.'
          : `The runtime refuses this file, so no port is planned: ${props.refused}`}
      </EmptyState>
    )
  return (
    <Panel
      bar={
        <Bar
          {...props}
          shown={shown}
          filter={filter}
          onFilter={patch => setFilter({ ...filter, ...patch })}
        />
      }
    >
      {problems.map(({ edge, message, raises }) => (
        <Alert key={`${edge.from} ${edge.to} ${message}`} tone="error">
          Ports of {edge.from}→{edge.to} can’t be computed: {message}{' '}
          {raises === 'EnvVarExpansionError' && (
            <button type="button" className="sw-link" onClick={props.onEnvironment}>
              Set it in the environment
            </button>
          )}
        </Alert>
      ))}
      {selected === null ? (
        <EmptyState
          title={rows.length === 0 ? 'No port can be planned' : 'No port passes the filter'}
          actions={
            rows.length > 0 && (
              <Button small onClick={() => setFilter(NO_PORT_FILTER)}>
                Clear the filter
              </Button>
            )
          }
        />
      ) : (
        <div className="sw-panel-columns">
          <div className="sw-panel-main sw-ports">
            <DataTable
              label="Port plan"
              columns={COLUMNS}
              rows={shown}
              rowKey={row => row.key}
              selectedKey={selected.key}
              rowTone={row => (isConflict(row) ? 'error' : null)}
              onSelect={row => setSelectedKey(row.key)}
              onActivate={row => props.onReveal(row.endpoint.path)}
            />
          </div>
          <div className="sw-panel-side">
            <PortDetail
              key={selected.key}
              row={selected}
              freeBase={props.freeBase}
              onReveal={props.onReveal}
              onMove={props.onMove}
              onEnvironment={props.isFromEnvironment(selected) ? props.onEnvironment : null}
            />
          </div>
        </div>
      )}
    </Panel>
  )
}

const byHostAndPort = (rows: readonly PortRow[]): readonly PortRow[] =>
  [...rows].sort(
    (a, b) =>
      a.host.localeCompare(b.host) ||
      a.endpoint.port - b.endpoint.port ||
      a.endpoint.action.localeCompare(b.endpoint.action),
  )

interface BarProps extends PortsViewProps {
  readonly shown: readonly PortRow[]
  readonly filter: PortFilter
  readonly onFilter: (patch: Partial<PortFilter>) => void
}

function Bar({ rows, shown, filter, onFilter, onCsv, onFirewall }: BarProps) {
  const hosts = [...new Set(rows.map(row => row.host))].sort()
  const conflicts = rows.filter(isConflict).length
  return (
    <>
      <TextInput
        type="search"
        aria-label="Filter ports"
        placeholder="Filter"
        value={filter.words}
        onChange={event => onFilter({ words: event.currentTarget.value })}
      />
      <Select
        aria-label="Host"
        value={filter.host ?? ANY}
        options={[{ value: ANY, label: 'All hosts' }, ...hosts.map(host => ({ value: host, label: host }))]}
        onChange={host => onFilter({ host: host === ANY ? null : host })}
      />
      <Select
        aria-label="Action"
        value={filter.action ?? ANY}
        options={[
          { value: ANY, label: 'Bound and dialled' },
          { value: 'bind', label: 'Bound' },
          { value: 'dial', label: 'Dialled' },
        ]}
        onChange={action => onFilter({ action: action === 'bind' || action === 'dial' ? action : null })}
      />
      <Checkbox
        label={`Conflicts only (${conflicts})`}
        checked={filter.conflictsOnly}
        onChange={conflictsOnly => onFilter({ conflictsOnly })}
      />
      <Gap />
      <Button small icon={<Download size={13} />} onClick={() => onCsv(shown)}>
        CSV
      </Button>
      <Button small icon={<Flame size={13} />} onClick={() => onFirewall(shown)}>
        Firewall list
      </Button>
    </>
  )
}

const COLUMNS: readonly Column<PortRow>[] = [
  {
    id: 'host',
    header: 'Host',
    cell: row => (
      <span
        className="sw-truncate"
        title={row.host === row.endpoint.host ? row.host : `${row.host}: ${row.endpoint.host}`}
      >
        {row.host}
      </span>
    ),
    sortValue: row => row.host,
  },
  {
    id: 'port',
    header: 'Port',
    align: 'end',
    width: '66px',
    cell: row => <b>{row.endpoint.port}</b>,
    sortValue: row => row.endpoint.port,
  },
  {
    id: 'action',
    header: 'Action',
    width: '66px',
    cell: row => (row.endpoint.action === 'bind' ? 'binds' : 'dials'),
    sortValue: row => row.endpoint.action,
  },
  {
    id: 'stage',
    header: 'Stage',
    width: '64px',
    // The orchestrator is no stage; “For” names it.
    cell: row => (
      <span className="sw-truncate" title={row.endpoint.stage}>
        {row.endpoint.purpose === 'orchestrator' ? '–' : row.endpoint.stage}
      </span>
    ),
    sortValue: row => row.endpoint.stage,
  },
  {
    id: 'edge',
    header: 'Edge',
    width: '64px',
    from: 480,
    cell: row => `${row.endpoint.edge.from}→${row.endpoint.edge.to}`,
    sortValue: row => `${row.endpoint.edge.from} ${row.endpoint.edge.to}`,
  },
  {
    id: 'rank',
    header: 'Rank',
    align: 'end',
    width: '58px',
    from: 620,
    cell: row => row.endpoint.rank,
    sortValue: row => row.endpoint.rank,
  },
  {
    id: 'replica',
    header: 'Replica',
    align: 'end',
    width: '74px',
    from: 620,
    cell: row => row.endpoint.replica,
    sortValue: row => row.endpoint.replica,
  },
  {
    id: 'purpose',
    header: 'For',
    width: '112px',
    from: 360,
    cell: row => PURPOSE_WORDS[row.endpoint.purpose],
    sortValue: row => row.endpoint.purpose,
  },
  {
    id: 'connector',
    header: 'Connector',
    from: 900,
    cell: row => (
      <span className="sw-truncate" title={row.endpoint.connectorName}>
        {row.endpoint.connectorLabel ?? row.endpoint.connectorName}
      </span>
    ),
    sortValue: row => row.endpoint.connectorLabel ?? row.endpoint.connectorName,
  },
  {
    id: 'conflict',
    header: 'Also wanted by',
    from: 760,
    cell: row => {
      const others = [...row.rivals.map(ownerWords), ...(row.takenBy === null ? [] : [row.takenBy])]
      return (
        <span className="sw-truncate" title={others.join('\n')}>
          {others.join(', ')}
        </span>
      )
    },
    sortValue: row => row.rivals.length + (row.takenBy === null ? 0 : 1),
  },
]
