import type { Finding, Severity } from '../../core/contract/finding.ts'

export const SEVERITIES = ['error', 'warning', 'info'] as const satisfies readonly Severity[]

export interface ProblemFilter {
  /** Severities that are hidden. */
  readonly hidden: readonly Severity[]
  readonly code: string | null
  readonly stage: string | null
  /** Words that must all occur in code, sentence or arithmetic; case does not matter. */
  readonly words: string
  readonly showMuted: boolean
}

export const NO_FILTER: ProblemFilter = { hidden: [], code: null, stage: null, words: '', showMuted: false }

/** The findings that pass, in the order they came. */
export function filterFindings(findings: readonly Finding[], filter: ProblemFilter): readonly Finding[] {
  const words = filter.words.toLowerCase().split(/\s+/).filter(Boolean)
  return findings.filter(
    finding =>
      !filter.hidden.includes(finding.severity) &&
      (filter.code === null || finding.code === filter.code) &&
      (filter.stage === null || touchesStage(finding, filter.stage)) &&
      (filter.showMuted || finding.muted === null) &&
      containsAll(finding, words),
  )
}

const touchesStage = (finding: Finding, stage: string): boolean =>
  finding.stages.includes(stage) || finding.edges.some(edge => edge.from === stage || edge.to === stage)

function containsAll(finding: Finding, words: readonly string[]): boolean {
  if (words.length === 0) return true
  const text = `${finding.code} ${finding.message} ${finding.arithmetic ?? ''}`.toLowerCase()
  return words.every(word => text.includes(word))
}

/** Errors first, then warnings, then notes; within one severity by place in the text. */
export function bySeverity(findings: readonly Finding[]): readonly Finding[] {
  const start = (finding: Finding): number => finding.range?.start ?? Number.MAX_SAFE_INTEGER
  return [...findings].sort(
    (a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) || start(a) - start(b),
  )
}

export type SeverityCounts = Readonly<Record<Severity | 'muted', number>>

export function countFindings(findings: readonly Finding[]): SeverityCounts {
  const counts = { error: 0, warning: 0, info: 0, muted: 0 }
  for (const finding of findings) counts[finding.muted === null ? finding.severity : 'muted']++
  return counts
}

/** Stable identities: equal findings at one place are told apart by their order. */
export function findingKeys(findings: readonly Finding[]): ReadonlyMap<Finding, string> {
  const seen = new Map<string, number>()
  const keys = new Map<Finding, string>()
  for (const finding of findings) {
    const base = `${finding.code}|${finding.path.join('/')}|${finding.message}`
    const count = seen.get(base) ?? 0
    seen.set(base, count + 1)
    keys.set(finding, count === 0 ? base : `${base}#${count}`)
  }
  return keys
}
