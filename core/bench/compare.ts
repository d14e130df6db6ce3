import { fail, ok, type Result } from '../contract/result.ts'
import type { BenchReport, EdgeFigures } from './types.ts'

export interface Comparison {
  readonly edge: string
  readonly sizeBytes: number
  readonly before: EdgeFigures
  readonly after: EdgeFigures
  /** Rate now over rate then: 2 is twice as fast, 0.5 half. */
  readonly ratio: number
}

export interface ReportComparison {
  readonly rows: readonly Comparison[]
  /** Edge and size that only one of the two has. */
  readonly onlyBefore: readonly string[]
  readonly onlyAfter: readonly string[]
  /** What differs in the machines, so that ratios say less about the transfers. */
  readonly differences: readonly string[]
}

const keyOf = ({ edge, sizeBytes }: EdgeFigures): string => `${edge} at ${sizeBytes} B`

/** Two runs edge by edge and size by size, by their rates. */
export function compareReports(before: BenchReport, after: BenchReport): ReportComparison {
  const measured = (report: BenchReport) =>
    new Map(
      report.figures.filter(({ mibPerSecond }) => mibPerSecond > 0).map(figures => [keyOf(figures), figures]),
    )
  const then = measured(before)
  const now = measured(after)
  const rows = [...now].flatMap(([key, figures]) => {
    const old = then.get(key)
    if (old === undefined) return []
    const { edge, sizeBytes } = figures
    return [{ edge, sizeBytes, before: old, after: figures, ratio: figures.mibPerSecond / old.mibPerSecond }]
  })
  return {
    rows,
    onlyBefore: [...then.keys()].filter(key => !now.has(key)),
    onlyAfter: [...now.keys()].filter(key => !then.has(key)),
    differences: environmentDifferences(before, after),
  }
}

const COMPARED = [
  ['cpu', 'CPU'],
  ['cores', 'cores'],
  ['kernel', 'kernel'],
  ['node', 'Node'],
  ['target', 'target'],
  ['segments', 'segments'],
] as const

const environmentDifferences = (before: BenchReport, after: BenchReport): readonly string[] =>
  COMPARED.flatMap(([key, name]) => {
    const then = before.environment[key]
    const now = after.environment[key]
    return then === now ? [] : [`${name}: ${then} then, ${now} now`]
  })

/** Rows below the bound, the worst first. Edges that the new run does not have are below every bound. */
export const regressions = ({ rows }: ReportComparison, bound: number): readonly Comparison[] =>
  rows.filter(({ ratio }) => ratio < bound).sort((a, b) => a.ratio - b.ratio)

/** A report as text back into a report; says what is wrong with one that is none. */
export function parseReport(text: string): Result<BenchReport> {
  try {
    const value: unknown = JSON.parse(text)
    if (looksLikeReport(value)) return ok(value)
  } catch {
    return fail('not-a-report', 'It is not JSON. Give the file that `stagewright bench --json` wrote.')
  }
  return fail(
    'not-a-report',
    'It is JSON, but no report. Give the file that `stagewright bench --json` wrote.',
  )
}

function looksLikeReport(value: unknown): value is BenchReport {
  if (typeof value !== 'object' || value === null) return false
  if (!('figures' in value && 'environment' in value && 'plan' in value)) return false
  const { figures, environment } = value
  return (
    Array.isArray(figures) &&
    typeof environment === 'object' &&
    environment !== null &&
    figures.every(
      row =>
        typeof row === 'object' &&
        row !== null &&
        typeof row.edge === 'string' &&
        typeof row.sizeBytes === 'number' &&
        typeof row.mibPerSecond === 'number',
    )
  )
}
