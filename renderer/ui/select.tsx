import type { SelectHTMLAttributes } from 'react'
import { classNames } from './class-names.ts'
import './field.css'

export interface SelectOption<V extends string> {
  readonly value: V
  readonly label: string
  readonly disabled?: boolean
  readonly group?: string
}

export interface SelectProps<V extends string>
  extends Omit<SelectHTMLAttributes<HTMLSelectElement>, 'value' | 'onChange'> {
  readonly value: V
  readonly options: readonly SelectOption<V>[]
  readonly onChange: (value: V) => void
}

/** The platform's own list box: it keeps its keys, type-ahead and touch behaviour. */
export function Select<V extends string>({ value, options, onChange, className, ...rest }: SelectProps<V>) {
  const groups = [...new Set(options.map(option => option.group))]
  return (
    <select
      title={options.find(option => option.value === value)?.label}
      {...rest}
      className={classNames('sw-select', className)}
      value={value}
      onChange={event => {
        const chosen = options.find(option => option.value === event.currentTarget.value)
        if (chosen !== undefined) onChange(chosen.value)
      }}
    >
      {groups.map(group => {
        const items = options
          .filter(option => option.group === group)
          .map(option => (
            <option key={option.value} value={option.value} disabled={option.disabled}>
              {option.label}
            </option>
          ))
        return group === undefined ? (
          items
        ) : (
          <optgroup key={group} label={group}>
            {items}
          </optgroup>
        )
      })}
    </select>
  )
}
