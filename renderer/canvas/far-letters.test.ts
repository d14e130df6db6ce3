import { describe, expect, it } from 'vitest'
import { LINE_HEIGHT, lettersAt, ROOM } from './far-letters.ts'

const zooms = Array.from({ length: 42 }, (_, index) => 0.17 + index / 100)

describe('the letters of a node that is far away', () => {
  it.each(zooms)('can be read at a zoom of %f', zoom => {
    const { name, facts } = lettersAt(zoom)
    expect(name * zoom).toBeGreaterThanOrEqual(10.5)
    if (facts > 0) expect(facts * zoom).toBeGreaterThanOrEqual(10)
  })

  it.each(zooms)('fit into the node at a zoom of %f', zoom => {
    const { name, facts } = lettersAt(zoom)
    expect((name + facts) * LINE_HEIGHT).toBeLessThanOrEqual(ROOM)
  })
})
