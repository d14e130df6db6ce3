import { CircleCheck, CircleHelp, CircleX, RefreshCw, TriangleAlert } from 'lucide-react'
import type { PreflightCheck } from '../../core/contract/host.ts'
import { Alert, Gap, Inline, Panel } from '../panel/index.ts'
import { Button, type Column, DataTable, EmptyState } from '../ui/index.ts'
import './preflight.css'

export interface PreflightViewProps {
  /** Null before the first run. */
  readonly checks: readonly PreflightCheck[] | null
  readonly running: boolean
  readonly error: string | null
  /** The text has changed since the checks ran. */
  readonly stale: boolean
  readonly onRun: () => void
}

const STATUS = {
  ok: { icon: CircleCheck, color: 'var(--sw-ok)', word: 'fine', rank: 3 },
  warning: { icon: TriangleAlert, color: 'var(--sw-warning-mark)', word: 'warning', rank: 1 },
  error: { icon: CircleX, color: 'var(--sw-error)', word: 'error', rank: 0 },
  unknown: { icon: CircleHelp, color: 'var(--sw-text-faint)', word: 'not known', rank: 2 },
} as const

/** What this machine has to say to the file: ports, shared memory, limits, devices, addresses. */
export function PreflightView({ checks, running, error, stale, onRun }: PreflightViewProps) {
  const run = (
    <Button small tone="primary" icon={<RefreshCw size={13} />} disabled={running} onClick={onRun}>
      {running ? 'Checking …' : checks === null ? 'Check this machine' : 'Check again'}
    </Button>
  )
  if (checks === null && error === null)
    return (
      <EmptyState title="This machine was not checked yet" actions={run}>
        Binds every planned port on loopback for a moment and looks at shared memory, memory limits, RDMA
        devices, the address that auto picks, and what dead runs left behind. Nothing stays. From then on
        Problems and Ports count with this machine too.
      </EmptyState>
    )
  return (
    <Panel
      bar={
        <>
          {run}
          <span className="sw-muted" role="status">
            {checks !== null && summary(checks)}
          </span>
          <Gap />
          {stale && <span className="sw-muted">The file has changed since.</span>}
        </>
      }
    >
      {error !== null && <Alert tone="error">{error}</Alert>}
      {checks !== null && (
        <div className="sw-panel-body sw-preflight">
          <DataTable
            label="Checks of this machine"
            columns={COLUMNS}
            rows={checks}
            rowKey={check => check.id}
            initialSort={{ column: 'status', descending: false }}
            rowTone={check => (check.status === 'error' || check.status === 'warning' ? check.status : null)}
          />
        </div>
      )}
    </Panel>
  )
}

function summary(checks: readonly PreflightCheck[]): string {
  const count = (status: PreflightCheck['status']) => checks.filter(check => check.status === status).length
  const bad = [
    [count('error'), 'error', 'errors'],
    [count('warning'), 'warning', 'warnings'],
  ] as const
  const words = bad.filter(([n]) => n > 0).map(([n, one, many]) => `${n} ${n === 1 ? one : many}`)
  return `${checks.length} checks: ${words.length === 0 ? 'nothing stands in the way' : words.join(', ')}.`
}

const COLUMNS: readonly Column<PreflightCheck>[] = [
  {
    id: 'status',
    header: 'Result',
    hideHeader: true,
    width: '34px',
    cell: ({ status }) => {
      const { icon: Icon, color, word } = STATUS[status]
      return <Icon size={15} color={color} role="img" aria-label={word} />
    },
    sortValue: ({ status }) => STATUS[status].rank,
  },
  { id: 'title', header: 'Check', width: '30%', cell: ({ title }) => title, sortValue: ({ title }) => title },
  {
    id: 'detail',
    header: 'Found',
    cell: ({ detail }) => (
      <span className="sw-preflight-detail">
        <Inline text={detail} />
      </span>
    ),
  },
]
