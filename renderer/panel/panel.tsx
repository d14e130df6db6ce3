import type { ReactNode } from 'react'
import { classNames } from '../ui/index.ts'
import './panel.css'

/** Frame of a panel: a bar of tools and, below, what scrolls. */
export function Panel({ bar, children }: { readonly bar?: ReactNode; readonly children: ReactNode }) {
  return (
    <div className="sw-panel">
      {bar !== undefined && <div className="sw-panel-bar">{bar}</div>}
      {children}
    </div>
  )
}

export const PanelBody = ({
  pad = false,
  children,
}: {
  readonly pad?: boolean
  readonly children: ReactNode
}) => <div className={classNames('sw-panel-body', pad && 'sw-panel-pad')}>{children}</div>

/** Pushes what follows to the end of a bar. */
export const Gap = () => <span className="sw-panel-gap" />

/** Names and values in two columns. */
export function Facts({ items }: { readonly items: readonly (readonly [string, ReactNode])[] }) {
  return (
    <dl className="sw-facts">
      {items.map(([name, value]) => (
        <Fact key={name} name={name} value={value} />
      ))}
    </dl>
  )
}

const Fact = ({ name, value }: { readonly name: string; readonly value: ReactNode }) => (
  <>
    <dt>{name}</dt>
    <dd>{value}</dd>
  </>
)
