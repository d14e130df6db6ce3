import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lineDiff, lineText } from './line-diff.ts'

const kinds = (before: string, after: string): string[] =>
  lineDiff(before, after).hunks.flatMap(hunk => hunk.lines.map(line => `${line.kind}:${lineText(line)}`))

describe('lineDiff', () => {
  it('has no hunk for equal texts', () => {
    expect(lineDiff('a\nb\n', 'a\nb\n')).toEqual({ hunks: [], added: 0, removed: 0, coarse: false })
  })

  it('numbers the lines of both sides', () => {
    const diff = lineDiff('a\nb\nc\n', 'a\nx\ny\nc\n')
    expect(diff.hunks).toHaveLength(1)
    expect(diff.hunks[0]?.lines.map(line => [line.kind, line.before, line.after])).toEqual([
      ['same', 1, 1],
      ['removed', 2, null],
      ['added', null, 2],
      ['added', null, 3],
      ['same', 3, 4],
    ])
    expect([diff.added, diff.removed]).toEqual([2, 1])
  })

  it('marks the changed word of a changed line and leaves the rest', () => {
    const diff = lineDiff('zmq_port: 50051\n', 'zmq_port: 50151\n')
    const changed = diff.hunks.flatMap(hunk =>
      hunk.lines.map(line => line.pieces.filter(piece => piece.changed).map(piece => piece.text)),
    )
    expect(changed).toEqual([['50051'], ['50151']])
  })

  it('shows a changed line end', () => {
    expect(kinds('a\r\n', 'a\n')).toEqual(['removed:a␍', 'added:a'])
  })

  it('keeps far changes in hunks of their own', () => {
    const before = Array.from({ length: 40 }, (_, i) => `line ${i}`).join('\n')
    const after = before.replace('line 3', 'line three').replace('line 35', 'line thirty-five')
    expect(lineDiff(before, after).hunks).toHaveLength(2)
  })

  it('falls back to replacing everything when the texts have too little in common', () => {
    const text = (seed: string): string => Array.from({ length: 5000 }, (_, i) => `${seed} ${i}`).join('\n')
    const diff = lineDiff(text('a'), text('b'))
    expect(diff.coarse).toBe(true)
    expect([diff.added, diff.removed]).toEqual([5000, 5000])
  })

  it('lists every line of the after side exactly once when the context covers all', () => {
    const line = fc.constantFrom('a', 'b', 'c: 1', '', '  - d')
    fc.assert(
      fc.property(fc.array(line, { minLength: 1 }), fc.array(line, { minLength: 1 }), (left, right) => {
        const before = `${left.join('\n')}\n`
        const after = `${right.join('\n')}\n`
        const diff = lineDiff(before, after, 1000)
        if (before === after) return diff.hunks.length === 0
        const lines = diff.hunks.flatMap(hunk => hunk.lines)
        const side = (skip: string): string =>
          lines
            .filter(entry => entry.kind !== skip)
            .map(entry => `${lineText(entry)}\n`)
            .join('')
        return side('removed') === after && side('added') === before
      }),
    )
  })
})
