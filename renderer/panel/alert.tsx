import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import './panel.css'

export type AlertTone = 'error' | 'warning' | 'info' | 'ok'

const ICONS = { error: CircleAlert, warning: TriangleAlert, info: Info, ok: CircleCheck } as const

/** A sentence that stands out inside a panel. */
export function Alert({ tone, children }: { readonly tone: AlertTone; readonly children: ReactNode }) {
  const Icon = ICONS[tone]
  return (
    <div className={`sw-alert sw-alert-${tone}`} role={tone === 'error' ? 'alert' : 'note'}>
      <Icon size={15} aria-hidden />
      <div>{children}</div>
    </div>
  )
}
