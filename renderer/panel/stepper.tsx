import { Minus, Plus } from 'lucide-react'
import { useId } from 'react'
import { IconButton, TextInput } from '../ui/index.ts'
import './panel.css'

export interface StepperProps {
  readonly label: string
  readonly value: number
  /** How many values there are: 0 … count-1. */
  readonly count: number
  readonly onChange: (value: number) => void
}

/** A small whole number from 0 up, chosen by buttons, arrow keys or typing. */
export function Stepper({ label, value, count, onChange }: StepperProps) {
  const id = useId()
  const last = Math.max(0, count - 1)
  const go = (next: number) => onChange(Math.min(last, Math.max(0, next)))
  return (
    <span className="sw-stepper">
      <label htmlFor={id}>{label}</label>
      <IconButton
        small
        label={`Previous ${label.toLowerCase()}`}
        icon={<Minus size={13} />}
        disabled={value <= 0}
        onClick={() => go(value - 1)}
      />
      <TextInput
        id={id}
        type="number"
        min={0}
        max={last}
        value={value}
        onChange={event => {
          const typed = event.currentTarget.valueAsNumber
          if (Number.isInteger(typed)) go(typed)
        }}
      />
      <IconButton
        small
        label={`Next ${label.toLowerCase()}`}
        icon={<Plus size={13} />}
        disabled={value >= last}
        onClick={() => go(value + 1)}
      />
      <span className="sw-muted">of {Math.max(1, count)}</span>
    </span>
  )
}
