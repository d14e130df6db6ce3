import { formatBytes, parseBytes } from '../../core/bench/format.ts'
import { Field, TextInput } from '../ui/index.ts'
import { useDraft } from './use-draft.ts'

interface Common {
  readonly label: string
  readonly hint?: string
  readonly disabled?: boolean
  readonly inline?: boolean
  /** The label is spoken only: the place says what the control is. */
  readonly hideLabel?: boolean
}

export interface TextFieldProps extends Common {
  readonly value: string
  readonly placeholder?: string
  /** Gives the reason when the text does not fit, null when it was taken. */
  readonly onCommit: (text: string) => string | null
}

/** A labelled line of text that is taken on Enter and on leaving. */
export function TextField(props: TextFieldProps) {
  const { label, hint, disabled, value, placeholder, onCommit, hideLabel = false } = props
  const { inline = !hideLabel } = props
  const draft = useDraft(value, onCommit)
  return (
    <Field
      label={hideLabel ? <span className="sw-hidden">{label}</span> : label}
      hint={hint}
      error={draft.error}
      inline={inline}
    >
      {({ id, describedBy }) => (
        <TextInput
          id={id}
          aria-describedby={describedBy}
          aria-invalid={draft.error !== null || undefined}
          disabled={disabled}
          placeholder={placeholder}
          value={draft.text}
          onChange={event => draft.onChange(event.currentTarget.value)}
          onBlur={draft.onBlur}
          onKeyDown={draft.onKeyDown}
        />
      )}
    </Field>
  )
}

export interface NumberFieldProps extends Common {
  readonly value: number
  readonly minimum: number
  readonly maximum: number
  /** Fractions pass too. */
  readonly fraction?: boolean
  readonly onChange: (value: number) => void
}

/** A labelled number within bounds. */
export function NumberField({
  value,
  minimum,
  maximum,
  fraction = false,
  onChange,
  ...rest
}: NumberFieldProps) {
  const commit = (text: string): string | null => {
    const number = text.trim() === '' ? Number.NaN : Number(text.replaceAll(/[,_ ]/g, ''))
    const fits = Number.isFinite(number) && (fraction || Number.isInteger(number))
    if (!fits || number < minimum || number > maximum)
      return `A ${fraction ? '' : 'whole '}number from ${minimum} to ${maximum.toLocaleString('en-US')}.`
    onChange(number)
    return null
  }
  return <TextField {...rest} value={String(value)} onCommit={commit} />
}

export interface BytesFieldProps extends Common {
  readonly value: number
  readonly maximum: number
  readonly onChange: (bytes: number) => void
}

/** A labelled size, written as people do: `64 KiB`, `100 MB`, `4096`. */
export function BytesField({ value, maximum, onChange, ...rest }: BytesFieldProps) {
  const commit = (text: string): string | null => {
    const bytes = parseBytes(text)
    if (bytes === null) return 'A size such as 64 KiB, 100 MB or 4096.'
    if (bytes > maximum) return `At most ${formatBytes(maximum)}.`
    onChange(bytes)
    return null
  }
  return <TextField {...rest} value={exactBytes(value)} onCommit={commit} />
}

/** The size in a binary unit where that is exact, in bytes else: reading it back gives the same size. */
export const exactBytes = (bytes: number): string => {
  const text = formatBytes(bytes)
  return parseBytes(text) === bytes ? text : String(bytes)
}
