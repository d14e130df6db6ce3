import { BookOpen } from 'lucide-react'
import { useMemo, useState } from 'react'
import type { Finding, TargetId } from '../../core/contract/index.ts'
import type { RuleInfo } from '../../core/diagnose/index.ts'
import { FAMILY_TITLES } from '../../core/diagnose/rules-page.ts'
import { Facts, Gap, Panel, Prose, SEVERITY_WORDS, SeverityIcon } from '../panel/index.ts'
import { CONSEQUENCES } from '../problems/finding-words.ts'
import { Badge, Button, type Column, DataTable, EmptyState, Select, TextInput } from '../ui/index.ts'
import './rules.css'

export interface RulesViewProps {
  readonly rules: readonly RuleInfo[]
  /** Of the open file; empty while none is open. */
  readonly findings: readonly Finding[]
  readonly target: TargetId
  readonly focused: string | null
  readonly onFocus: (code: string) => void
  /** Leads to the findings of a rule. */
  readonly onFindings: (code: string) => void
}

const ANY = '\u0000any'

/** Every rule with its explanation and source, and how often the open file breaks it. */
export function RulesView(props: RulesViewProps) {
  const { rules, findings } = props
  const [words, setWords] = useState('')
  const [family, setFamily] = useState<string>(ANY)
  const counts = useMemo(() => countByCode(findings), [findings])
  const shown = useMemo(
    () => searchRules(rules, words, family === ANY ? null : family),
    [rules, words, family],
  )
  const selected =
    shown.find(rule => rule.code === props.focused) ??
    rules.find(rule => rule.code === props.focused && words === '' && family === ANY) ??
    shown[0] ??
    null
  return (
    <Panel
      bar={
        <>
          <TextInput
            type="search"
            aria-label="Search rules"
            placeholder="Search rules"
            value={words}
            onChange={event => setWords(event.currentTarget.value)}
          />
          <Select
            aria-label="Family"
            value={family}
            options={[
              { value: ANY, label: 'All families' },
              ...[...new Set(rules.map(rule => rule.family))].map(value => ({
                value: value as string,
                label: FAMILY_TITLES[value],
              })),
            ]}
            onChange={setFamily}
          />
          <Gap />
          <span className="sw-muted">
            {shown.length} of {rules.length} rules
          </span>
        </>
      }
    >
      {selected === null ? (
        <EmptyState icon={<BookOpen size={22} />} title="No rule fits the search" />
      ) : (
        <div className="sw-panel-columns">
          <div className="sw-panel-main sw-rules">
            <DataTable
              label="Rules"
              columns={columnsFor(counts)}
              rows={shown}
              rowKey={rule => rule.code}
              selectedKey={selected.code}
              onSelect={rule => props.onFocus(rule.code)}
            />
          </div>
          <div className="sw-panel-side">
            <RuleDetail
              rule={selected}
              target={props.target}
              count={counts.get(selected.code) ?? 0}
              onFindings={props.onFindings}
            />
          </div>
        </div>
      )}
    </Panel>
  )
}

function countByCode(findings: readonly Finding[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const finding of findings)
    if (finding.muted === null) counts.set(finding.code, (counts.get(finding.code) ?? 0) + 1)
  return counts
}

/** Rules of the family whose code, title or explanation holds every word. */
function searchRules(rules: readonly RuleInfo[], words: string, family: string | null): readonly RuleInfo[] {
  const parts = words.toLowerCase().split(/\s+/).filter(Boolean)
  return rules.filter(rule => {
    const text = `${rule.code} ${rule.title} ${rule.explanation} ${rule.source}`.toLowerCase()
    return (family === null || rule.family === family) && parts.every(part => text.includes(part))
  })
}

function RuleDetail(props: {
  readonly rule: RuleInfo
  readonly target: TargetId
  readonly count: number
  readonly onFindings: (code: string) => void
}) {
  const { rule, count } = props
  const holds = rule.targets.includes(props.target)
  return (
    <article className="sw-rule" aria-label={`Rule ${rule.code}`}>
      <h3>
        <code>{rule.code}</code> {rule.title}
      </h3>
      <div className="sw-panel-badges">
        <Badge tone={rule.severity === 'info' ? 'info' : rule.severity}>
          {SEVERITY_WORDS[rule.severity]}
        </Badge>
        <Badge>{FAMILY_TITLES[rule.family]}</Badge>
        {!holds && <Badge tone="neutral">does not hold for {props.target}</Badge>}
      </div>
      <Prose text={rule.explanation} />
      <Facts
        items={[
          ['What follows', `${CONSEQUENCES[rule.consequence]}.`],
          ['Taken from', rule.source],
          ['Targets', rule.targets.join(', ')],
        ]}
      />
      {count > 0 && (
        <Button small onClick={() => props.onFindings(rule.code)}>
          {count === 1 ? 'Show the one place in this file' : `Show the ${count} places in this file`}
        </Button>
      )}
    </article>
  )
}

const columnsFor = (counts: ReadonlyMap<string, number>): readonly Column<RuleInfo>[] => [
  {
    id: 'severity',
    header: 'Severity',
    hideHeader: true,
    width: '34px',
    cell: rule => <SeverityIcon severity={rule.severity} />,
    sortValue: rule => ['error', 'warning', 'info'].indexOf(rule.severity),
  },
  {
    id: 'code',
    header: 'Rule',
    width: '92px',
    cell: rule => <span className="sw-mono">{rule.code}</span>,
    sortValue: rule => rule.code,
  },
  {
    id: 'title',
    header: 'Title',
    cell: rule => (
      <span className="sw-truncate" title={rule.title}>
        {rule.title}
      </span>
    ),
    sortValue: rule => rule.title,
  },
  {
    id: 'count',
    header: 'In this file',
    width: '96px',
    from: 360,
    align: 'end',
    cell: rule => counts.get(rule.code) ?? '–',
    sortValue: rule => counts.get(rule.code) ?? null,
  },
]
