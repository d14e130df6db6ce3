import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lineColumn, nodeAt, parseDocument, pathAt, rangeOf } from './index.ts'

const problemOf = (text: string, fileName = 'config.yaml') => parseDocument(text, { fileName }).problems[0]
const textAt = (text: string, path: (string | number)[], part: 'key' | 'value' | 'entry') => {
  const range = rangeOf(parseDocument(text), path, part)
  return range === null ? null : text.slice(range.start, range.end)
}

describe('problems', () => {
  it.each([
    ['a:\tb', 'ScannerError', 'Line 1: a tab stands where YAML takes only blanks; replace it by blanks.', 2],
    [
      'a: 1\nb\nc: 2',
      'ScannerError',
      'Line 2: a “:” is missing here; write “key: value”, or indent the line to go on with the value above.',
      5,
    ],
    ['a: [1,\n b', 'ParserError', 'Line 1: this bracket is never closed; add the closing “]”.', 3],
    ['a: "b\n', 'ScannerError', 'Line 1: these quotes are never closed; add the closing quote.', 3],
    ['a: @b', 'ScannerError', "Line 1: a value can't begin with “@”; put it in quotes.", 3],
    [
      '\n\na: *b',
      'ComposerError',
      'Line 3: no anchor &b stands above this alias; define it or write the value.',
      5,
    ],
    [
      'a: 1\n---\nb: 2',
      'ComposerError',
      'Line 2: a second document begins here, but the runtime reads one per file; split the file.',
      5,
    ],
    [
      '[a]: b',
      'ConstructorError',
      "Line 1: a list or a mapping can't be a key in Python; write a text or a number.",
      0,
    ],
    [
      'a: 2024-02-30',
      'ValueError',
      'Line 1: “2024-02-30” reads as a date that no calendar has; put it in quotes if it is text.',
      3,
    ],
  ])('of %j names line, cause and advice, and the exception', (text, raises, message, start) => {
    const document = parseDocument(text)
    expect(document).toMatchObject({ ok: false, root: null, value: null })
    expect(document.problems).toEqual([
      { code: 'YAML-1', severity: 'error', message, raises, range: { start, end: expect.any(Number) } },
    ])
  })

  it('warns of a key that is written twice, at the later one', () => {
    const document = parseDocument('a: 1\nb: 2\na: 3\n')
    expect(document.ok).toBe(true)
    expect(document.problems).toMatchObject([
      { code: 'YAML-2', severity: 'warning', range: { start: 10, end: 11 } },
    ])
    expect(document.problems[0]?.message).toContain('Line 3')
    expect([...(document.value as Map<string, number>)]).toEqual([
      ['a', 3],
      ['b', 2],
    ])
  })

  it('does not warn where an own key overrides a merged one', () => {
    expect(parseDocument('x: &x {a: 1}\ny: {<<: *x, a: 2}').problems).toEqual([])
  })
})

describe('bounds', () => {
  it('refuses more than 8 MiB, counted in UTF-8', () => {
    expect(problemOf('x'.repeat(8 * 1024 * 1024 + 1))?.code).toBe('LIMIT-1')
    expect(problemOf('€'.repeat(3 * 1024 * 1024))?.code).toBe('LIMIT-1')
    expect(parseDocument('x'.repeat(8 * 1024 * 1024)).ok).toBe(true)
  })

  it('refuses aliases past 100 repeats, counted with the aliases inside', () => {
    const flat = (uses: number) => `a: &a {k: 1}\nb: [${Array(uses).fill('*a').join(', ')}]\n`
    expect(parseDocument(flat(99)).ok).toBe(true)
    expect(problemOf(flat(100))?.code).toBe('LIMIT-2')
    const laughs = Array.from({ length: 9 }, (_, n) => `x${n}: &x${n} [*x${n - 1}, *x${n - 1}]`)
    expect(problemOf(`x-1: &x-1 [lol]\n${laughs.join('\n')}`)?.code).toBe('LIMIT-2')
  })

  it('refuses an alias inside its own anchor', () => {
    expect(problemOf('a: &x [*x]')).toMatchObject({ code: 'LIMIT-2', range: { start: 7, end: 9 } })
    expect(problemOf('a: &x {<<: *x}')?.code).toBe('LIMIT-2')
  })

  it('refuses more than 5,000 stages', () => {
    const stages = (count: number) => `stages: [${Array(count).fill('{}').join(',')}]`
    expect(parseDocument(stages(5000)).ok).toBe(true)
    expect(problemOf(stages(5001))).toMatchObject({ code: 'LIMIT-3', range: { start: 0, end: 6 } })
  })

  it.each(['[', '{a: ', '- ', '? ', '!!set {? '])(
    'refuses endless nesting of %j without a stack overflow',
    open => {
      expect(problemOf(open.repeat(10_000))?.code).toBe('YAML-1')
    },
  )

  it('refuses endless nesting in JSON without a stack overflow', () => {
    expect(problemOf('['.repeat(10_000), 'x.json')?.code).toBe('YAML-1')
  })
})

describe('totality', () => {
  const fragments = fc.constantFrom(
    ...[
      'a',
      '1',
      ' ',
      '\n',
      '  ',
      ': ',
      ':',
      '- ',
      '? ',
      '[',
      ']',
      '{',
      '}',
      ', ',
      '&a ',
      '*a',
      '!!str ',
      '<<: ',
    ],
    ...[
      '|\n',
      '>-\n',
      "'",
      '"',
      '\\',
      '#',
      '\t',
      '\r\n',
      '---\n',
      '...\n',
      '%',
      '@',
      '\u2028',
      '\ufeff',
      '\ud800',
    ],
  )
  const texts = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(fragments, { maxLength: 40 }).map(parts => parts.join('')),
  )

  it('gives a document or one error with a place for any text', () => {
    fc.assert(
      fc.property(texts, fc.boolean(), (text, json) => {
        const document = parseDocument(text, { fileName: json ? 'x.json' : 'x.yaml' })
        expect(document.text).toBe(text)
        const errors = document.problems.filter(problem => problem.severity === 'error')
        expect(errors.length).toBe(document.ok ? 0 : 1)
        for (const { range } of document.problems) {
          expect(range.start).toBeGreaterThanOrEqual(0)
          expect(range.end).toBeLessThanOrEqual(text.length)
        }
      }),
      { numRuns: 2000 },
    )
  })

  it('finds a path for any offset that leads to a node', () => {
    fc.assert(
      fc.property(texts, fc.nat(60), (text, offset) => {
        const document = parseDocument(text)
        const path = pathAt(document, offset)
        expect(nodeAt(document, path) === null).toBe(document.root === null)
      }),
    )
  })
})

describe('places', () => {
  const text = [
    'base: &base {a: 1, b: [x, "y z"]} # note',
    'list:',
    '- one',
    '- two: 2',
    '  three: |',
    '    text',
    '',
    'copy: *base',
    'merged:',
    '  <<: *base',
    '  own: 1',
    '',
  ].join('\n')

  it.each<[(string | number)[], string, string, string]>([
    [['base'], 'base', '{a: 1, b: [x, "y z"]}', 'base: &base {a: 1, b: [x, "y z"]}'],
    [['base', 'b', 1], '', '"y z"', '"y z"'],
    [['list', 1, 'three'], 'three', '|\n    text', 'three: |\n    text'],
    [
      ['list'],
      'list',
      '- one\n- two: 2\n  three: |\n    text',
      'list:\n- one\n- two: 2\n  three: |\n    text',
    ],
    [['copy'], 'copy', '*base', 'copy: *base'],
    [['merged', 'own'], 'own', '1', 'own: 1'],
    [['merged', 'a'], 'a', '1', 'a: 1'],
  ])('of %j are those of the text', (path, key, value, entry) => {
    expect(textAt(text, path, 'key') ?? '').toBe(key)
    expect(textAt(text, path, 'value')).toBe(value)
    expect(textAt(text, path, 'entry')).toBe(entry)
  })

  it('are null where a path leads nowhere', () => {
    expect(textAt(text, ['base', 'c'], 'value')).toBeNull()
    expect(textAt(text, ['list', 2], 'entry')).toBeNull()
    expect(textAt(text, ['list', '0'], 'value')).toBeNull()
  })

  it('lead back to the innermost path', () => {
    const document = parseDocument(text)
    const at = (needle: string) => pathAt(document, text.indexOf(needle) + 1)
    expect(at('"y z"')).toEqual(['base', 'b', 1])
    expect(at('two')).toEqual(['list', 1, 'two'])
    expect(at('text')).toEqual(['list', 1, 'three'])
    expect(at('*base')).toEqual(['copy'])
    expect(at('own')).toEqual(['merged', 'own'])
    expect(at('# note')).toEqual([])
  })

  it('mark entries that a merge brought', () => {
    const node = nodeAt(parseDocument(text), ['merged'])
    const via = node?.kind === 'map' ? node.entries.map(entry => [entry.key, entry.via]) : []
    expect(via).toEqual([
      ['a', 'merge'],
      ['b', 'merge'],
      ['own', 'own'],
    ])
  })

  it('count lines and columns from 1 over every line end', () => {
    const mixed = 'a\r\nb\nc\rd'
    expect(lineColumn(mixed, mixed.indexOf('b'))).toEqual({ line: 2, column: 1 })
    expect(lineColumn(mixed, mixed.indexOf('c'))).toEqual({ line: 3, column: 1 })
    expect(lineColumn(mixed, mixed.indexOf('d'))).toEqual({ line: 4, column: 1 })
    expect(lineColumn(mixed, 99)).toEqual({ line: 4, column: 2 })
  })
})

it('takes an overlay and a bare pipeline for deploy files', () => {
  const dialect = (text: string) => parseDocument(text).dialect
  expect(['base_config: a.yaml', 'pipeline: bagel', 'pipeline: {a: 1}'].map(dialect)).toEqual([
    'deploy',
    'deploy',
    'unknown',
  ])
})

it('tells the dialect by its keys', () => {
  const dialect = (text: string) => parseDocument(text).dialect
  expect(
    ['stages: []', 'stage_args: null', 'stages: []\nstage_args: []', 'a: 1', '[1]', '# x', '{}'].map(dialect),
  ).toEqual(['deploy', 'legacy', 'both', 'unknown', 'unknown', 'empty', 'empty'])
})
