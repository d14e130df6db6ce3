import { fail, ok, type Result } from '../contract/result.ts'
import { formatBytes } from './format.ts'
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
  /** What differs besides the time, so that ratios say less about the transfers. */
  readonly differences: readonly string[]
}

const keyOf = ({ edge, sizeBytes }: EdgeFigures): string =>
  `${edge} at ${formatBytes(sizeBytes)} (${sizeBytes.toLocaleString('en-US')} B)`

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
    differences: conditionDifferences(before, after),
  }
}

const CONDITIONS: readonly (readonly [string, (report: BenchReport) => unknown])[] = [
  ['File', report => report.fileName?.split(/[\\/]/).at(-1)],
  ['Mode', report => report.plan.options?.mode],
  ['Payload', report => report.plan.options?.payload?.kind],
  ['In flight', report => report.plan.options?.concurrency],
  ['Integrity', report => report.plan.options?.integrity],
  ['Segments', report => report.environment.segments],
  ['Target', report => report.environment.target],
  ['Processor', report => `${report.environment.cpu}, ${report.environment.cores} cores`],
  ['Kernel', report => report.environment.kernel],
  ['Node', report => report.environment.node],
  ['Version', report => report.environment.version],
]

/**
 * What differs in the conditions of two runs, so that a ratio is not taken for more than it is. A report that another
 * version wrote may lack one; that is no difference.
 */
export const conditionDifferences = (before: BenchReport, after: BenchReport): readonly string[] =>
  CONDITIONS.flatMap(([name, read]) => {
    const [then, now] = [read(before), read(after)]
    return then === now || then === undefined || now === undefined ? [] : [`${name}: ${then} → ${now}`]
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
