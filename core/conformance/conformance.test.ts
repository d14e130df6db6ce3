import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fromPlain, type PyValue, pyIdentical } from '../value/index.ts'
import { runConformance } from './index.ts'
import { recordedText, revive } from './notation.ts'

const RECORDS = readFileSync(new URL('../../fixtures/goldens/public.jsonl', import.meta.url), 'utf8')
const LINES = RECORDS.trim().split('\n')

it('agrees with every recorded case', () => {
  expect(runConformance(RECORDS)).toEqual({ ok: true, value: { passed: 279, failed: 0, differences: [] } })
})

describe('differences', () => {
  const lineOf = (id: string): string => LINES.find(line => line.includes(`"id":"${id}"`)) ?? ''
  const altered = (id: string, from: string, to: string) => {
    const line = lineOf(id)
    expect(line).toContain(from)
    const report = runConformance(line.replace(from, to))
    return report.ok
      ? report.value.differences.map(({ path, expected, got }) => [path, expected, got])
      : report
  }

  it('are found in the value of a field', () => {
    expect(
      altered('hw-083-stage-id-float', '"load":{"ok":[{"from":"0.0"', '"load":{"ok":[{"from":"9"'),
    ).toEqual([['load.ok[0].from', '"9"', '"0.0"']])
  })

  it('are found in the order of keys', () => {
    const [from, to] = ['"extra":{"zmq_port":30018,"host":"loop"', '"extra":{"host":"loop","zmq_port":30018']
    const differences = altered('hw-077-self-loop', from, to)
    expect(differences).toHaveLength(1)
    expect(JSON.stringify(differences)).toContain('keys in the order')
  })

  it('tell a float from an integer', () => {
    const differences = altered('hw-028-port-zero', '"zmq_port":0', '"zmq_port":{"$float":"0.0"}')
    expect(differences).toEqual([[expect.stringContaining('zmq_port'), '{"$float":"0.0"}', '0']])
  })

  it('are found in a message that the runtime words, and in the class of any error', () => {
    const message = '"message":"Undefined connector reference: nope"'
    expect(altered('hw-006-undefined-ref', message, '"message":"Undefined"')).toEqual([
      ['load.error.message', '"Undefined"', '"Undefined connector reference: nope"'],
    ])
    expect(altered('hw-053-extra-null', '"type":"TypeError"', '"type":"KeyError"')).toEqual([
      ['load.error.type', '"KeyError"', '"TypeError"'],
    ])
  })

  it('are not sought in a message that Python words, nor behind the colon of a warning', () => {
    expect(altered('hw-053-extra-null', "'NoneType' object is not iterable", 'something else')).toEqual([])
    expect(altered('hw-087-source-null', "connectors: 'NoneType'", "connectors: 'Other'")).toEqual([])
  })

  it('are found in a warning before its colon', () => {
    expect(altered('hw-087-source-null', 'Failed to auto-configure', 'Could not configure')).toEqual([
      ['load.warnings[0]', expect.stringContaining('Could not'), '"Failed to auto-configure SHM connectors"'],
    ])
  })

  it('are outcomes that fail where they were recorded to succeed, and the other way round', () => {
    const broken = altered('hw-006-undefined-ref', '"load":{"error"', '"load":{"ok":[],"was"')
    expect(broken).toEqual([['load', '[]', 'ValueError: Undefined connector reference: nope']])
    const mended = altered(
      'hw-036-empty-map',
      '"load":{"ok":[]',
      '"load":{"error":{"type":"KeyError","native":true}',
    )
    expect(mended).toEqual([['load', '{"type":"KeyError","native":true}', '[]']])
  })

  it('are parts, combinations and starts that are not recorded, and parts that the format does not know', () => {
    expect(altered('hw-036-empty-map', '"load_shm_0"', '"load_shm_7"')).toEqual([
      ['"load_shm_7"', '{"ok":[]}', '(not part of the format)'],
      ['load_shm_0', '(no outcome)', '[]'],
    ])
    expect(altered('hw-036-empty-map', '["0",true,"kv_transfer"],', '')).toEqual([
      ['create["0",true,"kv_transfer"]', '(absent)', '[]'],
    ])
    expect(altered('hw-036-empty-map', '"worker_backend":"ray"', '"worker_backend":"Ray"')).toEqual([
      ['orchestrator', '(absent)', 'a start with ["ray",65536]'],
    ])
  })
})

describe('a text that holds something else', () => {
  it.each([
    ['', 'RECORD-3', 'The file holds no record; give one per line.'],
    ['{}\n', 'RECORD-2', 'Line 1 has no text as `id`'],
    ['\n{"id": "a", "yaml": "", "env": {"A": 1}, "expect": {}}', 'RECORD-2', 'Line 2 has an `env`'],
    ['{', 'RECORD-1', 'Line 1 is no JSON; each line must hold one record.'],
  ])('%j is refused', (text, code, message) => {
    expect(runConformance(text)).toMatchObject({
      ok: false,
      error: { code, message: expect.stringContaining(message) },
    })
  })
})

it('writes and reads the notation of the records without loss', () => {
  const leaf: fc.Arbitrary<PyValue> = fc.oneof(
    fc.bigInt().map(value => fromPlain(value)),
    fc.double().map(float => ({ float })),
    fc.string(),
    fc.constantFrom<PyValue>(null, true, false, { float: 2 }, { float: -0 }),
  )
  const key = fc.oneof(
    fc.constantFrom('0', '12', '__proto__', 'a'),
    fc.integer(),
    fc.constantFrom(null, true),
  )
  const { value } = fc.letrec<{ value: PyValue }>(tie => ({
    value: fc.oneof(
      { maxDepth: 3 },
      leaf,
      fc.array(tie('value'), { maxLength: 3 }),
      fc
        .uniqueArray(fc.tuple(key, tie('value')), { maxLength: 3, selector: ([name]) => name })
        .map(entries => new Map<PyValue, PyValue>(entries)),
    ),
  }))
  const back = (text: string): PyValue => revive(fromRecorded(JSON.parse(text)))
  fc.assert(
    fc.property(value, item => {
      expect(pyIdentical(back(recordedText(item)), item)).toBe(true)
    }),
    { numRuns: 300 },
  )
})

/** JSON data as values; unlike `fromPlain` it takes `{float: 1}` for the mapping that it is. */
function fromRecorded(json: unknown): PyValue {
  if (Array.isArray(json)) return json.map(fromRecorded)
  if (typeof json === 'number') return Number.isInteger(json) ? json : { float: json }
  if (typeof json === 'object' && json !== null)
    return new Map(Object.entries(json).map(([key, item]) => [key, fromRecorded(item)]))
  return json as null | boolean | string
}
