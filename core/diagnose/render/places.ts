import type { Finding } from '../../contract/finding.ts'
import { lineColumn, type Range } from '../../document/index.ts'
import type { CheckedFile } from './types.ts'

/** A span as reports give it: lines and columns from 1, the end behind the last character. */
export interface Region {
  readonly startLine: number
  readonly startColumn: number
  readonly endLine: number
  readonly endColumn: number
}

export function regionOf(text: string, range: Range): Region {
  const [start, end] = [lineColumn(text, range.start), lineColumn(text, range.end)]
  return {
    startLine: start.line,
    startColumn: start.column,
    endLine: end.line,
    endColumn: end.column,
  }
}

/** Null for a finding whose place is not in the text. */
export const findingRegion = (file: CheckedFile, finding: Finding): Region | null =>
  finding.range === null ? null : regionOf(file.text, finding.range)

export interface Counts {
  readonly error: number
  readonly warning: number
  readonly info: number
  readonly muted: number
}

/** Findings by severity; muted ones count only as muted. */
export function countFindings(findings: readonly Finding[]): Counts {
  const counts = { error: 0, warning: 0, info: 0, muted: 0 }
  for (const finding of findings) counts[finding.muted === null ? finding.severity : 'muted'] += 1
  return counts
}

export const isShown = (finding: Finding, showMuted: boolean): boolean => showMuted || finding.muted === null
