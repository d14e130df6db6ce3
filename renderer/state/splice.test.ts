import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { spliceBetween } from './splice.ts'

describe('spliceBetween', () => {
  it('finds nothing to do between equal texts', () => {
    expect(spliceBetween('a', 'a')).toBeNull()
  })

  it('replaces only what differs', () => {
    expect(spliceBetween('tp: 2\nmem: 0.9\n', 'tp: 4\nmem: 0.9\n')).toEqual({
      range: { start: 4, end: 5 },
      text: '4',
    })
  })

  it('keeps surrogate pairs whole', () => {
    expect(spliceBetween('a😀b', 'a😁b')).toEqual({ range: { start: 1, end: 3 }, text: '😁' })
  })

  it('always leads from one text to the other', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (before, after) => {
        const edit = spliceBetween(before, after)
        const made =
          edit === null
            ? before
            : before.slice(0, edit.range.start) + edit.text + before.slice(edit.range.end)
        expect(made).toBe(after)
      }),
    )
  })
})
