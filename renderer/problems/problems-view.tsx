import { CircleCheck, FilterX } from 'lucide-react'
import { type KeyboardEvent, type ReactNode, useMemo, useState } from 'react'
import type { Finding } from '../../core/contract/finding.ts'
import { lineColumn } from '../../core/document/index.ts'
import type { Path, Range, TextEdit } from '../../core/document/types.ts'
import { Panel, SeverityIcon } from '../panel/index.ts'
import { Badge, Button, type Column, DataTable, EmptyState } from '../ui/index.ts'
import { findingPlace } from './finding-words.ts'
import { batchFixes } from './fix-batch.ts'
import { ProblemDetail } from './problem-detail.tsx'
import {
  bySeverity,
  countFindings,
  filterFindings,
  findingKeys,
  NO_FILTER,
  type ProblemFilter,
  SEVERITIES,
} from './problem-filter.ts'
import { ProblemsBar } from './problems-bar.tsx'
import './problems.css'

export interface ProblemsViewProps {
  readonly findings: readonly Finding[]
  /** The text that the findings' ranges refer to. */
  readonly text: string
  readonly stages: readonly { readonly id: string; readonly label: string }[]
  readonly onReveal: (place: Path | Range) => void
  readonly onApply: (title: string, edits: readonly TextEdit[]) => void
  /** False where no comment would be read: the text is broken, or JSON. */
  readonly canMute: boolean
  readonly onMute: (finding: Finding, reason: string) => void
  readonly onRule: (code: string) => void
  /** How many rules looked at the file, and for which target. */
  readonly checked?: { readonly rules: number; readonly target: string }
  /** What to do next when there is nothing to mend. */
  readonly next?: ReactNode
}

export function ProblemsView(props: ProblemsViewProps) {
  const { findings, text } = props
  const [filter, setFilter] = useState<ProblemFilter>(NO_FILTER)
  const [selectedKey, setSelectedKey] = useState<string | null>(null)
  const [muting, setMuting] = useState(false)
  const keys = useMemo(() => findingKeys(findings), [findings])
  const shown = useMemo(() => bySeverity(filterFindings(findings, filter)), [findings, filter])
  const counts = useMemo(() => countFindings(findings), [findings])
  const codes = useMemo(() => [...new Set(findings.map(finding => finding.code))].sort(), [findings])
  const selected = shown.find(finding => keys.get(finding) === selectedKey) ?? shown[0] ?? null
  const batch = useMemo(() => batchFixes(findings, selected?.code ?? ''), [findings, selected])
  const columns = useMemo(() => columnsFor(text), [text])

  const mutable = (finding: Finding): boolean =>
    props.canMute && finding.muted === null && finding.range !== null
  const place = (finding: Finding): Path | Range => finding.range ?? finding.path
  const applyFix = () => {
    if (selected?.fix) props.onApply(selected.fix.title, selected.fix.edits)
  }
  const applyAll = () => {
    if (batch.fixed.length > 1) props.onApply(`Fix all ${selected?.code ?? ''}`, batch.edits)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !isRow(event.target)) return
    const action = ROW_KEYS[event.key.toLowerCase()]
    if (action === undefined || selected === null) return
    event.preventDefault()
    if (action === 'fix') applyFix()
    else if (action === 'fixAll') applyAll()
    else if (mutable(selected)) setMuting(true)
  }

  if (findings.length === 0) {
    return (
      <EmptyState
        icon={<CircleCheck size={22} color="var(--sw-ok)" />}
        title="No problems"
        actions={props.next}
      >
        {props.checked === undefined
          ? 'Nothing in this file is known to fail, hang or fall back for the chosen target.'
          : `${props.checked.rules} rules hold for target ${props.checked.target}: nothing in this file is known to fail, hang or fall back.`}
      </EmptyState>
    )
  }
  return (
    <Panel
      bar={
        <ProblemsBar
          filter={filter}
          counts={counts}
          codes={codes}
          stages={props.stages}
          onFilter={patch => setFilter({ ...filter, ...patch })}
        />
      }
    >
      {selected === null ? (
        <EmptyState
          icon={<FilterX size={22} />}
          title="No problem passes the filter"
          actions={
            <Button small onClick={() => setFilter(NO_FILTER)}>
              Clear the filter
            </Button>
          }
        />
      ) : (
        <div className="sw-panel-columns">
          {/* biome-ignore lint/a11y/noStaticElementInteractions: keys of the focused row of the table inside */}
          <div className="sw-panel-main sw-problems" onKeyDown={onKeyDown}>
            <DataTable
              label="Problems"
              columns={columns}
              rows={shown}
              rowKey={finding => keys.get(finding) ?? finding.code}
              selectedKey={keys.get(selected) ?? null}
              onSelect={finding => {
                setMuting(false)
                setSelectedKey(keys.get(finding) ?? null)
                props.onReveal(place(finding))
              }}
              onActivate={finding => props.onReveal(place(finding))}
            />
          </div>
          <div className="sw-panel-side">
            <ProblemDetail
              key={keys.get(selected)}
              finding={selected}
              target={props.checked?.target ?? null}
              text={text}
              batch={batch}
              mutable={mutable(selected)}
              muting={muting}
              onReveal={props.onReveal}
              onFix={applyFix}
              onFixAll={applyAll}
              onRule={() => props.onRule(selected.code)}
              onMuting={setMuting}
              onMute={reason => {
                setMuting(false)
                props.onMute(selected, reason)
              }}
            />
          </div>
        </div>
      )}
    </Panel>
  )
}

const ROW_KEYS: Readonly<Record<string, 'fix' | 'fixAll' | 'mute'>> = { f: 'fix', a: 'fixAll', m: 'mute' }

const isRow = (target: EventTarget): boolean =>
  target instanceof HTMLElement && target.matches('tr[data-row]')

const columnsFor = (text: string): readonly Column<Finding>[] => [
  {
    id: 'severity',
    header: 'Severity',
    hideHeader: true,
    width: '34px',
    cell: finding => <SeverityIcon severity={finding.severity} />,
    sortValue: finding => SEVERITIES.indexOf(finding.severity),
  },
  {
    id: 'code',
    header: 'Rule',
    width: '84px',
    cell: finding => <span className="sw-mono">{finding.code}</span>,
    sortValue: finding => finding.code,
  },
  {
    id: 'message',
    header: 'Problem',
    cell: finding => (
      <span className="sw-problems-cell" title={finding.message}>
        <span className={finding.muted === null ? 'sw-truncate' : 'sw-truncate sw-problems-muted'}>
          {finding.message}
        </span>
        {finding.fix !== null && finding.muted === null && <Badge tone="accent">fix</Badge>}
        {finding.muted !== null && <Badge>muted</Badge>}
      </span>
    ),
    sortValue: finding => finding.message,
  },
  {
    id: 'place',
    header: 'Where',
    width: '92px',
    from: 480,
    cell: finding => <span className="sw-truncate">{findingPlace(finding)}</span>,
    sortValue: finding => findingPlace(finding) || null,
  },
  {
    id: 'line',
    header: 'Line',
    width: '62px',
    from: 360,
    align: 'end',
    cell: finding => (finding.range === null ? '–' : lineColumn(text, finding.range.start).line),
    sortValue: finding => finding.range?.start ?? null,
  },
]
