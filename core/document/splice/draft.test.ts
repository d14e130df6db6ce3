import { describe, expect, it } from 'vitest'
import { fromPlain, type PlainValue } from '../../value/index.ts'
import { applyEdits } from '../edits.ts'
import { parseDocument } from '../parse.ts'
import type { Path } from '../types.ts'
import { type Draft, editDocument } from './draft.ts'

function edited(text: string, run: (draft: Draft) => void, fileName = 'config.yaml'): string {
  const edits = editDocument(parseDocument(text, { fileName }), run)
  return edits.ok ? applyEdits(text, edits.value) : `${edits.error.code}: ${edits.error.message}`
}

const set = (path: Path, value: PlainValue) => (draft: Draft) => draft.set(path, fromPlain(value))
const remove =
  (...path: Path) =>
  (draft: Draft) =>
    draft.remove(path)

describe('setting a scalar', () => {
  it.each([
    ['a: 1  # c\nb: 2\n', ['a'], 7, 'a: 7  # c\nb: 2\n'],
    ['a:  # c\n', ['a'], 7, 'a: 7  # c\n'],
    ['- \n- 2', [0], 'x', '- x\n- 2'],
    ['a: "1"', ['a'], 'two', 'a: "two"'],
    ["a: 'it'", ['a'], "it's", "a: 'it''s'"],
    ["a: 'it'", ['a'], 'two\nlines', 'a: "two\\nlines"'],
    ['a: word', ['a'], 'yes', 'a: "yes"'],
    ['a: True\n', ['a'], false, 'a: False\n'],
    ['a: |\n  long\n  text\nb: 1\n', ['a'], 'x', 'a: x\nb: 1\n'],
    ['a: >\n  long\n  text\nb: 1\n', ['a'], 'one\n\ntwo\n', 'a: |\n  one\n\n  two\nb: 1\n'],
    ['- a: |+\n    x\n\n  b: 1\n', [0, 'a'], 'one\ntwo', '- a: |-\n    one\n    two\n\n  b: 1\n'],
    ['a: |\n  x\n', ['a'], ' x\ny', 'a: " x\\ny"\n'],
    ['a: &n 1\n', ['a'], 2, 'a: &n 2\n'],
    ['a: !!str 1\n', ['a'], 2, 'a: 2\n'],
    ['a: {b: 1, c: 2}\n', ['a', 'b'], 'x, y', 'a: {b: "x, y", c: 2}\n'],
    ['a: 1\r\nb: 2\r\n', ['b'], 3, 'a: 1\r\nb: 3\r\n'],
    ['a: 1\na: 2\n', ['a'], 3, 'a: 1\na: 3\n'],
  ] as [string, Path, PlainValue, string][])('in %j at %j', (text, path, value, expected) => {
    expect(edited(text, set(path, value))).toBe(expected)
  })
})

describe('setting a collection', () => {
  it.each([
    ['a: 1  # c\nb: 2\n', ['a'], { x: 1 }, 'a:  # c\n  x: 1\nb: 2\n'],
    ['a: {}\nb: 2\n', ['a', 'x'], 1, 'a:\n  x: 1\nb: 2\n'],
    ['a:\nb: 2\n', ['a', 'x', 'k'], 1, 'a:\n  x:\n    k: 1\nb: 2\n'],
    ['a:\n    x: 1\n', ['b', 'c'], 1, 'a:\n    x: 1\nb:\n    c: 1\n'],
    ['a: {x: 1}\n', ['a', 'k'], [1, { z: null }], 'a: {x: 1, k: [1, {z: null}]}\n'],
    ['a:\n- x: 1\n', ['b'], [{ k: 1, z: 2 }], 'a:\n- x: 1\nb:\n- k: 1\n  z: 2\n'],
    ['a:\n  # c\n  x: 1\n  y: 2  # d\n', ['a'], { y: 3, z: 4 }, 'a:\n  # c\n  y: 3  # d\n  z: 4\n'],
    ['a:  # c\n  x: 1\nb: 2\n', ['a'], 5, 'a: 5  # c\nb: 2\n'],
    ['a: [1, 2]\n', ['a', 2], 3, 'a: [1, 2, 3]\n'],
    ['a: 1', ['b'], { c: 2 }, 'a: 1\nb:\n  c: 2'],
    ['a: 1\n', ['b', 0, 'c'], 1, 'a: 1\nb:\n  - c: 1\n'],
    ['# only a comment', ['a', 'b'], 1, '# only a comment\na:\n  b: 1\n'],
    ['---\n', ['a'], 1, '---\na: 1\n'],
    ['a:\n  - 1\n  - 2  # c\n# d\nb: 1\n', ['a', 2], 3, 'a:\n  - 1\n  - 2  # c\n  - 3\n# d\nb: 1\n'],
  ] as [string, Path, PlainValue, string][])('in %j at %j', (text, path, value, expected) => {
    expect(edited(text, set(path, value))).toBe(expected)
  })

  it('quotes a text where all its neighbours have quotes', () => {
    expect(edited("host: 'auto'\nport: 1\n", set(['name'], 'x'))).toBe("host: 'auto'\nport: 1\nname: 'x'\n")
    expect(edited('host: "auto"\nmode: rdma\n', set(['name'], 'x'))).toBe(
      'host: "auto"\nmode: rdma\nname: x\n',
    )
  })

  it('always quotes devices', () => {
    expect(edited('stage_id: 0\n', set(['devices'], '0,1'))).toBe('stage_id: 0\ndevices: "0,1"\n')
    expect(edited("a: 'b'\nx: c\n", set(['devices'], '0'))).toBe("a: 'b'\nx: c\ndevices: '0'\n")
  })

  it('keeps JSON as it is laid out', () => {
    const spread = '{\n  "a": {\n    "b": 1\n  },\n  "c": 2\n}\n'
    expect(edited(spread, set(['a', 'd'], { e: [] }), 'x.json')).toBe(
      '{\n  "a": {\n    "b": 1,\n    "d": {\n      "e": []\n    }\n  },\n  "c": 2\n}\n',
    )
    expect(edited('{"a":1}', set(['b'], [1, 'x']), 'x.json')).toBe('{"a":1,"b":[1,"x"]}')
  })

  it('adds behind a comment in brackets over several lines', () => {
    expect(edited('a: {\n  b: 1,  # one\n  c: 2  # two\n}\n', set(['a', 'd'], 3))).toBe(
      'a: {\n  b: 1,  # one\n  c: 2,  # two\n  d: 3\n}\n',
    )
    expect(edited('a: [\n  1,\n]\n', set(['a', 1], 2))).toBe('a: [\n  1,\n  2,\n]\n')
  })
})

describe('removing', () => {
  it.each([
    ['a: 1\n# about b\nb: 2  # c\nc: 3\n', ['b'], 'a: 1\n# about b\nc: 3\n'],
    ['a: 1\n# about b\nb:\n  x: 1\n  # inside\nc: 3\n', ['b'], 'a: 1\nc: 3\n'],
    ['a:\n  x: 1\nb: 2\n', ['a', 'x'], 'a: {}\nb: 2\n'],
    ['- a: 1\n  b: 2\n', [0, 'a'], '- b: 2\n'],
    ['- a: 1\n  # about b\n  b: 2\n', [0, 'a'], '- \n  # about b\n  b: 2\n'],
    ['{a: 1, b: 2, c: 3}', ['b'], '{a: 1, c: 3}'],
    ['{a: 1, b: 2, c: 3}', ['c'], '{a: 1, b: 2}'],
    ['a: 1\nb: 2', ['b'], 'a: 1'],
    ['a: 1\r\nb: 2\r\nc: 3\r\n', ['b'], 'a: 1\r\nc: 3\r\n'],
    ['a: 1\nb: 2\na: 3\n', ['a'], 'b: 2\n'],
    ['- 1\n\n# two\n- 2\n\n- 3\n', [1], '- 1\n\n- 3\n'],
    ['- 1\n\n- 2\n', [1], '- 1\n'],
    ['- 1\n\n- 2\n', [0], '- 2\n'],
    ['a:\n- 1\nb: 1\n', ['a', 0], 'a: []\nb: 1\n'],
    ['a: 1\n', ['zzz'], 'a: 1\n'],
  ] as [string, Path, string][])('from %j at %j', (text, path, expected) => {
    expect(edited(text, remove(...path))).toBe(expected)
  })

  it('takes the comments of an item with it and leaves those of the next', () => {
    const text = 'a:\n  # one\n  - x: 1\n    # in one\n\n  # two\n  - x: 2\n'
    expect(edited(text, remove('a', 0))).toBe('a:\n  # two\n  - x: 2\n')
    expect(edited(text, remove('a', 1))).toBe('a:\n  # one\n  - x: 1\n    # in one\n')
  })
})

describe('anchors', () => {
  const base = 'base: &b\n  x: 1\n  k: {z: 1}\n'

  it.each([
    [`${base}s: *b\n`, ['s', 'x'], 2, `${base}s:\n  <<: *b\n  x: 2\n`],
    [`${base}s:\n  - *b\n`, ['s', 0, 'new'], 2, `${base}s:\n  - <<: *b\n    new: 2\n`],
    [`${base}s: {t: *b}\n`, ['s', 't', 'x'], 2, `${base}s: {t: {<<: *b, x: 2}}\n`],
    [`${base}s:\n  <<: *b\n  m: 1\n`, ['s', 'x'], 2, `${base}s:\n  <<: *b\n  m: 1\n  x: 2\n`],
    [`${base}s:\n  <<: *b\n`, ['s', 'k', 'z'], 2, `${base}s:\n  <<: *b\n  k:\n    z: 2\n`],
    [`${base}s: *b\n`, ['s'], 2, `${base}s: 2\n`],
    ['l: &l [1]\ns: *l\n', ['s', 1], 2, 'l: &l [1]\ns: [1, 2]\n'],
  ] as [string, Path, PlainValue, string][])(
    'an alias in %j is left at its own place',
    (text, path, value, expected) => {
      expect(edited(text, set(path, value))).toBe(expected)
    },
  )

  it('removes beneath an alias by writing the rest out', () => {
    expect(edited(`${base}s: *b\n`, remove('s', 'x'))).toBe(`${base}s:\n  k:\n    z: 1\n`)
  })

  it('falls back to the merged value where an own key goes', () => {
    expect(edited(`${base}s:\n  <<: *b\n  x: 5\n`, remove('s', 'x'))).toBe(`${base}s:\n  <<: *b\n`)
  })

  it('refuses what would reach into the anchored node', () => {
    expect(edited(`${base}s:\n  <<: *b\n`, remove('s', 'x'))).toMatch(/^EDIT-ALIAS: s\.x comes from/)
    expect(edited(`${base}s: *b\n`, set(['base', 'x'], 2))).toMatch(
      /^EDIT-SHARED: .*&b and repeated on line 4/,
    )
    expect(edited(`${base}s: *b\n`, remove('base'))).toMatch(/^EDIT-SHARED/)
  })

  it('edits an anchored node that nothing repeats', () => {
    expect(edited(base, set(['base', 'x'], 2))).toBe(base.replace('x: 1', 'x: 2'))
  })
})

describe('refusing', () => {
  it.each([
    ['a: [', ['a'], 1, 'EDIT-SYNTAX'],
    ['a: 1\n', ['a', 'b'], 1, 'EDIT-PATH'],
    ['a: [1]\n', ['a', 5], 1, 'EDIT-PATH'],
    ['- 1\n', ['a'], 1, 'EDIT-PATH'],
  ] as [string, Path, PlainValue, string][])(
    '%j at %j with a code and a sentence',
    (text, path, value, code) => {
      expect(edited(text, set(path, value))).toMatch(new RegExp(`^${code}: .*\\.$`))
    },
  )

  it('changes nothing when a later step fails', () => {
    const text = 'a: 1\nb: 2\n'
    const edits = editDocument(parseDocument(text), draft => {
      draft.set(['a'], 5)
      draft.set(['b', 'c'], 5)
    })
    expect(edits).toMatchObject({ ok: false, error: { code: 'EDIT-PATH' } })
  })

  it('says what JSON cannot hold', () => {
    expect(edited('{"a": 1}', set(['a'], { date: '2024-01-01' }), 'a.json')).toMatch(/^EDIT-VALUE/)
  })
})

it('renames a key in place, and refuses a name that is taken', () => {
  const text = 'a:\n  # c\n  "x": 1  # d\n  y: 2\n'
  expect(edited(text, draft => draft.rename(['a', 'x'], 'z'))).toBe('a:\n  # c\n  "z": 1  # d\n  y: 2\n')
  expect(edited(text, draft => draft.rename(['a', 'x'], 'y'))).toMatch(/^EDIT-TAKEN/)
})

it('gives several steps as splices into the first text', () => {
  const text = 'a: 1\nb: [1]\n'
  const edits = editDocument(parseDocument(text), draft => {
    draft.set(['a'], 2)
    draft.append(['b'], 2)
    draft.set(['c'], 'new')
    draft.set(['c'], 'newer')
  })
  expect(edits).toMatchObject({ ok: true, value: [{ text: '2' }, { text: ', 2' }, { text: '\nc: newer' }] })
})
