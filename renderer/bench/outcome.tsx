import { drillVerdict, isPlayed } from '../../core/bench/drills.ts'
import { formatMillis } from '../../core/bench/format.ts'
import { environmentRows, pathWords, residueText } from '../../core/bench/report/words.ts'
import type {
  BenchAddress,
  BenchEdge,
  BenchPlan,
  BenchReport,
  DrillOutcome,
  EdgeFailure,
  Residue,
} from '../../core/bench/types.ts'
import { Alert, Facts } from '../panel/index.ts'
import { Badge, type Column, DataTable, EmptyState } from '../ui/index.ts'
import { drillLabel } from './option-words.ts'

/** Edges that failed, each with the cause and what helps; the others went on. */
export function Failures(props: {
  readonly failures: readonly EdgeFailure[]
  readonly onEdge: (edge: string) => void
}) {
  return props.failures.map(failure => (
    <Alert key={`${failure.edge}${failure.code}${failure.message}`} tone="error">
      <button type="button" className="sw-link" onClick={() => props.onEdge(failure.edge)}>
        {failure.edge}
      </button>{' '}
      <b>{failure.code}</b> {failure.message} {failure.advice}
    </Alert>
  ))
}

/** Everything that a run left behind, as names; none is what it must be. */
export const residueNames = (residue: Residue): readonly string[] => [
  ...residue.segments.map(name => `segment ${name}`),
  ...residue.lockFiles.map(name => `lock file ${name}`),
  ...residue.fifos.map(name => `FIFO ${name}`),
  ...residue.sockets.map(name => `socket ${name}`),
  ...residue.processes.map(pid => `process ${pid}`),
]

export function ResidueLine({ residue }: { readonly residue: Residue }) {
  const names = residueNames(residue)
  return names.length === 0 ? (
    <span className="sw-bench-clean">Nothing left behind.</span>
  ) : (
    <span className="sw-bench-residue" title={names.join('\n')}>
      Left behind: {names.slice(0, 3).join(', ')}
      {names.length > 3 && ` and ${names.length - 3} more`}.
    </span>
  )
}

/** The same in one word, for a column that says what it is. */
const ResidueWord = ({ residue }: { readonly residue: Residue }) => {
  const names = residueNames(residue)
  return (
    <span
      className={names.length === 0 ? 'sw-bench-clean' : 'sw-bench-residue'}
      title={names.length === 0 ? undefined : names.join('\n')}
    >
      {residueText(residue)}
    </span>
  )
}

/** What each edge runs through, and what stands in for what. */
export function PlanList({ plan }: { readonly plan: Omit<BenchPlan, 'stages'> }) {
  return (
    <ul className="sw-bench-plan">
      {plan.edges.map(edge => (
        <li key={edge.id}>
          <b>{edge.id}</b> {edge.connectorName}{' '}
          <Badge>{edge.transport === 'tcp' ? 'TCP on loopback' : 'shared memory'}</Badge>
          <Addresses edge={edge} />
          {pathWords(plan, edge) !== '' && <p className="sw-muted">{pathWords(plan, edge).trim()}</p>}
          {edge.standIn !== null && <p className="sw-muted">{edge.standIn}</p>}
        </li>
      ))}
      {plan.skipped.map(({ edge, reason }) => (
        <li key={`skipped ${edge}`}>
          <b>{edge}</b> <Badge tone="warning">does not run</Badge>
          <p className="sw-muted">{reason}</p>
        </li>
      ))}
    </ul>
  )
}

/** Where the sender listens, and where the receiver dials if that is elsewhere. */
function Addresses({ edge: { bind, dial } }: { readonly edge: BenchEdge }) {
  if (bind === null || bind.port === 0) return null
  const elsewhere = dial !== null && (dial.host !== bind.host || dial.port !== bind.port)
  return (
    <>
      {' '}
      <Address at={bind} />
      {elsewhere && (
        <>
          , dialled at <Address at={dial} />
        </>
      )}
    </>
  )
}

const Address = ({ at: { host, port, mappedFrom } }: { readonly at: BenchAddress }) => (
  <span className="sw-mono">
    {host}:{port}
    {mappedFrom !== host && <span className="sw-muted"> for {mappedFrom}</span>}
  </span>
)

export function DrillTable({ drills }: { readonly drills: readonly DrillOutcome[] }) {
  if (drills.length === 0)
    return (
      <EmptyState title="No drill yet">
        The mode Drill breaks something on purpose and says what followed.
      </EmptyState>
    )
  return (
    <div className="sw-bench-drills">
      <DataTable
        label="Drills"
        columns={DRILL_COLUMNS}
        rows={drills}
        rowKey={drill => `${drill.drill} ${drill.edge}`}
        rowTone={drill => (drill.asExpected ? null : 'error')}
      />
    </div>
  )
}

const DRILL_COLUMNS: readonly Column<DrillOutcome>[] = [
  { id: 'drill', header: 'Drill', cell: ({ drill }) => drillLabel(drill), sortValue: ({ drill }) => drill },
  { id: 'edge', header: 'Edge', cell: ({ edge }) => edge, sortValue: ({ edge }) => edge },
  {
    id: 'result',
    header: 'Result',
    cell: drill => (
      <Badge tone={!isPlayed(drill) ? 'neutral' : drill.asExpected ? 'ok' : 'error'}>
        {drillVerdict(drill)}
      </Badge>
    ),
    sortValue: ({ asExpected }) => Number(asExpected),
  },
  { id: 'expected', header: 'Expected of the runtime', cell: ({ expected }) => expected },
  {
    id: 'happened',
    header: 'What happened',
    cell: ({ happened, simulated }) => (
      <>
        {happened}
        {simulated !== null && <span className="sw-muted"> Simulated: {simulated}</span>}
      </>
    ),
  },
  {
    id: 'after',
    header: 'Noticed after',
    align: 'end',
    cell: ({ noticedAfterMs }) => (noticedAfterMs === null ? '–' : formatMillis(noticedAfterMs)),
    sortValue: ({ noticedAfterMs }) => noticedAfterMs,
  },
  { id: 'residue', header: 'Left behind', cell: ({ residue }) => <ResidueWord residue={residue} /> },
]

/** Machine, versions and conditions: what a figure means nothing without. */
export function EnvironmentFacts({ report }: { readonly report: BenchReport }) {
  return <Facts items={environmentRows(report)} />
}
