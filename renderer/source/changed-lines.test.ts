import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { applyEdits } from '../../core/document/edits.ts'
import { writtenRanges } from './changed-lines.ts'

describe('writtenRanges', () => {
  it('finds every written text where it stands afterwards', () => {
    const before = 'a: 1\nb: 2\nc: 3\n'
    const edits = [
      { range: { start: 3, end: 4 }, text: 'ten' },
      { range: { start: 15, end: 15 }, text: 'd: 4\n' },
    ]
    const after = applyEdits(before, edits)
    expect(writtenRanges(edits).map(({ start, end }) => after.slice(start, end))).toEqual(['ten', 'd: 4\n'])
  })

  it('does so for any edits that do not overlap', () => {
    const cuts = fc.uniqueArray(fc.nat(40), { minLength: 2, maxLength: 8 })
    fc.assert(
      fc.property(
        cuts,
        fc.array(fc.string({ maxLength: 5 }), { minLength: 4, maxLength: 4 }),
        (places, texts) => {
          const before = 'x'.repeat(41)
          const sorted = [...places].sort((a, b) => a - b)
          const edits = texts.flatMap((text, index) => {
            const [start, end] = [sorted[index * 2], sorted[index * 2 + 1]]
            return start === undefined || end === undefined ? [] : [{ range: { start, end }, text }]
          })
          const after = applyEdits(before, edits)
          expect(writtenRanges(edits).map(({ start, end }) => after.slice(start, end))).toEqual(
            edits.map(({ text }) => text),
          )
        },
      ),
      { numRuns: 200 },
    )
  })
})
