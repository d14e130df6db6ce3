import { type InputHTMLAttributes, type ReactNode, type Ref, type TextareaHTMLAttributes, useId } from 'react'
import { classNames } from './class-names.ts'
import './field.css'

export interface FieldProps {
  readonly label: ReactNode
  readonly hint?: ReactNode
  readonly error?: string | null
  /** Label and control side by side. */
  readonly inline?: boolean
  readonly className?: string
  /** Renders the control; put `id` and `describedBy` on it. */
  readonly children: (control: { readonly id: string; readonly describedBy: string }) => ReactNode
}

/** A labelled control with its hint and error, tied together for screen readers. */
export function Field({ label, hint, error, inline = false, className, children }: FieldProps) {
  const id = useId()
  const describedBy = `${id}-note`
  return (
    <div className={classNames('sw-field', inline && 'sw-field-inline', className)}>
      <label className="sw-field-label" htmlFor={id}>
        {label}
      </label>
      <div className="sw-field-body">
        {children({ id, describedBy })}
        <span id={describedBy} className={error ? 'sw-field-error' : 'sw-field-hint'}>
          {error || hint}
        </span>
      </div>
    </div>
  )
}

export interface TextInputProps extends InputHTMLAttributes<HTMLInputElement> {
  readonly ref?: Ref<HTMLInputElement>
}

export const TextInput = ({ className, ...rest }: TextInputProps) => (
  <input
    type="text"
    spellCheck={false}
    autoComplete="off"
    {...rest}
    className={classNames('sw-input', className)}
  />
)

export interface TextAreaProps extends TextareaHTMLAttributes<HTMLTextAreaElement> {
  readonly ref?: Ref<HTMLTextAreaElement>
}

export const TextArea = ({ className, ...rest }: TextAreaProps) => (
  <textarea spellCheck={false} rows={4} {...rest} className={classNames('sw-input', className)} />
)

export interface CheckboxProps extends Omit<InputHTMLAttributes<HTMLInputElement>, 'type' | 'onChange'> {
  readonly label: ReactNode
  readonly onChange: (checked: boolean) => void
}

export const Checkbox = ({ label, className, onChange, ...rest }: CheckboxProps) => (
  <label className={classNames('sw-checkbox', className)}>
    <input type="checkbox" {...rest} onChange={event => onChange(event.currentTarget.checked)} />
    <span>{label}</span>
  </label>
)
