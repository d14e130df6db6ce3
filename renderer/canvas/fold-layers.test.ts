import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { foldLayers } from './fold-layers.ts'
import { NODE_HEIGHT, NODE_WIDTH } from './node-size.ts'

const PITCH = NODE_WIDTH + 164
const chain = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [String(index), { x: index * PITCH, y: 0 }]))

const sizeOf = (positions: Readonly<Record<string, { x: number; y: number }>>) => {
  const places = Object.values(positions)
  return {
    width: Math.max(...places.map(({ x }) => x)) + NODE_WIDTH,
    height: Math.max(...places.map(({ y }) => y)) + NODE_HEIGHT,
  }
}

describe('foldLayers', () => {
  it('leaves a short chain in one row', () => {
    const short = chain(4)
    expect(foldLayers(short)).toBe(short)
  })

  it('breaks a long chain into rows, each beginning at the left', () => {
    const folded = foldLayers(chain(12))
    const { width, height } = sizeOf(folded)
    expect(width / height).toBeLessThan(4)
    const starts = Object.values(folded).filter(({ x }) => x === 0)
    expect(starts.length).toBe(new Set(Object.values(folded).map(({ y }) => y)).size)
  })

  it('leaves what is as tall as it is wide', () => {
    const grid = Object.fromEntries(
      Array.from({ length: 100 }, (_, index) => [
        String(index),
        { x: (index % 10) * PITCH, y: Math.floor(index / 10) * 400 },
      ]),
    )
    expect(foldLayers(grid)).toBe(grid)
  })

  it('keeps every node and lets none cover another', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 30 }), heights => {
        const positions = Object.fromEntries(
          heights.flatMap((count, layer) =>
            Array.from({ length: count }, (_, row) => [
              `${layer}.${row}`,
              { x: layer * PITCH, y: row * (NODE_HEIGHT + 36) },
            ]),
          ),
        )
        const folded = foldLayers(positions)
        expect(Object.keys(folded).sort()).toEqual(Object.keys(positions).sort())
        const places = Object.values(folded)
        for (const [index, a] of places.entries())
          for (const b of places.slice(index + 1))
            expect(Math.abs(a.x - b.x) >= NODE_WIDTH || Math.abs(a.y - b.y) >= NODE_HEIGHT).toBe(true)
      }),
      { numRuns: 60 },
    )
  })
})
