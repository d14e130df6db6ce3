import { ChevronsRight } from 'lucide-react'
import { type KeyboardEvent, type ReactNode, type RefObject, useEffect, useRef, useState } from 'react'
import { IconButton } from './button.tsx'
import { Menu } from './menu.tsx'
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
  const hidden = useHiddenTabs(list, items)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another value is the reason to lead there
  useEffect(() => showChosen(list.current), [value])
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
    <div className="sw-tabs-row">
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
            <span className="sw-tab-label" data-label={item.label}>
              {item.label}
            </span>
            {item.badge}
          </button>
        ))}
      </div>
      {hidden && (
        <Menu
          align="end"
          entries={items.map(item => ({
            kind: 'item',
            id: item.value,
            label: (
              <span className="sw-tabs-entry">
                {item.label} {item.badge}
              </span>
            ),
            onSelect: () => onChange(item.value),
          }))}
        >
          <IconButton small label={`All of ${label}`} icon={<ChevronsRight size={14} />} />
        </Menu>
      )}
    </div>
  )
}

/** Scrolls the row only; `scrollIntoView` would scroll what is around it as well. */
function showChosen(row: HTMLElement | null): void {
  const tab = row?.querySelector<HTMLElement>('[aria-selected="true"]') ?? null
  if (row === null || tab === null) return
  const left = tab.offsetLeft - row.offsetLeft
  if (left < row.scrollLeft) row.scrollLeft = left
  else if (left + tab.offsetWidth > row.scrollLeft + row.clientWidth)
    row.scrollLeft = left + tab.offsetWidth - row.clientWidth
}

/** True while the row is too narrow for its tabs. */
function useHiddenTabs(list: RefObject<HTMLDivElement | null>, items: readonly unknown[]): boolean {
  const [hidden, setHidden] = useState(false)
  // biome-ignore lint/correctness/useExhaustiveDependencies: other tabs take another width
  useEffect(() => {
    const row = list.current
    if (row === null || typeof ResizeObserver === 'undefined') return
    const measure = () => setHidden(row.scrollWidth > (row.parentElement ?? row).clientWidth + 1)
    const observer = new ResizeObserver(measure)
    observer.observe(row.parentElement ?? row)
    measure()
    return () => observer.disconnect()
  }, [list, items])
  return hidden
}
