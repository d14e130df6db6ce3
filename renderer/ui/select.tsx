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

/** A longer list box takes seconds to open, and nobody finds anything in it. */
const MOST_OPTIONS = 1000

/** The first options and the chosen one; a last one that can't be chosen says how many others there are. */
function shownOptions<V extends string>(
  options: readonly SelectOption<V>[],
  value: V,
): { readonly shown: readonly SelectOption<V>[]; readonly rest: number } {
  if (options.length <= MOST_OPTIONS) return { shown: options, rest: 0 }
  const chosen = options.slice(MOST_OPTIONS).find(option => option.value === value)
  const shown = [...options.slice(0, MOST_OPTIONS), ...(chosen === undefined ? [] : [chosen])]
  return { shown, rest: options.length - shown.length }
}

/** The platform's own list box: it keeps its keys, type-ahead and touch behaviour. */
export function Select<V extends string>({ value, options, onChange, className, ...rest }: SelectProps<V>) {
  const { shown, rest: left } = shownOptions(options, value)
  const groups = [...new Set(shown.map(option => option.group))]
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
        const items = shown
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
      {left > 0 && <option disabled>and {left.toLocaleString('en-US')} more</option>}
    </select>
  )
}
