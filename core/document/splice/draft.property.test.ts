import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { invertEdits } from '../../history/index.ts'
import { isDate, isDict, isList, type PyDict, type PyValue, pyStr, toPlain } from '../../value/index.ts'
import { applyEdits } from '../edits.ts'
import { lineColumn } from '../lines.ts'
import { rangeOf } from '../lookup.ts'
import { parseDocument } from '../parse.ts'
import type { Path, TextEdit } from '../types.ts'
import { anyValue, rootValue } from './document-fixture.ts'
import { writtenAs } from './document-writer-fixture.ts'
import { editDocument } from './draft.ts'
import { sameValue } from './model.ts'

/** Every path of a value, the root left out. */
function pathsOf(value: PyValue, path: Path = []): readonly Path[] {
  const children: readonly (readonly [string | number, PyValue])[] = isDict(value)
    ? [...value].map(([key, item]) => [pyStr(key), item])
    : isList(value)
      ? value.map((item, index) => [index, item])
      : []
  return children.flatMap(([step, item]) => [[...path, step], ...pathsOf(item, [...path, step])])
}

const written = rootValue.chain(value => fc.tuple(fc.constant<PyDict>(value), writtenAs(value)))

interface Options {
  readonly fileName?: string
  /** Whether a line of the old text may change, by the line's number. */
  readonly concerns?: (line: number) => boolean
}

/** Numbers of the old lines that an edit reaches into; what is added between two lines touches neither. */
function touchedLines(text: string, edits: readonly TextEdit[]): readonly number[] {
  const touched: number[] = []
  let start = 0
  for (const [line, content] of text.split('\n').entries()) {
    const end = start + content.replace(/\r$/, '').length
    if (edits.some(({ range }) => range.start < end && range.end > start)) touched.push(line)
    start += content.length + 1
  }
  return touched
}

/** True for a blank line or a comment. */
const beside = (text: string, line: number): boolean =>
  /^\s*(?:#.*)?$/.test(text.split('\n')[line]?.trimEnd() ?? '')

/** The line at or above `line` that has the dash of the item that begins there. */
function dashLine(text: string, line: number): number {
  const lines = text.split('\n')
  let at = line
  while (at > 0 && /^\s*(?:#.*)?$/.test(lines[at - 1]?.trimEnd() ?? '')) at -= 1
  return /^\s*-\s*(?:#.*)?$/.test(lines[at - 1]?.trimEnd() ?? '') ? at - 1 : line
}

/** Lines that the nodes at the paths stand on, keys included. */
function linesOf(text: string, paths: readonly Path[], fileName?: string): ReadonlySet<number> {
  const document = parseDocument(text, { fileName: fileName ?? 'config.yaml' })
  const lines = new Set<number>()
  for (const path of paths) {
    const range = rangeOf(document, path, 'entry')
    if (range === null) continue
    const [first, last] = [lineColumn(text, range.start).line, lineColumn(text, range.end).line]
    for (let line = first; line <= last; line += 1) lines.add(line - 1)
    if (typeof path.at(-1) === 'number') lines.add(dashLine(text, first - 1))
  }
  return lines
}

const check = (
  text: string,
  expected: PyValue,
  run: Parameters<typeof editDocument>[1],
  { fileName = 'config.yaml', concerns }: Options = {},
): void => {
  const document = parseDocument(text, { fileName })
  const edits = editDocument(document, run)
  if (!edits.ok) throw new Error(`${edits.error.code} ${edits.error.message}`)
  const after = applyEdits(text, edits.value)
  if (concerns !== undefined)
    expect(touchedLines(text, edits.value).filter(line => !concerns(line))).toEqual([])
  const reread = parseDocument(after, { fileName })
  expect(reread.ok).toBe(true)
  if (!sameValue(reread.value, expected)) throw new Error(`reads otherwise:\n${after}`)
  expect(applyEdits(after, invertEdits(text, edits.value))).toBe(text)
}

describe('a draft of a generated document', () => {
  it('is written as the generator meant', () => {
    fc.assert(
      fc.property(written, ([value, text]) => {
        const document = parseDocument(text)
        expect(document.problems).toEqual([])
        expect(sameValue(document.value, value)).toBe(true)
      }),
      { numRuns: 100 },
    )
  })

  it('sets any value at any place', () => {
    fc.assert(
      fc.property(written, anyValue, fc.nat(), ([value, text], item, pick) => {
        const paths = pathsOf(value)
        const path = paths[pick % paths.length] ?? ['x']
        const expected = replaced(value, path, item)
        const lines = linesOf(text, [path])
        check(text, expected, draft => draft.set(path, item), {
          concerns: line => lines.has(line) || beside(text, line),
        })
      }),
      { numRuns: 350 },
    )
  })
  it('adds a key to any mapping', () => {
    fc.assert(
      fc.property(written, anyValue, fc.nat(), ([value, text], item, pick) => {
        const maps = [[], ...pathsOf(value)].filter(path => isDict(at(value, path)))
        const path = [...(maps[pick % maps.length] ?? []), 'new key']
        const parent = path.slice(0, -1)
        const map = at(value, parent)
        const last = isDict(map) ? pyStr([...map.keys()].at(-1) ?? '') : ''
        const lines = linesOf(text, isDict(map) && map.size === 0 ? [parent] : [[...parent, last]])
        check(text, replaced(value, path, item), draft => draft.set(path, item), {
          concerns: line => lines.has(line),
        })
      }),
      { numRuns: 350 },
    )
  })
  it('appends to any list', () => {
    fc.assert(
      fc.property(written, anyValue, fc.nat(), ([value, text], item, pick) => {
        const lists = pathsOf(value).filter(path => isList(at(value, path)))
        const path = lists[pick % lists.length]
        if (path === undefined) return
        const list = at(value, path)
        check(text, replaced(value, path, [...(isList(list) ? list : []), item]), draft =>
          draft.append(path, item),
        )
      }),
      { numRuns: 350 },
    )
  })
  it('removes any key or item', () => {
    fc.assert(
      fc.property(written, fc.nat(), ([value, text], pick) => {
        const paths = pathsOf(value)
        const path = paths[pick % paths.length] ?? []
        const parent = path.slice(0, -1)
        const holder = at(value, parent)
        const only = (isDict(holder) ? holder.size : isList(holder) ? holder.length : 0) === 1
        // What follows a first key moves up behind the dash.
        const next = typeof parent.at(-1) === 'number' && isDict(holder) ? [...holder.keys()][1] : undefined
        const follower: readonly Path[] = next === undefined ? [] : [[...parent, pyStr(next)]]
        const lines = linesOf(text, only ? [parent, path] : [path, ...follower])
        check(text, replaced(value, path, undefined), draft => draft.remove(path), {
          concerns: line => lines.has(line) || beside(text, line) || (only && parent.length === 0),
        })
      }),
      { numRuns: 350 },
    )
  })
  it('renames any key', () => {
    fc.assert(
      fc.property(
        written,
        fc.nat(),
        fc.constantFrom('new', 'yes', '0: x', ''),
        ([value, text], pick, key) => {
          const paths = pathsOf(value).filter(path => typeof path.at(-1) === 'string')
          const path = paths[pick % paths.length] ?? []
          const parent = path.slice(0, -1)
          const map = at(value, parent)
          const renamed = new Map(
            [...(isDict(map) ? map : [])].map(([name, item]) => [name === path.at(-1) ? key : name, item]),
          )
          check(text, replaced(value, parent, renamed), draft => draft.rename(path, key))
        },
      ),
      { numRuns: 200 },
    )
  })
})

describe('a draft of JSON', () => {
  const jsonSafe = (value: PyValue): boolean => {
    if (isList(value)) return value.every(jsonSafe)
    if (isDict(value)) return [...value.values()].every(jsonSafe)
    return !isDate(value) && !(typeof value === 'string' && /[\ufffe\uffff]/.test(value))
  }
  const jsonText = (value: PyValue, space: number): string =>
    JSON.stringify(
      JSON.parse(
        JSON.stringify(toPlain(value), (_, item) =>
          typeof item === 'number' && !Number.isFinite(item) ? null : item,
        ),
      ),
      null,
      space,
    )

  it('sets, adds and removes like one of YAML', () => {
    fc.assert(
      fc.property(
        rootValue.filter(jsonSafe),
        anyValue.filter(jsonSafe),
        fc.constantFrom(0, 2, 4),
        fc.nat(),
        (made, item, space, pick) => {
          const text = `${jsonText(made, space)}\n`
          const { value } = parseDocument(text, { fileName: 'a.json' })
          const paths = pathsOf(value)
          const path = paths[pick % paths.length] ?? []
          const options = { fileName: 'a.json' }
          check(text, replaced(value, path, item), draft => draft.set(path, item), options)
          check(text, replaced(value, path, undefined), draft => draft.remove(path), options)
          check(text, replaced(value, ['new key'], item), draft => draft.set(['new key'], item), options)
        },
      ),
      { numRuns: 200 },
    )
  })
})

function at(value: PyValue, path: Path): PyValue {
  return path.reduce<PyValue>((node, step) => {
    if (isList(node)) return node[Number(step)] ?? null
    return isDict(node) ? (node.get(step) ?? null) : null
  }, value)
}

/** The intended value, by another way than the code under test: rebuilt from the leaves. */
function replaced(value: PyValue, path: Path, item: PyValue | undefined): PyValue {
  const [step, ...rest] = path
  if (step === undefined) return item ?? null
  if (isList(value)) {
    const index = Number(step)
    const middle =
      rest.length === 0 ? (item === undefined ? [] : [item]) : [replaced(value[index] ?? null, rest, item)]
    return [...value.slice(0, index), ...middle, ...value.slice(index + 1)]
  }
  const entries = isDict(value) ? [...value] : []
  const known = entries.some(([key]) => key === step)
  const all: [PyValue, PyValue][] = known
    ? entries.map(([k, v]) => [k, v])
    : [...entries.map(([k, v]): [PyValue, PyValue] => [k, v]), [step, null]]
  return new Map(
    all.flatMap(([key, old]): [PyValue, PyValue][] => {
      if (key !== step) return [[key, old]]
      if (rest.length > 0) return [[key, replaced(old, rest, item)]]
      return item === undefined ? [] : [[key, item]]
    }),
  )
}
