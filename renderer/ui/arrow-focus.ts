import type { KeyboardEvent } from 'react'

const STEPS: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }

/** Moves the focus among the buttons of a list by the arrow keys, round the ends. */
export function arrowFocus(event: KeyboardEvent<HTMLElement>): void {
  const step = STEPS[event.key]
  if (step === undefined) return
  const buttons = [...event.currentTarget.querySelectorAll('button')]
  const at = buttons.findIndex(button => event.target instanceof Node && button.contains(event.target))
  if (at < 0) return
  buttons[(at + step + buttons.length) % buttons.length]?.focus()
  event.preventDefault()
}
