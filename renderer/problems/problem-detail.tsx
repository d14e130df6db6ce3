import { BellOff, BookOpen, ListChecks, Wrench } from 'lucide-react'
import { useMemo, useState } from 'react'
import type { Finding, RelatedPlace } from '../../core/contract/finding.ts'
import { applyEdits, lineColumn } from '../../core/document/index.ts'
import type { Path, Range, TextEdit } from '../../core/document/types.ts'
import { DiffView, Inline, lineDiff, longList, SeverityIcon } from '../panel/index.ts'
import { Button, Field, Keys, TextInput } from '../ui/index.ts'
import { CONSEQUENCES, findingPlace } from './finding-words.ts'
import type { FixBatch } from './fix-batch.ts'

export interface ProblemDetailProps {
  readonly finding: Finding
  /** The runtime that it holds for; null = not said. */
  readonly target: string | null
  readonly text: string
  /** The fixes of all findings with the same code, this one's included. */
  readonly batch: FixBatch
  readonly mutable: boolean
  readonly muting: boolean
  readonly onReveal: (place: Path | Range) => void
  readonly onFix: () => void
  readonly onFixAll: () => void
  readonly onRule: () => void
  readonly onMuting: (muting: boolean) => void
  readonly onMute: (reason: string) => void
}

/** Everything about one finding: where, why, with which numbers, and what would mend it. */
export function ProblemDetail(props: ProblemDetailProps) {
  const { finding, text, batch } = props
  const place = findingPlace(finding)
  return (
    <article className="sw-problem" aria-label={`${finding.code} in detail`}>
      <header className="sw-problem-head">
        <SeverityIcon severity={finding.severity} size={16} />
        <button type="button" className="sw-link sw-problem-code" onClick={props.onRule}>
          {finding.code}
        </button>
        <span className="sw-muted">{place}</span>
        <span className="sw-panel-gap" />
        <Button small tone="quiet" icon={<BookOpen size={13} />} onClick={props.onRule}>
          About this rule
        </Button>
      </header>
      <p className="sw-problem-message">
        <Inline text={finding.message} />
      </p>
      {finding.arithmetic !== null && <code className="sw-formula">{finding.arithmetic}</code>}
      <p className="sw-muted">
        {CONSEQUENCES[finding.consequence]}
        {props.target !== null && ` (target ${props.target})`}.
      </p>
      {finding.muted !== null && (
        <p className="sw-muted">
          <BellOff size={12} aria-hidden /> Muted because {finding.muted}
        </p>
      )}
      <Places finding={finding} text={text} onReveal={props.onReveal} />
      {finding.fix !== null && (
        <section className="sw-problem-fix" aria-label="Fix">
          <h3 className="sw-panel-heading">Fix: {finding.fix.title}</h3>
          <FixPreview text={text} edits={finding.fix.edits} onReveal={props.onReveal} />
        </section>
      )}
      <div className="sw-problem-actions">
        {finding.fix !== null && (
          <Button small tone="primary" icon={<Wrench size={13} />} onClick={props.onFix}>
            Apply fix <Keys keys="F" />
          </Button>
        )}
        {batch.fixed.length > 1 && (
          <Button small icon={<ListChecks size={13} />} onClick={props.onFixAll}>
            Fix all {batch.fixed.length} of {finding.code} <Keys keys="A" />
          </Button>
        )}
        {props.mutable && (
          <Button
            small
            icon={<BellOff size={13} />}
            aria-expanded={props.muting}
            onClick={() => props.onMuting(!props.muting)}
          >
            Mute <Keys keys="M" />
          </Button>
        )}
      </div>
      {props.mutable && props.muting && (
        <MuteForm code={finding.code} onMute={props.onMute} onCancel={() => props.onMuting(false)} />
      )}
    </article>
  )
}

function FixPreview(props: {
  readonly text: string
  readonly edits: readonly TextEdit[]
  readonly onReveal: ProblemDetailProps['onReveal']
}) {
  const diff = useMemo(
    () => lineDiff(props.text, applyEdits(props.text, props.edits), 2),
    [props.text, props.edits],
  )
  return <DiffView label="What the fix changes" diff={diff} />
}

function Places({ finding, text, onReveal }: Pick<ProblemDetailProps, 'finding' | 'text' | 'onReveal'>) {
  const own: RelatedPlace = { message: 'Here', path: finding.path, range: finding.range }
  return (
    <ul className="sw-problem-places">
      {longList([own, ...finding.related], (place, index) => (
        <li key={index}>
          <PlaceLink place={place} text={text} onReveal={onReveal} />
          {index > 0 && <span> {place.message}</span>}
        </li>
      ))}
    </ul>
  )
}

function PlaceLink(props: {
  readonly place: RelatedPlace
  readonly text: string
  readonly onReveal: ProblemDetailProps['onReveal']
}) {
  const { path, range } = props.place
  const where = path.length === 0 ? 'the file' : path.join('.')
  if (range === null) return <span className="sw-mono sw-muted">{where} (not in this text)</span>
  const { line, column } = lineColumn(props.text, range.start)
  return (
    <button type="button" className="sw-link" onClick={() => props.onReveal(range)}>
      Line {line}:{column} <span className="sw-mono">{where}</span>
    </button>
  )
}

function MuteForm(props: {
  readonly code: string
  readonly onMute: (reason: string) => void
  readonly onCancel: () => void
}) {
  const [reason, setReason] = useState('')
  const ready = reason.trim() !== ''
  return (
    <form
      className="sw-problem-mute"
      onSubmit={event => {
        event.preventDefault()
        if (ready) props.onMute(reason.trim())
      }}
      onKeyDown={event => {
        if (event.key === 'Escape') props.onCancel()
      }}
    >
      <Field
        label={`Mute ${props.code} here because …`}
        hint="Written as a comment into the file, so that others see it too."
      >
        {({ id, describedBy }) => (
          <TextInput
            id={id}
            aria-describedby={describedBy}
            autoFocus
            maxLength={200}
            placeholder="the reason"
            value={reason}
            onChange={event => setReason(event.currentTarget.value.replace(/[\r\n]+/g, ' '))}
          />
        )}
      </Field>
      <div className="sw-problem-actions">
        <Button small tone="primary" type="submit" disabled={!ready}>
          Mute
        </Button>
        <Button small onClick={props.onCancel}>
          Cancel
        </Button>
      </div>
    </form>
  )
}
