import type { Ref } from 'react'
import { Gap, SEVERITY_WORDS, SeverityIcon } from '../panel/index.ts'
import { Button, Checkbox, Select, TextInput } from '../ui/index.ts'
import { type ProblemFilter, SEVERITIES, type SeverityCounts } from './problem-filter.ts'

export interface ProblemsBarProps {
  readonly filter: ProblemFilter
  readonly counts: SeverityCounts
  readonly codes: readonly string[]
  readonly stages: readonly { readonly id: string; readonly label: string }[]
  readonly searchRef?: Ref<HTMLInputElement>
  readonly onFilter: (patch: Partial<ProblemFilter>) => void
}

const ANY = ''

/** What of the findings is shown. */
export function ProblemsBar({ filter, counts, codes, stages, searchRef, onFilter }: ProblemsBarProps) {
  return (
    <>
      <TextInput
        {...(searchRef === undefined ? {} : { ref: searchRef })}
        type="search"
        aria-label="Filter problems"
        placeholder="Filter"
        value={filter.words}
        onChange={event => onFilter({ words: event.currentTarget.value })}
      />
      {SEVERITIES.map(severity => (
        <Button
          key={severity}
          small
          tone="quiet"
          aria-pressed={!filter.hidden.includes(severity)}
          aria-label={`${SEVERITY_WORDS[severity]}: ${counts[severity]}`}
          icon={<SeverityIcon severity={severity} />}
          onClick={() =>
            onFilter({
              hidden: filter.hidden.includes(severity)
                ? filter.hidden.filter(other => other !== severity)
                : [...filter.hidden, severity],
            })
          }
        >
          {counts[severity]}
        </Button>
      ))}
      <Select
        aria-label="Rule"
        className="sw-problems-choice"
        value={filter.code ?? ANY}
        options={[{ value: ANY, label: 'All rules' }, ...codes.map(code => ({ value: code, label: code }))]}
        onChange={code => onFilter({ code: code === ANY ? null : code })}
      />
      <Select
        aria-label="Stage"
        className="sw-problems-choice"
        value={filter.stage ?? ANY}
        options={[
          { value: ANY, label: 'All stages' },
          ...stages.map(stage => ({ value: stage.id, label: stage.label })),
        ]}
        onChange={stage => onFilter({ stage: stage === ANY ? null : stage })}
      />
      <Gap />
      <Checkbox
        label={`Show muted (${counts.muted})`}
        checked={filter.showMuted}
        onChange={showMuted => onFilter({ showMuted })}
      />
    </>
  )
}
