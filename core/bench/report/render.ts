import { runtimeRecord } from '../runtime-record.ts'
import type { BenchReport } from '../types.ts'
import { reportCsv } from './csv.ts'
import { reportHtml } from './html.ts'
import { reportMarkdown } from './markdown.ts'
import { runNotes } from './notes.ts'

export type ReportFormat = 'json' | 'csv' | 'md' | 'html'

/** A report as a file: the whole of it as JSON, the figures as CSV, or something to read. */
export function renderReport(report: BenchReport, format: ReportFormat): string {
  switch (format) {
    case 'json':
      return reportJson(report)
    case 'csv':
      return reportCsv(report)
    case 'md':
      return reportMarkdown(report)
    case 'html':
      return reportHtml(report)
  }
}

/** The report, with the runtime's own names beside every row of figures and what is to be known of them. */
const reportJson = (report: BenchReport): string => {
  const figures = report.figures.map(row => ({ ...row, runtime: runtimeRecord(row) }))
  return `${JSON.stringify({ ...report, figures, notes: runNotes(report) }, null, 2)}\n`
}
