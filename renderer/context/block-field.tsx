import type { ReactNode } from 'react'
import { useDraft } from '../panel/index.ts'
import { Button, Field, TextArea } from '../ui/index.ts'

export interface BlockFieldProps {
  readonly label: string
  readonly hint: string
  readonly value: string
  readonly placeholder?: string
  readonly rows: number
  /** A problem of the text as it is kept. */
  readonly problem?: string | null
  /** Gives the reason when the text is not taken. */
  readonly onCommit: (text: string) => string | null
}

/** A block of text that is taken on leaving it and on Ctrl+Enter. */
export function BlockField({ label, hint, value, placeholder, rows, problem, onCommit }: BlockFieldProps) {
  const draft = useDraft(value, onCommit)
  return (
    <Field label={label} hint={hint} error={draft.error ?? problem ?? null}>
      {({ id, describedBy }) => (
        <TextArea
          id={id}
          aria-describedby={describedBy}
          aria-invalid={(draft.error ?? problem ?? null) !== null || undefined}
          data-refused={draft.error !== null || undefined}
          className="sw-mono"
          rows={rows}
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

/** A block with a button that puts a text to start from into it while it is empty. */
export function BlockWithDraft(
  props: BlockFieldProps & {
    readonly draftLabel: string
    readonly draft: () => string
    /** Other ways to a text. */
    readonly actions?: ReactNode
  },
) {
  const { draftLabel, draft, actions, ...field } = props
  return (
    <>
      <BlockField {...field} />
      <div className="sw-context-actions">
        {field.value.trim() === '' && (
          <Button small onClick={() => field.onCommit(draft())}>
            {draftLabel}
          </Button>
        )}
        {actions}
      </div>
    </>
  )
}
