import type { ReactNode } from 'react'
import './badge.css'
import { classNames } from './class-names.ts'

export type Tone = 'neutral' | 'accent' | 'error' | 'warning' | 'info' | 'ok'

export interface BadgeProps {
  readonly tone?: Tone
  readonly children: ReactNode
  readonly title?: string
  readonly className?: string
}

/** A short word or count that stands out. */
export function Badge({ tone = 'neutral', title, className, children }: BadgeProps) {
  return (
    <span
      title={title}
      className={classNames('sw-badge', tone !== 'neutral' && `sw-badge-${tone}`, className)}
    >
      {children}
    </span>
  )
}
