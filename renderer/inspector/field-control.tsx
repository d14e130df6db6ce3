import { useId } from 'react'
import type { FieldInfo } from '../../core/schema/index.ts'
import type { PyValue } from '../../core/value/index.ts'
import { useDraft } from '../panel/index.ts'
import { Select, TextArea, TextInput } from '../ui/index.ts'
import { editText, readText } from './field-text.ts'

export interface FieldControlProps {
  readonly id: string
  readonly describedBy: string
  readonly info: FieldInfo
  readonly written: PyValue | undefined
  /** Mappings and lists are edited as the text they are written as. */
  readonly source: string
  /** What holds while nothing is written. */
  readonly placeholder: string
  readonly disabled: boolean
  readonly onSet: (value: PyValue) => void
  readonly onReset: () => void
  /** Why the last text was refused; null when all is well. */
  readonly renderError: (message: string | null) => React.ReactNode
}

const UNSET = '\u0000unset'

/** The control that fits a field: a list box for true/false and closed choices, a line or a block of text else. */
export function FieldControl(props: FieldControlProps) {
  const { info } = props
  if (info.kinds[0] === 'boolean') return <ChoiceControl {...props} choices={['true', 'false']} />
  if (info.choices !== undefined && info.pattern === undefined && info.kinds.length === 1)
    return <ChoiceControl {...props} choices={info.choices} />
  return <TextControl {...props} />
}

function ChoiceControl(props: FieldControlProps & { readonly choices: readonly string[] }) {
  const { info, written, placeholder, choices } = props
  const current = written === undefined ? UNSET : editText(written, info)
  const options = [
    { value: UNSET, label: placeholder === '' ? 'not set' : `not set (${placeholder})` },
    ...choices.map(choice => ({ value: choice, label: choice })),
    ...(current === UNSET || choices.includes(current)
      ? []
      : [{ value: current, label: current === '' ? 'null' : current }]),
  ]
  const choose = (value: string) => {
    if (value === UNSET) return props.onReset()
    const read = readText(value, info, undefined)
    if (read.ok) props.onSet(read.value)
  }
  return (
    <>
      <Select
        id={props.id}
        aria-describedby={props.describedBy}
        disabled={props.disabled}
        className={written === undefined ? 'sw-form-unset' : undefined}
        value={current}
        options={options}
        onChange={choose}
      />
      {props.renderError(null)}
    </>
  )
}

function TextControl(props: FieldControlProps) {
  const { info, written, source, placeholder } = props
  const block = info.kinds[0] === 'map' || info.kinds[0] === 'list'
  const value = block && written !== undefined ? source : editText(written, info)
  const listId = useId()
  const draft = useDraft(value, text => {
    if (text.trim() === '') {
      if (written !== undefined) props.onReset()
      return null
    }
    const read = readText(text, info, written)
    if (!read.ok) return read.error.message
    props.onSet(read.value)
    return null
  })
  const shared = {
    id: props.id,
    'aria-describedby': props.describedBy,
    'aria-invalid': draft.error !== null || undefined,
    disabled: props.disabled,
    value: draft.text,
    placeholder: written === null ? 'null' : placeholder,
    onBlur: draft.onBlur,
    onKeyDown: draft.onKeyDown,
  }
  return (
    <>
      {block ? (
        <TextArea
          {...shared}
          className="sw-mono"
          rows={Math.min(10, Math.max(2, draft.text.split('\n').length))}
          onChange={event => draft.onChange(event.currentTarget.value)}
        />
      ) : (
        <TextInput
          {...shared}
          list={info.choices === undefined ? undefined : listId}
          inputMode={isNumeric(info) ? 'decimal' : undefined}
          onChange={event => draft.onChange(event.currentTarget.value)}
        />
      )}
      {info.choices !== undefined && !block && (
        <datalist id={listId}>
          {info.choices.map(choice => (
            <option key={choice} value={choice} />
          ))}
        </datalist>
      )}
      {props.renderError(draft.error)}
    </>
  )
}

const isNumeric = (info: FieldInfo): boolean =>
  info.kinds.every(kind => kind === 'integer' || kind === 'number') && info.unit !== 'bytes'
