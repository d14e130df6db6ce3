import { type KeyboardEvent, useState } from 'react'

/** Gives the sentence that says what is wrong with the text, or null when it was taken. */
export type Commit = (text: string) => string | null

/**
 * A text being typed, apart from the value that it will replace: Enter and leaving the control commit it, Escape goes
 * back. A text of several lines is too much to lose by one key: there Escape leaves it alone. A text that is refused
 * stays, with the reason.
 */
export function useDraft(value: string, commit: Commit) {
  const [draft, setDraft] = useState<string | null>(null)
  const [error, setError] = useState<string | null>(null)
  const forget = () => {
    setDraft(null)
    setError(null)
  }
  const finish = () => {
    if (draft === null) return
    if (draft === value) return forget()
    const problem = commit(draft)
    if (problem === null) forget()
    else setError(problem)
  }
  return {
    text: draft ?? value,
    error,
    onChange: (text: string) => {
      setDraft(text)
      setError(null)
    },
    onBlur: finish,
    onKeyDown: (event: KeyboardEvent<HTMLInputElement | HTMLTextAreaElement>) => {
      const multiline = event.currentTarget instanceof HTMLTextAreaElement
      if (event.key === 'Enter' && (!multiline || event.ctrlKey || event.metaKey)) {
        event.preventDefault()
        finish()
      } else if (event.key === 'Escape' && draft !== null && !multiline) {
        event.stopPropagation()
        event.preventDefault()
        forget()
      }
    },
  }
}
