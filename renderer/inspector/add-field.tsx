import { type KeyboardEvent, useId, useState } from 'react'
import { classNames, TextInput } from '../ui/index.ts'
import type { FormField } from './form-model.ts'

export interface AddFieldProps {
  readonly fields: readonly FormField[]
  readonly onAdd: (field: FormField) => void
  readonly onClose: () => void
}

const MOST = 60

/** Finds a field by name or meaning; arrow keys choose, Enter adds it to the form. */
export function AddField({ fields, onAdd, onClose }: AddFieldProps) {
  const [words, setWords] = useState('')
  const [active, setActive] = useState(0)
  const id = useId()
  const found = matching(fields, words).slice(0, MOST)
  const current = Math.min(active, Math.max(0, found.length - 1))
  const onKeyDown = (event: KeyboardEvent) => {
    const field = found[current]
    if (event.key === 'ArrowDown') setActive(Math.min(current + 1, found.length - 1))
    else if (event.key === 'ArrowUp') setActive(Math.max(0, current - 1))
    else if (event.key === 'Enter' && field !== undefined) onAdd(field)
    else if (event.key === 'Escape') onClose()
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <div className="sw-form-add">
      <TextInput
        autoFocus
        role="combobox"
        aria-label="Field to add"
        aria-expanded
        aria-controls={id}
        aria-activedescendant={found.length > 0 ? `${id}-${current}` : undefined}
        placeholder="Name or meaning of a field"
        value={words}
        onChange={event => {
          setWords(event.currentTarget.value)
          setActive(0)
        }}
        onKeyDown={onKeyDown}
        onBlur={onClose}
      />
      <div id={id} role="listbox" aria-label="Fields" className="sw-form-options">
        {found.map((field, index) => (
          <div
            key={field.info.path.join('.')}
            id={`${id}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === current}
            className={classNames('sw-form-option', index === current && 'sw-form-option-active')}
            onPointerDown={event => {
              event.preventDefault()
              onAdd(field)
            }}
          >
            <span>{field.info.title}</span> <code>{field.info.path.join('.')}</code>
            <small>{field.info.description}</small>
          </div>
        ))}
        {found.length === 0 && (
          <p className="sw-form-help">No known field fits. Write it in the YAML panel.</p>
        )}
      </div>
    </div>
  )
}

/** Every word occurs in the field's name, key or meaning; fields whose key holds the words come first. */
export function matching(fields: readonly FormField[], words: string): readonly FormField[] {
  const parts = words.toLowerCase().split(/\s+/).filter(Boolean)
  const key = (field: FormField) => `${field.info.path.join('.')} ${field.info.title}`.toLowerCase()
  const hit = (text: string) => parts.every(part => text.includes(part))
  const found = fields.filter(field => hit(`${key(field)} ${field.info.description.toLowerCase()}`))
  return [...found.filter(field => hit(key(field))), ...found.filter(field => !hit(key(field)))]
}
