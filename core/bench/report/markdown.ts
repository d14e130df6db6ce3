import { drillVerdict } from '../drills.ts'
import { formatMillis } from '../format.ts'
import type { BenchReport } from '../types.ts'
import { detailTables } from './distributions.ts'
import { runNotes } from './notes.ts'
import { FIGURE_COLUMNS } from './table.ts'
import { environmentRows, failureText, reportTitle, residueText, transportRows } from './words.ts'

/** A report to paste into an issue or a pull request. */
export function reportMarkdown(report: BenchReport): string {
  const sections = [
    [`# ${escapeMarkdown(reportTitle(report))}`],
    figureTable(report),
    failureList(report),
    drillTable(report),
    [
      '## Edges',
      '',
      ...transportRows(report).map(
        ([edge, text]) => `- **${escapeMarkdown(edge)}**: ${escapeMarkdown(text)}`,
      ),
    ],
    skippedList(report),
    noteList(report),
    ['## Environment', '', '| | |', '|---|---|', ...environmentRows(report).map(row)],
    ...detailTables(report).map(({ title, head, rows }) => [
      `## ${title}`,
      '',
      row(head),
      `|${head.map((_, index) => (index === 0 ? '---' : '---:')).join('|')}|`,
      ...rows.map(row),
    ]),
  ]
  return `${sections
    .filter(lines => lines.length > 0)
    .map(lines => lines.join('\n'))
    .join('\n\n')}\n`
}

const row = (cells: readonly string[]): string => `| ${cells.map(escapeMarkdown).join(' | ')} |`

/** Text of a file in Markdown: no markup of its own, and no cell that ends before its time. */
const escapeMarkdown = (text: string): string =>
  text.replace(/[\\`*_[\]<>|#]/g, '\\$&').replaceAll(/[\r\n]+/g, ' ')

function figureTable(report: BenchReport): readonly string[] {
  if (report.drills.length > 0) return []
  if (report.figures.length === 0) return ['No transfer was measured.']
  const heads = FIGURE_COLUMNS.map(({ title, unit }) => (unit === '' ? title : `${title} (${unit})`))
  return [
    row(heads),
    `|${FIGURE_COLUMNS.map((_, index) => (index === 0 ? '---' : '---:')).join('|')}|`,
    ...report.figures.map(figures => row(FIGURE_COLUMNS.map(({ value }) => value(figures)))),
  ]
}

const failureList = ({ failures }: BenchReport): readonly string[] =>
  failures.length === 0
    ? []
    : ['## Failed', '', ...failures.map(failure => `- ${escapeMarkdown(failureText(failure))}`)]

function drillTable({ drills }: BenchReport): readonly string[] {
  if (drills.length === 0) return []
  return [
    '## Drills',
    '',
    row(['drill', 'edge', 'expected', 'happened', 'noticed after', 'verdict', 'left behind']),
    '|---|---|---|---|---:|---|---|',
    ...drills.map(drill =>
      row([
        drill.drill,
        drill.edge,
        drill.expected,
        drill.simulated === null ? drill.happened : `${drill.happened} ${drill.simulated}`,
        drill.noticedAfterMs === null ? '–' : formatMillis(drill.noticedAfterMs),
        drillVerdict(drill),
        residueText(drill.residue),
      ]),
    ),
  ]
}

function noteList(report: BenchReport): readonly string[] {
  const notes = runNotes(report)
  return notes.length === 0
    ? []
    : ['## How to read the figures', '', ...notes.map(note => `- ${escapeMarkdown(note)}`)]
}

const skippedList = ({ plan }: BenchReport): readonly string[] =>
  plan.skipped.length === 0
    ? []
    : [
        '## Not run',
        '',
        ...plan.skipped.map(({ edge, reason }) => `- ${escapeMarkdown(edge)}: ${escapeMarkdown(reason)}`),
      ]
