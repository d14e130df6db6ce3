import { type KeyboardEvent, type ReactNode, useRef } from 'react'
import './tabs.css'

export interface TabItem<V extends string> {
  readonly value: V
  readonly label: string
  readonly badge?: ReactNode
}

export interface TabsProps<V extends string> {
  readonly label: string
  readonly value: V
  readonly items: readonly TabItem<V>[]
  readonly onChange: (value: V) => void
  /** Id of the element that shows the chosen tab's content. */
  readonly controls?: string
}

const STEPS: Readonly<Record<string, (index: number, count: number) => number>> = {
  ArrowRight: (index, count) => (index + 1) % count,
  ArrowLeft: (index, count) => (index + count - 1) % count,
  Home: () => 0,
  End: (_index, count) => count - 1,
}

/** A row of tabs; one tab stop, arrow keys within. The content is the caller's. */
export function Tabs<V extends string>({ label, value, items, onChange, controls }: TabsProps<V>) {
  const list = useRef<HTMLDivElement>(null)
  const onKeyDown = (event: KeyboardEvent) => {
    const step = STEPS[event.key]
    if (step === undefined) return
    event.preventDefault()
    const next =
      items[
        step(
          Math.max(
            0,
            items.findIndex(item => item.value === value),
          ),
          items.length,
        )
      ]
    if (next === undefined) return
    onChange(next.value)
    list.current?.querySelector<HTMLElement>(`[data-tab="${next.value}"]`)?.focus()
  }
  return (
    <div ref={list} role="tablist" aria-label={label} className="sw-tabs" onKeyDown={onKeyDown}>
      {items.map(item => (
        <button
          key={item.value}
          type="button"
          role="tab"
          data-tab={item.value}
          aria-selected={item.value === value}
          aria-controls={controls}
          tabIndex={item.value === value ? 0 : -1}
          className="sw-tab"
          onClick={() => onChange(item.value)}
        >
          {item.label}
          {item.badge}
        </button>
      ))}
    </div>
  )
}
