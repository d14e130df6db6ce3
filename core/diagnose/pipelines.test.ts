import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { analyze } from '../analyze.ts'
import { templateInfo } from '../pipelines/index.ts'
import { ruleByCode } from './index.ts'

const ROOT = join(import.meta.dirname, '../../fixtures/pipelines')
const yamlIn = (folder: string) => readdirSync(join(ROOT, folder)).filter(name => name.endsWith('.yaml'))
const read = (folder: string, name: string) => readFileSync(join(ROOT, folder, name), 'utf8')
const codesOf = (text: string, fileName: string): readonly string[] =>
  analyze(text, { fileName })
    .findings.filter(finding => finding.severity !== 'info')
    .map(finding => finding.code)

describe('the invalid pipelines', () => {
  it.each(yamlIn('invalid'))('%s show what they are there to show', name => {
    const text = read('invalid', name)
    const expected = templateInfo(text).expect.filter(code => ruleByCode(code) !== null)
    expect(codesOf(text, name)).toEqual(expect.arrayContaining([...expected]))
  })
})

/** Templates that show what a worker refuses, on purpose. */
const REFUSED: Readonly<Record<string, readonly string[]>> = { 'fan_out.yaml': ['WIRE-8'] }

describe('the templates', () => {
  it.each(yamlIn('.'))('%s have no error', name => {
    const errors = analyze(read('.', name), { fileName: name }).findings.filter(
      finding => finding.severity === 'error' && !REFUSED[name]?.includes(finding.code),
    )
    expect(errors.map(finding => `${finding.code} ${finding.message}`)).toEqual([])
  })
})
