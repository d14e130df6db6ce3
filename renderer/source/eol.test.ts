import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { applyEdits } from '../../core/document/index.ts'
import { changeToEdit, editsToChanges, eolMap } from './eol.ts'

const text = fc.array(fc.constantFrom('a', 'key: 1', '\n', '\r\n', '\r', ' ')).map(parts => parts.join(''))

/** A place between two characters of the file, never inside a `\r\n`. */
const isWhole = (whole: string, offset: number): boolean =>
  !(whole[offset - 1] === '\r' && whole[offset] === '\n')

describe('eolMap', () => {
  it('is the identity for a file with plain line ends', () => {
    const map = eolMap('a\nb\n')
    expect([map.shown, map.newLine, map.toFile(2), map.toShown(2)]).toEqual(['a\nb\n', '\n', 2, 2])
  })

  it('counts a pair as one character', () => {
    const map = eolMap('a\r\nb\r\nc')
    expect(map.shown).toBe('a\nb\nc')
    expect([0, 1, 3, 4, 6].map(map.toShown)).toEqual([0, 1, 2, 3, 4])
    expect([0, 1, 2, 3, 4].map(map.toFile)).toEqual([0, 1, 3, 4, 6])
  })

  it('leads there and back for every whole place', () => {
    fc.assert(
      fc.property(text, value => {
        const map = eolMap(value)
        for (let at = 0; at <= value.length; at += 1)
          if (isWhole(value, at)) expect(map.toFile(map.toShown(at))).toBe(at)
      }),
    )
  })

  it('makes of an edit of the file the same change of the editor, and back', () => {
    fc.assert(
      fc.property(text, fc.nat(), fc.nat(), text, (value, a, b, inserted) => {
        const [start, end] = [a % (value.length + 1), b % (value.length + 1)].sort((x, y) => x - y)
        if (start === undefined || end === undefined) return
        // What would join or split a pair at its border changes the number of line ends; the editor never does so.
        fc.pre(isWhole(value, start) && isWhole(value, end) && !inserted.includes('\r'))
        fc.pre(value[start - 1] !== '\r' && value[end] !== '\n')
        const map = eolMap(value)
        const [change] = editsToChanges(map, [{ range: { start, end }, text: inserted }])
        if (change === undefined) throw new Error('no change')
        const after = map.shown.slice(0, change.from) + change.insert + map.shown.slice(change.to)
        const edited = applyEdits(value, [changeToEdit(map, change.from, change.to, change.insert)])
        expect(eolMap(edited).shown).toBe(after)
      }),
    )
  })
})
