import type { Finding, Severity } from '../../contract/finding.ts'
import { findingRegion } from './places.ts'
import type { CheckedFile } from './types.ts'

const COMMANDS: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'notice' }

/** A workflow command ends at the line's end, so breaks and the escape character itself are written out. */
const data = (text: string): string =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')

const property = (text: string): string => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C')

function annotation(file: CheckedFile, finding: Finding): string {
  const region = findingRegion(file, finding)
  const properties: readonly (readonly [string, string | number])[] = [
    ...(file.path === null ? [] : [['file', file.path.replaceAll('\\', '/')] as const]),
    ...(region === null
      ? []
      : ([
          ['line', region.startLine],
          ['endLine', region.endLine],
          ['col', region.startColumn],
          ['endColumn', region.endColumn],
        ] as const)),
    ['title', `${finding.code} (target ${file.target})`],
  ]
  const list = properties.map(([name, value]) => `${name}=${property(String(value))}`).join(',')
  const text = finding.arithmetic === null ? finding.message : `${finding.message}\n${finding.arithmetic}`
  return `::${COMMANDS[finding.severity]} ${list}::${data(text)}`
}

/** Workflow commands that GitHub turns into annotations; muted findings are left out. */
export function renderGithub(files: readonly CheckedFile[]): string {
  const lines = files.flatMap(file =>
    file.findings.filter(finding => finding.muted === null).map(finding => annotation(file, finding)),
  )
  return lines.length === 0 ? '' : `${lines.join('\n')}\n`
}
