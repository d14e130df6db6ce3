import { analyze } from '../analyze.ts'
import type { AnalysisContext } from '../contract/analysis.ts'
import type { Finding } from '../contract/finding.ts'
import { applyEdits } from '../document/index.ts'

/** Findings of one rule in a text. */
export const findingsOf = (code: string, text: string, context: AnalysisContext = {}): readonly Finding[] =>
  analyze(text, context).findings.filter(finding => finding.code === code)

/** What a finding marks: its severity and the text at its place (`–` for a place that is not in the text). */
export const marks = (code: string, text: string, context: AnalysisContext = {}): readonly string[] =>
  findingsOf(code, text, context).map(
    ({ severity, range }) => `${severity} ${range === null ? '–' : text.slice(range.start, range.end)}`,
  )

/** The text after the first fix of a rule. */
export function fixed(code: string, text: string, context: AnalysisContext = {}): string {
  const fix = findingsOf(code, text, context).find(finding => finding.fix !== null)?.fix
  if (fix === undefined || fix === null) throw new Error(`${code} offers no fix`)
  return applyEdits(text, fix.edits)
}

/** A deploy file of stages from their lines, each list one stage from 0 up; `top` are lines above them. */
export const deploy = (top: readonly string[], ...stages: readonly (readonly string[])[]): string =>
  [
    ...top,
    'stages:',
    ...stages.flatMap((lines, id) => [`  - stage_id: ${id}`, ...lines.map(line => `    ${line}`)]),
    '',
  ].join('\n')
