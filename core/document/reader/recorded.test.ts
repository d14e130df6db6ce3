import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { floatText, isBytes, isDate, isDict, isFloat, isInt, isList } from '../../value/index.ts'
import type { PyValue } from '../../value/types.ts'
import { parseDocument } from '../parse.ts'

/** What Python made of a text: a value in the form of {@link encode}, or the exception's name. */
type Recorded = readonly [text: string, outcome: { readonly value?: unknown; readonly error?: string }]

const readCases = (name: string): readonly Recorded[] =>
  JSON.parse(readFileSync(new URL(name, import.meta.url), 'utf8'))

function encode(value: PyValue): unknown {
  if (value === null || typeof value === 'boolean') return value
  if (typeof value === 'string') return ['s', value]
  if (isInt(value)) return ['i', String(value)]
  if (isFloat(value)) return ['f', floatText(value.float)]
  if (isDate(value)) return ['d', value.date]
  if (isBytes(value)) return ['b', [...value.bytes]]
  if (isList(value)) return ['l', value.map(encode)]
  return ['m', isDict(value) ? [...value].map(([key, item]) => [encode(key), encode(item)]) : []]
}

/** Python's sets come as a mapping to null. */
function setsAsMaps(recorded: unknown): unknown {
  if (!Array.isArray(recorded)) return recorded
  if (recorded[0] !== 'set') return recorded.map(setsAsMaps)
  return ['m', (recorded[1] as string[]).map(member => [JSON.parse(member), null])]
}

function expectAsRecorded(cases: readonly Recorded[], fileName: string): void {
  for (const [text, outcome] of cases) {
    const document = parseDocument(text, { fileName })
    if (outcome.error !== undefined)
      expect(document.problems[0]?.raises, JSON.stringify(text)).toBe(outcome.error)
    else {
      expect(
        document.problems.filter(problem => problem.severity === 'error'),
        JSON.stringify(text),
      ).toEqual([])
      expect(encode(document.value), JSON.stringify(text)).toEqual(setsAsMaps(outcome.value))
    }
  }
}

it('reads and refuses what PyYAML 6.0 reads and refuses', () => {
  expectAsRecorded(readCases('pyyaml-cases.json'), 'config.yaml')
})

it('reads and refuses what the json module of Python 3.11 reads and refuses', () => {
  expectAsRecorded(readCases('json-cases.json'), 'config.JSON')
})
