import { CircleX, Info, TriangleAlert } from 'lucide-react'
import type { Severity } from '../../core/contract/finding.ts'

export const SEVERITY_WORDS: Readonly<Record<Severity, string>> = {
  error: 'Error',
  warning: 'Warning',
  info: 'Note',
}

const ICONS = { error: CircleX, warning: TriangleAlert, info: Info } as const

/** The mark of a severity, with its name for screen readers. */
export function SeverityIcon({
  severity,
  size = 14,
}: {
  readonly severity: Severity
  readonly size?: number
}) {
  const Icon = ICONS[severity]
  const color = severity === 'warning' ? 'var(--sw-warning-mark)' : `var(--sw-${severity})`
  return <Icon size={size} color={color} aria-label={SEVERITY_WORDS[severity]} role="img" />
}
