import type { Finding } from '../../contract/finding.ts'
import { findingRegion, isShown } from './places.ts'
import { CONSEQUENCE_WORDS } from './text.ts'
import type { CheckedFile, RenderOptions } from './types.ts'

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\n': '&#10;',
  '\r': '&#13;',
  '\t': '&#9;',
}

/** XML 1.0 has no form for other control characters, lone surrogates and two non-characters: they go. */
const isWritable = (code: number): boolean =>
  code === 0x09 ||
  code === 0x0a ||
  code === 0x0d ||
  (code >= 0x20 && code <= 0xd7ff) ||
  (code >= 0xe000 && code <= 0xfffd) ||
  code >= 0x10000

const xml = (text: string): string =>
  [...text]
    .filter(char => isWritable(char.codePointAt(0) ?? 0))
    .map(char => ENTITIES[char] ?? char)
    .join('')

const attributes = (values: Readonly<Record<string, string | number>>): string =>
  Object.entries(values)
    .map(([name, value]) => ` ${name}="${xml(String(value))}"`)
    .join('')

function details(file: CheckedFile, finding: Finding): string {
  const parts = [
    finding.message,
    finding.arithmetic,
    `${CONSEQUENCE_WORDS[finding.consequence]} (target ${file.target})`,
    finding.fix?.title,
  ]
  return parts.filter(part => part !== null && part !== undefined).join('\n')
}

function testCase(file: CheckedFile, finding: Finding): string {
  const region = findingRegion(file, finding)
  const line = region === null ? '' : `:${region.startLine}`
  const head = attributes({
    name: `${finding.code}${line} ${finding.message}`,
    classname: file.name,
    ...(file.path === null ? {} : { file: file.path }),
    ...(region === null ? {} : { line: region.startLine }),
  })
  const body =
    finding.muted !== null
      ? `<skipped${attributes({ message: finding.muted })}/>`
      : finding.severity === 'info'
        ? `<system-out>${xml(details(file, finding))}</system-out>`
        : `<failure${attributes({ type: `${finding.severity} ${finding.code}`, message: finding.message })}>${xml(details(file, finding))}</failure>`
  return `    <testcase${head}>${body}</testcase>`
}

const failures = (findings: readonly Finding[]): number =>
  findings.filter(finding => finding.muted === null && finding.severity !== 'info').length

function suite(file: CheckedFile, shown: readonly Finding[]): string {
  const cases =
    shown.length === 0
      ? [`    <testcase${attributes({ name: 'no findings', classname: file.name })}/>`]
      : shown.map(finding => testCase(file, finding))
  const head = attributes({
    name: file.name,
    tests: cases.length,
    failures: failures(shown),
    errors: 0,
    skipped: shown.filter(finding => finding.muted !== null).length,
  })
  const target = `    <properties><property${attributes({ name: 'target', value: file.target })}/></properties>`
  return [`  <testsuite${head}>`, target, ...cases, '  </testsuite>'].join('\n')
}

/** JUnit XML: a suite per file, a case per finding; errors and warnings fail, notes pass, muted ones are skipped. */
export function renderJunit(files: readonly CheckedFile[], options: RenderOptions): string {
  const suites = files.map(file => ({
    file,
    shown: file.findings.filter(finding => isShown(finding, options.showMuted === true)),
  }))
  const head = attributes({
    name: 'stagewright check',
    tests: suites.reduce((sum, { shown }) => sum + Math.max(1, shown.length), 0),
    failures: suites.reduce((sum, { shown }) => sum + failures(shown), 0),
  })
  const body = suites.map(({ file, shown }) => suite(file, shown))
  return `${['<?xml version="1.0" encoding="UTF-8"?>', `<testsuites${head}>`, ...body, '</testsuites>'].join('\n')}\n`
}
