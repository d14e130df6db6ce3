import fc from 'fast-check'
import { expect, it } from 'vitest'
import { applyEdits, composeEdits } from './index.ts'
import type { TextEdit } from './types.ts'

/** Edits of a text of `length` characters that do not overlap, from sorted cut points. */
const editsOf = (length: number): fc.Arbitrary<TextEdit[]> =>
  fc
    .array(fc.tuple(fc.nat(length), fc.nat(length), fc.string({ maxLength: 3 })), { maxLength: 4 })
    .map(parts => {
      const edits: TextEdit[] = []
      let at = -1
      for (const [a, b, text] of parts.sort((x, y) => Math.min(x[0], x[1]) - Math.min(y[0], y[1]))) {
        const [start, end] = [Math.min(a, b), Math.max(a, b)]
        if (start <= at) continue
        edits.push({ range: { start, end }, text })
        at = end
      }
      return edits
    })

it('does edits given in any order against the text before all of them', () => {
  const edits = [
    { range: { start: 4, end: 5 }, text: 'E' },
    { range: { start: 0, end: 1 }, text: '' },
    { range: { start: 2, end: 2 }, text: '--' },
  ]
  expect(applyEdits('abcde', edits)).toBe('b--cdE')
  expect(applyEdits('abc', [])).toBe('abc')
})

it('composes two lists of edits into one that does both', () => {
  const cases = fc
    .string({ maxLength: 20 })
    .chain(text => fc.tuple(fc.constant(text), editsOf(text.length)))
    .chain(([text, first]) =>
      fc.tuple(fc.constant(text), fc.constant(first), editsOf(applyEdits(text, first).length)),
    )
  fc.assert(
    fc.property(cases, ([text, first, second]) => {
      const both = applyEdits(applyEdits(text, first), second)
      expect(applyEdits(text, composeEdits(first, second))).toBe(both)
    }),
    { numRuns: 2000 },
  )
})
