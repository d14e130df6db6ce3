import { useId, useMemo, useState } from 'react'
import type { Path, Range } from '../../core/document/types.ts'
import type { EqualityRow, Migration, MigrationItem, MigrationKind } from '../../core/migrate/index.ts'
import type { PyValue } from '../../core/value/index.ts'
import { Alert, DiffView, Inline, lineDiff, valueText } from '../panel/index.ts'
import { Badge, Checkbox, type Column, DataTable, Tabs, type Tone } from '../ui/index.ts'
import './migrate.css'

export interface MigrateViewProps {
  readonly before: string
  readonly migration: Migration
  readonly onReveal: (place: Path | Range) => void
}

const TABS = ['report', 'comparison', 'text'] as const
type MigrateTab = (typeof TABS)[number]

/** What became of each setting, both resolutions side by side, and the new text. */
export function MigrateView({ before, migration, onReveal }: MigrateViewProps) {
  const [tab, setTab] = useState<MigrateTab>('report')
  const id = useId()
  const differing = migration.equality.filter(row => !row.equal).length
  const titles: Readonly<Record<MigrateTab, string>> = {
    report: `Report (${migration.items.length})`,
    comparison: differing === 0 ? 'Comparison: all equal' : `Comparison (${differing} differ)`,
    text: 'New text',
  }
  return (
    <div className="sw-migrate">
      {migration.equivalent ? (
        <Alert tone="ok">
          Both files resolve to {migration.equality.length} settings: equal, or different for a reason that
          the comparison gives.
        </Alert>
      ) : (
        <Alert tone="warning">
          Some settings come out differently without a reason. Look at the comparison before you use the new
          file.
        </Alert>
      )}
      {migration.pipeline === null && (
        <Alert tone="info">
          No pipeline is known for this file, so the topology that is left out could not be compared. Choose
          one in the launch context.
        </Alert>
      )}
      <Tabs
        label="Views of the migration"
        value={tab}
        controls={id}
        items={TABS.map(value => ({ value, label: titles[value] }))}
        onChange={setTab}
      />
      <div id={id} role="tabpanel" aria-label={titles[tab]} className="sw-migrate-part">
        {tab === 'report' && <Report items={migration.items} onReveal={onReveal} />}
        {tab === 'comparison' && <Comparison rows={migration.equality} />}
        {tab === 'text' && <NewText before={before} after={migration.text} />}
      </div>
      <p className="sw-muted">
        Start the runtime with <code>{migration.flag.after}</code> instead of{' '}
        <code>{migration.flag.before}</code>.
      </p>
    </div>
  )
}

const KINDS: Readonly<Record<MigrationKind, { readonly label: string; readonly tone: Tone }>> = {
  moved: { label: 'moved', tone: 'neutral' },
  renamed: { label: 'renamed', tone: 'accent' },
  dropped: { label: 'dropped', tone: 'warning' },
  hoisted: { label: 'lifted', tone: 'neutral' },
  'made-explicit': { label: 'written out', tone: 'info' },
  kept: { label: 'kept', tone: 'neutral' },
  registry: { label: 'needs code', tone: 'error' },
}

const pathText = (path: Path | null): string => (path === null ? '–' : path.join('.'))

function Report(props: {
  readonly items: readonly MigrationItem[]
  readonly onReveal: MigrateViewProps['onReveal']
}) {
  const columns = useMemo<readonly Column<MigrationItem>[]>(
    () => [
      {
        id: 'kind',
        header: 'What',
        width: '104px',
        cell: ({ kind }) => <Badge tone={KINDS[kind].tone}>{KINDS[kind].label}</Badge>,
        sortValue: ({ kind }) => Object.keys(KINDS).indexOf(kind),
      },
      {
        id: 'from',
        header: 'In the legacy file',
        cell: ({ from }) =>
          from === null ? (
            <span className="sw-muted">not written</span>
          ) : (
            <button type="button" className="sw-link sw-mono" onClick={() => props.onReveal(from)}>
              {pathText(from)}
            </button>
          ),
        sortValue: ({ from }) => pathText(from),
      },
      {
        id: 'to',
        header: 'In the deploy file',
        cell: ({ to }) => <code>{pathText(to)}</code>,
        sortValue: ({ to }) => pathText(to),
      },
      { id: 'message', header: 'Why', cell: ({ message }) => <Inline text={message} /> },
    ],
    [props.onReveal],
  )
  return (
    <DataTable
      label="What became of each setting"
      columns={columns}
      rows={props.items}
      rowKey={item => `${item.kind} ${pathText(item.from)} ${pathText(item.to)} ${item.message}`}
    />
  )
}

function Comparison({ rows }: { readonly rows: readonly EqualityRow[] }) {
  const [all, setAll] = useState(rows.every(row => row.equal))
  return (
    <>
      <Checkbox label="Show equal settings too" checked={all} onChange={setAll} />
      <DataTable
        label="Both resolutions"
        columns={EQUALITY_COLUMNS}
        rows={all ? rows : rows.filter(row => !row.equal)}
        rowKey={row => `${row.subject} ${row.field}`}
        rowTone={row => (row.equal || row.reason !== null ? null : 'error')}
      />
    </>
  )
}

const shown = (value: PyValue | undefined): string => (value === undefined ? 'nothing' : valueText(value))

const EQUALITY_COLUMNS: readonly Column<EqualityRow>[] = [
  { id: 'subject', header: 'Of', width: '84px', cell: row => row.subject, sortValue: row => row.subject },
  { id: 'field', header: 'Setting', cell: row => <code>{row.field}</code>, sortValue: row => row.field },
  { id: 'before', header: 'Legacy', width: '30%', cell: row => <code>{shown(row.before)}</code> },
  { id: 'after', header: 'Deploy', width: '20%', cell: row => <code>{shown(row.after)}</code> },
  {
    id: 'equal',
    header: 'Result',
    cell: row =>
      row.equal ? (
        <Badge tone="ok">equal</Badge>
      ) : row.reason === null ? (
        <Badge tone="error">differs</Badge>
      ) : (
        row.reason
      ),
    sortValue: row => (row.equal ? 2 : row.reason === null ? 0 : 1),
  },
]

function NewText({ before, after }: { readonly before: string; readonly after: string }) {
  const [asDiff, setAsDiff] = useState(false)
  const diff = useMemo(() => (asDiff ? lineDiff(before, after) : null), [asDiff, before, after])
  return (
    <>
      <Checkbox label="As a difference to the legacy file" checked={asDiff} onChange={setAsDiff} />
      {diff === null ? (
        <pre className="sw-migrate-text">{after}</pre>
      ) : (
        <DiffView label="From the legacy to the deploy file" diff={diff} />
      )}
    </>
  )
}
