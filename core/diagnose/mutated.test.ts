import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { analyze } from '../analyze.ts'
import type { AnalysisContext } from '../contract/analysis.ts'

const RULES_ROOT = join(import.meta.dirname, '../../fixtures/rules')
const PIPELINES_ROOT = join(import.meta.dirname, '../../fixtures/pipelines')

interface Sample {
  readonly text: string
  readonly context: AnalysisContext
}

const contextOf = (code: string): AnalysisContext => {
  const path = join(RULES_ROOT, code, 'context.json')
  return existsSync(path)
    ? (JSON.parse(readFileSync(path, 'utf8')) as { context: AnalysisContext }).context
    : {}
}

const SAMPLES: readonly Sample[] = [
  ...readdirSync(RULES_ROOT).map(code => ({
    text: readFileSync(join(RULES_ROOT, code, 'triggers.yaml'), 'utf8'),
    context: contextOf(code),
  })),
  ...readdirSync(PIPELINES_ROOT)
    .filter(name => name.endsWith('.yaml'))
    .map(name => ({ text: readFileSync(join(PIPELINES_ROOT, name), 'utf8'), context: { fileName: name } })),
]

/** Words that turn one kind of value into another when they replace a value of a line. */
const VALUES = [
  '',
  'null',
  '[]',
  '{}',
  '-1',
  '1e400',
  '99999999999999999999',
  '.nan',
  'true',
  '"\\u0000"',
  '[[]]',
  '{1: 2}',
  '~',
  '2024-01-01',
  '*x',
  '__proto__',
]

const mutation = fc.record({
  sample: fc.nat(SAMPLES.length - 1),
  line: fc.nat(),
  kind: fc.constantFrom('value', 'delete', 'repeat', 'cut'),
  value: fc.constantFrom(...VALUES),
})

function mutate({
  sample,
  line,
  kind,
  value,
}: {
  sample: number
  line: number
  kind: string
  value: string
}): Sample {
  const { text, context } = SAMPLES[sample] ?? { text: '', context: {} }
  const lines = text.split('\n')
  const index = line % lines.length
  const old = lines[index] ?? ''
  if (kind === 'cut') return { text: text.slice(0, line % (text.length + 1)), context }
  if (kind === 'delete') lines.splice(index, 1)
  if (kind === 'repeat') lines.splice(index, 0, old)
  if (kind === 'value') lines[index] = old.replace(/(:|-)\s+\S.*$/, `$1 ${value}`)
  return { text: lines.join('\n'), context }
}

describe('the rules on damaged files', () => {
  it('never break, and give the same findings for the same text', () => {
    fc.assert(
      fc.property(mutation, input => {
        const { text, context } = mutate(input)
        const first = analyze(text, context).findings
        expect(first.filter(finding => finding.message.includes('could not be checked'))).toEqual([])
        expect(analyze(text, context).findings).toEqual(first)
        for (const { range, fix } of first) {
          if (range !== null) expect(range.start).toBeLessThanOrEqual(range.end)
          expect(range === null || range.end <= text.length).toBe(true)
          for (const edit of fix?.edits ?? []) expect(edit.range.end).toBeLessThanOrEqual(text.length)
        }
      }),
      { numRuns: 150 },
    )
  })
})
