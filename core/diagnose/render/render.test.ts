import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import Ajv from 'ajv'
import { describe, expect, it } from 'vitest'
import { analyze } from '../../analyze.ts'
import type { Finding } from '../../contract/finding.ts'
import { RULES } from '../index.ts'
import { CHECK_FORMATS, type CheckedFile, renderFindings } from './index.ts'
import { SARIF_SHAPE } from './sarif-shape-fixture.ts'

const finding = (patch: Partial<Finding>): Finding => ({
  code: 'WIRE-1',
  severity: 'error',
  message: 'Something is wrong.',
  arithmetic: null,
  consequence: 'raises',
  path: ['stages'],
  range: { start: 0, end: 6 },
  related: [],
  stages: [],
  edges: [],
  fix: null,
  muted: null,
  ...patch,
})

const fileOf = (findings: readonly Finding[], patch: Partial<CheckedFile> = {}): CheckedFile => ({
  name: 'deploy/a file.yaml',
  path: 'deploy/a file.yaml',
  text: 'stages:\n  - stage_id: 0\n',
  target: '2026-07',
  findings,
  ...patch,
})

const NASTY = 'Line one\nline "two" <b> & 100 %: a, b \u0007\ud800 end.'

const SAMPLES: readonly Finding[] = [
  finding({
    arithmetic: '1 + 1 = 2',
    fix: { title: 'Mend it', edits: [{ range: { start: 8, end: 8 }, text: '# x\n' }] },
  }),
  finding({ code: 'PORT-9', severity: 'warning', message: NASTY, consequence: 'hangs' }),
  finding({
    code: 'WIRE-5',
    severity: 'info',
    range: null,
    related: [{ message: 'Here too', path: [], range: { start: 8, end: 9 } }],
  }),
  finding({ code: 'WIRE-4', muted: 'it is a draft' }),
]

describe('the text report', () => {
  it('gives place, code, sentence, arithmetic, consequence, fix and sums', () => {
    const text = renderFindings('text', [fileOf(SAMPLES)])
    expect(text).toContain('deploy/a file.yaml\n  1:1')
    expect(text).toMatch(
      /error {3}WIRE-1 {3}Something is wrong\.\n {11}= 1 \+ 1 = 2\n {11}→ the runtime raises an error \(target 2026-07\)\n {11}fix: Mend it/,
    )
    expect(text).toContain('1 file checked: 1 error, 1 warning, 1 note, 1 muted (target 2026-07)')
    expect(text).not.toContain('\u001b')
  })

  it('shows muted findings and colours only when asked to', () => {
    expect(renderFindings('text', [fileOf(SAMPLES)])).not.toContain('it is a draft')
    expect(renderFindings('text', [fileOf(SAMPLES)], { showMuted: true })).toContain(
      'muted because it is a draft',
    )
    expect(renderFindings('text', [fileOf(SAMPLES)], { colour: true })).toContain('\u001b[31m')
  })

  it('names no file that is clean', () => {
    expect(renderFindings('text', [fileOf([])])).toBe('1 file checked: nothing found (target 2026-07)\n')
  })
})

describe('the JSON report', () => {
  it('holds every finding with lines and columns', () => {
    const report = JSON.parse(renderFindings('json', [fileOf(SAMPLES)], { version: '1.2.3' }))
    expect(report).toMatchObject({
      version: '1.2.3',
      summary: { error: 1, warning: 1, info: 1, muted: 1 },
      files: [{ name: 'deploy/a file.yaml', target: '2026-07' }],
    })
    expect(report.files[0].findings).toHaveLength(4)
    expect(report.files[0].findings[0].region).toEqual({
      startLine: 1,
      startColumn: 1,
      endLine: 1,
      endColumn: 7,
    })
    expect(report.files[0].findings[2]).toMatchObject({
      region: null,
      related: [{ region: { startLine: 2 } }],
    })
  })
})

describe('the SARIF report', () => {
  const validate = new Ajv({ strict: true, allowUnionTypes: true }).compile(SARIF_SHAPE)
  const log = (files: readonly CheckedFile[]) =>
    JSON.parse(renderFindings('sarif', files, { version: '1.2.3' }))

  it('has the shape of SARIF 2.1.0', () => {
    expect(validate(log([fileOf(SAMPLES), fileOf([], { name: '<stdin>', path: null })]))).toBe(true)
    expect(validate(log([]))).toBe(true)
  })

  it('has that shape for what the rules really find', () => {
    const text = readFileSync(
      join(import.meta.dirname, '../../../fixtures/rules/WIRE-4/triggers.yaml'),
      'utf8',
    )
    const file = fileOf(analyze(text).findings, { text })
    expect(validate(log([file]))).toBe(true)
  })

  it('describes every rule and points at them', () => {
    const [run] = log([fileOf(SAMPLES)]).runs
    expect(run.tool.driver.rules.map((rule: { id: string }) => rule.id)).toEqual(RULES.map(rule => rule.code))
    const [first] = run.results
    expect(run.tool.driver.rules[first.ruleIndex].id).toBe(first.ruleId)
  })

  it('marks muted findings as suppressed, and gives fixes as replacements', () => {
    const [run] = log([fileOf(SAMPLES)]).runs
    expect(run.results[3].suppressions).toEqual([
      { kind: 'inSource', status: 'accepted', justification: 'it is a draft' },
    ])
    expect(run.results[0].fixes[0].artifactChanges[0].replacements).toEqual([
      {
        deletedRegion: { startLine: 2, startColumn: 1, endLine: 2, endColumn: 1 },
        insertedContent: { text: '# x\n' },
      },
    ])
  })

  it.each([
    ['deploy/a file.yaml', 'deploy/a%20file.yaml'],
    ['/srv/x.yaml', 'file:///srv/x.yaml'],
    ['C:\\x\\y.yaml', 'file:///C:/x/y.yaml'],
    [null, 'stdin'],
  ])('writes the path %s as the URI %s', (path, uri) => {
    const [run] = log([fileOf(SAMPLES, { path })]).runs
    expect(run.results[0].locations[0].physicalLocation.artifactLocation.uri).toBe(uri)
  })
})

describe('the JUnit report', () => {
  it('fails for errors and warnings and passes for notes', () => {
    const report = renderFindings('junit', [fileOf(SAMPLES), fileOf([], { name: 'clean.yaml' })])
    expect(report).toContain('<testsuites name="stagewright check" tests="4" failures="2">')
    expect(report.match(/<failure /g)).toHaveLength(2)
    expect(report.match(/<system-out>/g)).toHaveLength(1)
    expect(report).toContain('<testcase name="no findings" classname="clean.yaml"/>')
    expect(report.match(/<property name="target" value="2026-07"\/>/g)).toHaveLength(2)
    expect(report).toContain('the runtime raises an error (target 2026-07)')
  })

  it('writes only what XML can hold', () => {
    const report = renderFindings('junit', [fileOf(SAMPLES)])
    expect(report).toContain('Line one&#10;line &quot;two&quot; &lt;b&gt; &amp; 100 %: a, b  end.')
    expect([...report].every(char => char === '\n' || (char >= ' ' && char !== '\ud800'))).toBe(true)
  })

  it('skips muted findings with their reason when they are shown', () => {
    expect(renderFindings('junit', [fileOf(SAMPLES)], { showMuted: true })).toContain(
      '<skipped message="it is a draft"/>',
    )
  })
})

describe('the GitHub report', () => {
  it('is one workflow command a line, with everything escaped', () => {
    const lines = renderFindings('github', [fileOf(SAMPLES)])
      .trimEnd()
      .split('\n')
    expect(lines).toHaveLength(3)
    expect(lines[0]).toBe(
      '::error file=deploy/a file.yaml,line=1,endLine=1,col=1,endColumn=7,title=WIRE-1 (target 2026-07)::Something is wrong.%0A1 + 1 = 2',
    )
    expect(lines[1]).toContain('::warning ')
    expect(lines[1]).toContain('100 %25: a, b')
    expect(lines[2]).toBe(
      '::notice file=deploy/a file.yaml,title=WIRE-5 (target 2026-07)::Something is wrong.',
    )
  })

  it('says nothing where nothing is found', () => {
    expect(renderFindings('github', [fileOf([])])).toBe('')
  })
})

describe('every format', () => {
  it.each(CHECK_FORMATS)('%s names the target that its findings hold for', format => {
    expect(renderFindings(format, [fileOf(SAMPLES, { target: '2026-09' })])).toContain('2026-09')
  })

  it.each(CHECK_FORMATS)('%s is the same for the same findings', format => {
    expect(renderFindings(format, [fileOf(SAMPLES)])).toBe(renderFindings(format, [fileOf(SAMPLES)]))
  })
})
