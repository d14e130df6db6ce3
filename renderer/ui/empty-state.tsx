import type { ReactNode } from 'react'
import './empty-state.css'

export interface EmptyStateProps {
  readonly icon?: ReactNode
  readonly title: string
  readonly children?: ReactNode
  readonly actions?: ReactNode
}

/** What a panel shows while it has nothing to show, and what to do about it. */
export function EmptyState({ icon, title, children, actions }: EmptyStateProps) {
  return (
    <div className="sw-empty">
      {icon}
      <p className="sw-empty-title">{title}</p>
      {children !== undefined && <div className="sw-empty-text">{children}</div>}
      {actions !== undefined && <div className="sw-empty-actions">{actions}</div>}
    </div>
  )
}
