import { RotateCcw } from 'lucide-react'
import { useId } from 'react'
import type { Finding } from '../../core/contract/finding.ts'
import type { ParsedDocument, Path, Range } from '../../core/document/types.ts'
import { type PyValue, pyIdentical } from '../../core/value/index.ts'
import { Inline, KeyText, SeverityIcon, SourceLink, unitText, valueText } from '../panel/index.ts'
import { useWorkbench } from '../state/index.ts'
import { classNames, IconButton, Tooltip } from '../ui/index.ts'
import { FieldControl } from './field-control.tsx'
import { boundsProblem } from './field-text.ts'
import { type FormField, sourceText } from './form-model.ts'

export interface FieldRowProps {
  readonly document: ParsedDocument
  readonly field: FormField
  readonly findings: readonly Finding[]
  readonly disabled: boolean
  /** The row that the user was led to. */
  readonly marked: boolean
  readonly onSet: (field: FormField, value: PyValue) => void
  readonly onReset: (field: FormField) => void
  readonly onReveal: (place: Path | Range) => void
}

/** One field: its name and meaning, its control, what it comes to and where that is written. */
export function FieldRow(props: FieldRowProps) {
  const { field, document } = props
  const { info, node } = field
  const id = useId()
  const noteId = `${id}-note`
  const written = node?.value
  return (
    <div
      className={classNames(
        'sw-form-field',
        isBlock(info) && 'sw-form-wide',
        props.marked && 'sw-form-marked',
      )}
      data-path={JSON.stringify(field.path)}
    >
      <Tooltip side="left" text={<FieldHelp info={info} />}>
        <div className="sw-form-name">
          <label htmlFor={id}>{info.title}</label>
          <code>
            <KeyText text={keyText(info)} />
          </code>
        </div>
      </Tooltip>
      <FieldControl
        id={id}
        describedBy={noteId}
        info={info}
        written={written}
        source={node === null ? '' : sourceText(document, node)}
        placeholder={placeholderOf(field)}
        disabled={props.disabled}
        onSet={value => props.onSet(field, value)}
        onReset={() => props.onReset(field)}
        renderError={error => (
          <Notes
            id={noteId}
            field={field}
            error={error}
            findings={props.findings}
            onReveal={props.onReveal}
          />
        )}
      />
      {node !== null && !info.required && (
        <IconButton
          small
          className="sw-form-reset"
          label={`Remove ${info.path.join('.')} from the file`}
          icon={<RotateCcw size={12} />}
          disabled={props.disabled}
          onClick={() => props.onReset(field)}
        />
      )}
    </div>
  )
}

function Notes(props: {
  readonly id: string
  readonly field: FormField
  readonly error: string | null
  readonly findings: readonly Finding[]
  readonly onReveal: FieldRowProps['onReveal']
}) {
  const { field } = props
  const { info, node } = field
  const problem = props.error ?? boundsProblem(node?.value, info)
  const human = unitText(node?.value ?? field.resolved ?? null, info.unit)
  const explained = useWorkbench(state => state.settings.fieldHelp)
  return (
    <div id={props.id} className="sw-form-notes">
      {problem !== null && <p className="sw-field-error">{problem}</p>}
      {props.findings.map(finding => (
        <button
          key={`${finding.code}${finding.message}`}
          type="button"
          className="sw-form-finding"
          onClick={() => props.onReveal(finding.range ?? finding.path)}
        >
          <SeverityIcon severity={finding.severity} size={12} />
          <span>
            <b>{finding.code}</b> <Inline text={finding.message} />
          </span>
        </button>
      ))}
      <Resolved field={field} human={human} onReveal={props.onReveal} />
      {info.deprecated !== null && <p className="sw-form-deprecated">{info.deprecated}</p>}
      <p className={explained ? 'sw-form-help' : 'sw-hidden'}>
        <FieldHelp info={info} />
      </p>
    </div>
  )
}

const FieldHelp = ({ info }: { readonly info: FormField['info'] }) => (
  <>
    <Inline text={info.description} />
    {info.since !== undefined && ` Since ${info.since}.`}
  </>
)

/** What the engine gets and from which layer; nothing where that is what the file says right here. */
function Resolved(props: {
  readonly field: FormField
  readonly human: string | null
  readonly onReveal: FieldRowProps['onReveal']
}) {
  const { field, human } = props
  const { resolved, effective, node } = field
  const own = node !== null && resolved !== undefined && pyIdentical(node.value, resolved)
  // The control shows a default in grey while nothing is written.
  const plain = node === null && effective?.source.provenance === 'default'
  if (effective === null || resolved === undefined || own || plain)
    return human === null ? null : <p className="sw-form-resolved">= {human}</p>
  return (
    <p className="sw-form-resolved">
      <span className="sw-muted">{node === null ? 'Holds' : 'Overruled by'}</span>{' '}
      <code>{valueText(resolved)}</code>
      {human !== null && <span className="sw-muted"> = {human}</span>}
      <span className="sw-muted"> from </span>
      <SourceLink source={effective.source} onReveal={props.onReveal} />
    </p>
  )
}

/** Written over several lines, so that it takes the form's whole width. */
const isBlock = ({ kinds }: FormField['info']): boolean => kinds[0] === 'map' || kinds[0] === 'list'

/** Every setting of a connector is below `extra`; saying so each time leaves no room for its name. */
const keyText = ({ path }: FormField['info']): string =>
  (path[0] === 'extra' && path.length > 1 ? path.slice(1) : path).join('.')

function placeholderOf({ info, resolved, node }: FormField): string {
  if (node === null && resolved !== undefined) return valueText(resolved)
  if (info.defaultText !== undefined) return info.defaultText
  if (info.default === undefined || info.default === null) return ''
  return typeof info.default === 'string' ? info.default : JSON.stringify(info.default)
}
