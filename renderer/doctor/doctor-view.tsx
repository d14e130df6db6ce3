import { X } from 'lucide-react'
import { useId, useState } from 'react'
import { formatBytes, formatMillis, formatNumber } from '../../core/bench/format.ts'
import type { EdgeRef } from '../../core/contract/finding.ts'
import { Alert, Facts, Gap, Panel } from '../panel/index.ts'
import { Badge, Button, type Column, DataTable, EmptyState, Tabs, type Tone } from '../ui/index.ts'
import './doctor.css'
import type { LogEntry, LogKind, LogReport } from '../../core/logs/index.ts'
import { LogIntake } from './log-intake.tsx'
import { LogTransfers } from './log-transfers.tsx'

export interface DoctorViewProps {
  readonly log: string
  readonly name: string | null
  readonly reading: LogReport
  readonly onLog: (log: string, name: string | null) => void
  /** Shows where an entry belongs on the graph. */
  readonly onPlace: (edges: readonly EdgeRef[], stages: readonly string[]) => void
  readonly onRule: (code: string) => void
  readonly onError: (message: string) => void
}

type DoctorTab = 'entries' | 'transfers'

/** A log of the runtime, explained: which lines matter, which edges and rules they belong to, and the figures. */
export function DoctorView(props: DoctorViewProps) {
  if (props.log === '') return <LogIntake onLog={props.onLog} onError={props.onError} />
  return <Diagnosis {...props} />
}

function Diagnosis(props: DoctorViewProps) {
  const { reading } = props
  const [tab, setTab] = useState<DoctorTab>('entries')
  const [selectedLine, setSelectedLine] = useState<number | null>(null)
  const id = useId()
  const selected = reading.entries.find(entry => entry.line === selectedLine) ?? reading.entries[0] ?? null
  return (
    <Panel
      bar={
        <>
          <Tabs
            label="Views of the log"
            value={tab}
            controls={id}
            items={[
              { value: 'entries', label: `Lines that matter (${reading.entries.length})` },
              { value: 'transfers', label: 'Transfers per edge' },
            ]}
            onChange={setTab}
          />
          <Gap />
          <span className="sw-muted sw-truncate" title={props.name ?? undefined}>
            {props.name ?? 'Pasted log'}, {lineCount(reading.lines)}
          </span>
          <Button small icon={<X size={13} />} onClick={() => props.onLog('', null)}>
            Another log
          </Button>
        </>
      }
    >
      {reading.cut && <Alert tone="info">The log is longer than 64 MiB; only its beginning was read.</Alert>}
      {reading.omitted > 0 && (
        <Alert tone="info">
          {reading.omitted.toLocaleString('en-US')} further lines were recognised and are not listed.
        </Alert>
      )}
      <div id={id} role="tabpanel" aria-label="Log" className="sw-doctor-part">
        {tab === 'transfers' ? (
          <LogTransfers figures={reading.edges} onPlace={props.onPlace} />
        ) : selected === null ? (
          <EmptyState title="No line was recognised">
            Nothing in this log speaks of connectors, ports, KV transfers or memory.
          </EmptyState>
        ) : (
          <div className="sw-panel-columns">
            <div className="sw-panel-main sw-doctor-lines">
              <DataTable
                label="Lines that matter"
                columns={COLUMNS}
                rows={reading.entries}
                rowKey={entry => String(entry.line)}
                selectedKey={String(selected.line)}
                rowTone={entry => (entry.kind === 'error' || entry.kind === 'warning' ? entry.kind : null)}
                onSelect={entry => {
                  setSelectedLine(entry.line)
                  props.onPlace(entry.edges, entry.stages)
                }}
              />
            </div>
            <div className="sw-panel-side">
              <Entry entry={selected} onPlace={props.onPlace} onRule={props.onRule} />
            </div>
          </div>
        )}
      </div>
    </Panel>
  )
}

const lineCount = (lines: number): string =>
  lines === 1 ? '1 line' : `${lines.toLocaleString('en-US')} lines`

const KINDS: Readonly<Record<LogKind, { readonly label: string; readonly tone: Tone }>> = {
  error: { label: 'error', tone: 'error' },
  warning: { label: 'warning', tone: 'warning' },
  transfer: { label: 'transfer', tone: 'ok' },
  info: { label: 'note', tone: 'info' },
}

const edgeText = ({ from, to }: EdgeRef): string => `${from}→${to}`

const placeText = (entry: LogEntry): string =>
  [
    ...entry.edges.map(edgeText),
    ...(entry.edges.length === 0 ? entry.stages.map(id => `stage ${id}`) : []),
  ].join(', ')

function Entry({
  entry,
  onPlace,
  onRule,
}: { readonly entry: LogEntry } & Pick<DoctorViewProps, 'onPlace' | 'onRule'>) {
  const { rule, transfer } = entry
  return (
    <article className="sw-doctor-entry" aria-label={`Line ${entry.line} in detail`}>
      <p>{entry.meaning}</p>
      {transfer !== null && (
        <Facts
          items={[
            ...(transfer.bytes === null ? [] : [['Size', formatBytes(transfer.bytes)] as const]),
            ...(transfer.millis === null ? [] : [['Time', formatMillis(transfer.millis)] as const]),
            ...(transfer.mibPerSecond === null
              ? []
              : [
                  [
                    'Rate',
                    `${formatNumber(transfer.mibPerSecond)} MiB/s (${formatNumber((transfer.mibPerSecond * 2 ** 20) / 1e9)} GB/s)`,
                  ] as const,
                ]),
            ...transfer.parts.map(part => [part.name, formatMillis(part.millis)] as const),
          ]}
        />
      )}
      <div className="sw-doctor-actions">
        {entry.edges.map(edge => (
          <Button key={edgeText(edge)} small onClick={() => onPlace([edge], [])}>
            Edge {edgeText(edge)}
          </Button>
        ))}
        {entry.stages.map(stage => (
          <Button key={stage} small onClick={() => onPlace([], [stage])}>
            Stage {stage}
          </Button>
        ))}
        {rule !== null && (
          <Button small onClick={() => onRule(rule)}>
            Rule {rule}
          </Button>
        )}
      </div>
      <h3 className="sw-panel-heading">Line {entry.line}</h3>
      <pre className="sw-doctor-line">{entry.text}</pre>
    </article>
  )
}

const COLUMNS: readonly Column<LogEntry>[] = [
  {
    id: 'line',
    header: 'Line',
    width: '70px',
    align: 'end',
    cell: entry => entry.line,
    sortValue: entry => entry.line,
  },
  {
    id: 'kind',
    header: 'Kind',
    width: '92px',
    cell: entry => <Badge tone={KINDS[entry.kind].tone}>{KINDS[entry.kind].label}</Badge>,
    sortValue: entry => Object.keys(KINDS).indexOf(entry.kind),
  },
  {
    id: 'meaning',
    header: 'Meaning',
    cell: entry => (
      <span className="sw-truncate" title={entry.text}>
        {entry.meaning}
      </span>
    ),
    sortValue: entry => entry.meaning,
  },
  { id: 'place', header: 'Where', width: '92px', cell: placeText, sortValue: placeText },
  {
    id: 'rule',
    header: 'Rule',
    width: '84px',
    cell: entry => entry.rule ?? '',
    sortValue: entry => entry.rule,
  },
]
