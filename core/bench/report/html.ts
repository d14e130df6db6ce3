import { drillVerdict } from '../drills.ts'
import { formatMillis } from '../format.ts'
import type { BenchReport } from '../types.ts'
import { detailTables } from './distributions.ts'
import { runNotes } from './notes.ts'
import { sizeCurveSvg } from './size-curve.ts'
import { FIGURE_COLUMNS } from './table.ts'
import { environmentRows, failureText, reportTitle, residueText, transportRows } from './words.ts'

/** Text in HTML, attributes included. */
export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, character => `&#${character.charCodeAt(0)};`)

const STYLE = `
:root { color-scheme: light dark; font: 14px/1.45 system-ui, sans-serif; }
body { max-width: 76rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.4rem; } h2 { font-size: 1.1rem; margin-top: 2rem; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
.wide { overflow-x: auto; } th { white-space: nowrap; }
th, td { padding: .25rem .6rem; border-bottom: 1px solid #8884; text-align: left; vertical-align: top; }
.figures th, .figures td { padding: .25rem .4rem; }
.figures th:not(:first-child), .figures td:not(:first-child) { text-align: right; white-space: nowrap; }
small { opacity: .7; font-weight: normal; }
svg { max-width: 100%; height: auto; }
svg text { fill: currentColor; font: 12px system-ui, sans-serif; }
`

/** A report as one page without anything from elsewhere: no script, no font, no image. */
export function reportHtml(report: BenchReport): string {
  const title = escapeHtml(reportTitle(report))
  const body = [
    `<h1>${title}</h1>`,
    figureTable(report),
    sizeCurveSvg(report.figures),
    failures(report),
    drills(report),
    `<h2>Edges</h2>${pairs(transportRows(report))}`,
    report.plan.skipped.length === 0
      ? ''
      : `<h2>Not run</h2>${pairs(report.plan.skipped.map(({ edge, reason }) => [edge, reason] as const))}`,
    notes(report),
    `<h2>Environment</h2>${pairs(environmentRows(report))}`,
    ...detailTables(report).map(({ title: name, head, rows }) => {
      const body = rows.map(row => cells('td', row.map(escapeHtml))).join('')
      return `<h2>${escapeHtml(name)}</h2><div class="wide"><table class="figures"><thead>${cells('th', head.map(escapeHtml))}</thead><tbody>${body}</tbody></table></div>`
    }),
  ]
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width">
<title>${title}</title>
<style>${STYLE}</style>
</head>
<body>
${body.filter(part => part !== '').join('\n')}
</body>
</html>
`
}

const cells = (tag: 'td' | 'th', values: readonly string[]): string =>
  `<tr>${values.map(value => `<${tag}>${value}</${tag}>`).join('')}</tr>`

function figureTable({ figures, drills: played }: BenchReport): string {
  if (played.length > 0) return ''
  if (figures.length === 0) return '<p>No transfer was measured.</p>'
  const heads = FIGURE_COLUMNS.map(({ title, unit }) =>
    unit === '' ? escapeHtml(title) : `${escapeHtml(title)}<br><small>${escapeHtml(unit)}</small>`,
  )
  const rows = figures.map(row =>
    cells(
      'td',
      FIGURE_COLUMNS.map(({ value }) => escapeHtml(value(row))),
    ),
  )
  return `<div class="wide"><table class="figures"><thead>${cells('th', heads)}</thead><tbody>${rows.join('')}</tbody></table></div>`
}

const pairs = (rows: readonly (readonly [string, string])[]): string =>
  `<table>${rows.map(([name, value]) => `<tr><th>${escapeHtml(name)}</th><td>${escapeHtml(value)}</td></tr>`).join('')}</table>`

function notes(report: BenchReport): string {
  const items = runNotes(report).map(note => `<li>${escapeHtml(note)}</li>`)
  return items.length === 0 ? '' : `<h2>How to read the figures</h2><ul>${items.join('')}</ul>`
}

const failures = (report: BenchReport): string =>
  report.failures.length === 0
    ? ''
    : `<h2>Failed</h2><ul>${report.failures.map(failure => `<li>${escapeHtml(failureText(failure))}</li>`).join('')}</ul>`

function drills(report: BenchReport): string {
  if (report.drills.length === 0) return ''
  const heads = ['drill', 'edge', 'expected', 'happened', 'noticed after', 'verdict', 'left behind']
  const rows = report.drills.map(drill =>
    cells(
      'td',
      [
        drill.drill,
        drill.edge,
        drill.expected,
        drill.simulated === null ? drill.happened : `${drill.happened} ${drill.simulated}`,
        drill.noticedAfterMs === null ? '–' : formatMillis(drill.noticedAfterMs),
        drillVerdict(drill),
        residueText(drill.residue),
      ].map(escapeHtml),
    ),
  )
  return `<h2>Drills</h2><div class="wide"><table><thead>${cells('th', heads)}</thead><tbody>${rows.join('')}</tbody></table></div>`
}
