import {
  type Comparison,
  compareReports,
  type ReportComparison,
  regressions,
} from '../../../core/bench/compare.ts'
import { drillVerdict, isPlayed } from '../../../core/bench/drills.ts'
import { formatBytes, formatMibPerSecond, formatMillis, formatNumber } from '../../../core/bench/format.ts'
import { runNotes } from '../../../core/bench/report/notes.ts'
import { alignColumns, figuresTable } from '../../../core/bench/report/table.ts'
import { failureText, residueText, transportRows } from '../../../core/bench/report/words.ts'
import type { BenchReport, DrillOutcome } from '../../../core/bench/types.ts'
import { paint } from '../paint.ts'

/** A report as the command line prints it. */
export function reportText(report: BenchReport, colour: boolean): string {
  const { plan, environment } = report
  const head = `${report.fileName}: ${plan.options.mode}, target ${plan.target}, ${environment.segments} segments, ${formatMillis(report.elapsedMs)}`
  const lines = [
    paint(head, 'bold', colour),
    ...transportRows(report).map(([edge, text]) => `  ${edge}: ${text}`),
    '',
    ...(report.figures.length === 0 ? [] : [...figuresTable(report), '']),
    ...report.drills.flatMap(drill => drillLines(drill, colour)),
    ...plan.skipped.map(({ edge, reason }) => paint(`not run  ${edge}: ${reason}`, 'yellow', colour)),
    ...report.failures.map(failure => paint(`failed  ${failureText(failure)}`, 'red', colour)),
    report.state === 'cancelled' ? paint('Cancelled.', 'yellow', colour) : '',
    ...runNotes(report).map(note => paint(`note  ${note}`, 'grey', colour)),
    '',
    `Left behind: ${residueText(report.residue)}.`,
  ]
  return lines.filter((line, index) => line !== '' || lines[index - 1] !== '').join('\n')
}

function drillLines(drill: DrillOutcome, colour: boolean): readonly string[] {
  if (!isPlayed(drill)) return [`${drill.drill}: not played, no edge of this file fits`, '']
  const mark = paint(drillVerdict(drill), drill.asExpected ? 'green' : 'red', colour)
  const after = drill.noticedAfterMs === null ? '' : `, noticed after ${formatMillis(drill.noticedAfterMs)}`
  return [
    `${drill.drill} on ${drill.edge}: ${mark}${after}`,
    `  expected: ${drill.expected}`,
    `  happened: ${drill.happened}`,
    ...(drill.simulated === null ? [] : [`  simulated: ${drill.simulated}`]),
    `  left behind: ${residueText(drill.residue)}`,
    '',
  ]
}

export interface BaselineResult {
  readonly text: string
  readonly failed: boolean
}

/** The run against an earlier one; `failBelow` is the ratio under which an edge counts as worse. */
export function baselineText(
  baseline: BenchReport,
  report: BenchReport,
  failBelow: number | null,
  colour: boolean,
): BaselineResult {
  const comparison = compareReports(baseline, report)
  const worse = failBelow === null ? [] : regressions(comparison, failBelow)
  const gone = failBelow === null ? [] : comparison.onlyBefore
  const lines = [
    comparison.rows.length === 0
      ? 'The baseline has no edge at a size that this run has, so there is nothing to compare.'
      : comparisonTable(comparison).join('\n'),
    ...(comparison.differences.length === 0
      ? []
      : [
          paint(
            `The two runs differ in more than time: ${comparison.differences.join('; ')}.`,
            'yellow',
            colour,
          ),
        ]),
    ...comparison.onlyBefore.map(key => `Only in the baseline: ${key}.`),
    ...worse.map(row => paint(regressionText(row, failBelow ?? 0), 'red', colour)),
  ]
  return { text: lines.join('\n'), failed: worse.length + gone.length > 0 }
}

const comparisonTable = ({ rows }: ReportComparison): readonly string[] =>
  alignColumns(
    [
      ['edge', 'size', 'baseline', 'now', 'ratio'],
      ...rows.map(row => [
        row.edge,
        formatBytes(row.sizeBytes),
        formatMibPerSecond(row.before.mibPerSecond),
        formatMibPerSecond(row.after.mibPerSecond),
        `${formatNumber(row.ratio)} ×`,
      ]),
    ],
    2,
  )

const regressionText = (row: Comparison, bound: number): string =>
  `${row.edge} at ${formatBytes(row.sizeBytes)} reaches ${formatNumber(row.ratio)} of the baseline, below ${formatNumber(bound)}.`
