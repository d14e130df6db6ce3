import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { edgeLanes } from './lanes.ts'
import { layerGraph } from './layer-graph.ts'
import { type LayoutGraph, layoutGraph } from './layout.ts'
import { NODE_HEIGHT, NODE_WIDTH } from './node-size.ts'
import { placeNodes } from './positions.ts'

const graphOf = (size: number, pairs: readonly (readonly [number, number])[]): LayoutGraph => ({
  ids: Array.from({ length: size }, (_, index) => String(index)),
  edges: pairs.map(([from, to]) => ({ from: String(from % size), to: String(to % size) })),
})

const anyGraph = fc
  .tuple(fc.integer({ min: 1, max: 9 }), fc.array(fc.tuple(fc.nat(20), fc.nat(20)), { maxLength: 14 }))
  .map(([size, pairs]) => graphOf(size, pairs))

const overlapping = (positions: Readonly<Record<string, { x: number; y: number }>>): string[] =>
  Object.entries(positions).flatMap(([a, at]) =>
    Object.entries(positions)
      .filter(
        ([b, other]) =>
          a < b && Math.abs(at.x - other.x) < NODE_WIDTH && Math.abs(at.y - other.y) < NODE_HEIGHT,
      )
      .map(([b]) => `${a} on ${b}`),
  )

describe.each([
  ['layoutGraph', layoutGraph],
  ['layerGraph', layerGraph],
])('%s', (_name, lay) => {
  it('gives every node a place of its own, cycles and self-edges included', () => {
    fc.assert(
      fc.property(anyGraph, graph => {
        const positions = lay(graph)
        expect(Object.keys(positions).sort()).toEqual([...graph.ids].sort())
        expect(overlapping(positions)).toEqual([])
      }),
      { numRuns: 60 },
    )
  })

  it('takes ids that mean something to JavaScript objects', () => {
    const ids = ['__proto__', 'constructor', 'hasOwnProperty', 'toString']
    const edges = [
      { from: '__proto__', to: 'constructor' },
      { from: '__proto__', to: 'hasOwnProperty' },
    ]
    const positions = lay({ ids, edges })
    expect(Object.keys(positions).sort()).toEqual([...ids].sort())
    expect(overlapping(positions)).toEqual([])
    expect(placeNodes(ids, positions, {})).toBe(positions)
    const placed = placeNodes(ids, positions, { toString: { x: 5000, y: 0 } })
    expect(Object.keys(placed).sort()).toEqual([...ids].sort())
    expect(overlapping(placed)).toEqual([])
  })

  it('puts a chain in a row from left to right', () => {
    const positions = lay(
      graphOf(4, [
        [0, 1],
        [1, 2],
        [2, 3],
      ]),
    )
    const xs = ['0', '1', '2', '3'].map(id => positions[id]?.x ?? Number.NaN)
    expect([...xs].sort((a, b) => a - b)).toEqual(xs)
    expect(new Set(Object.values(positions).map(({ y }) => y)).size).toBe(1)
  })

  it('leads every edge of a graph without cycles to the right', () => {
    const graph = graphOf(6, [
      [0, 1],
      [0, 2],
      [1, 3],
      [2, 3],
      [0, 3],
      [4, 5],
    ])
    const positions = lay(graph)
    for (const { from, to } of graph.edges)
      expect(positions[to]?.x, `${from} to ${to}`).toBeGreaterThan(positions[from]?.x ?? Number.NaN)
  })
})

describe('layoutGraph', () => {
  it('gives the same object for the same graph', () => {
    const once = layoutGraph(graphOf(3, [[0, 1]]))
    expect(layoutGraph(graphOf(3, [[0, 1]]))).toBe(once)
  })

  it('keeps the order of the file from top to bottom', () => {
    const positions = layoutGraph(
      graphOf(3, [
        [0, 1],
        [0, 2],
      ]),
    )
    expect(positions['1']?.y).toBeLessThan(positions['2']?.y ?? Number.NaN)
  })
})

describe('placeNodes', () => {
  it('leaves a node where the user put it and moves others out of its way', () => {
    const automatic = { a: { x: 0, y: 0 }, b: { x: 400, y: 0 } }
    const placed = placeNodes(['a', 'b'], automatic, { a: { x: 410, y: 10 } })
    expect(placed.a).toEqual({ x: 410, y: 10 })
    expect(placed.b?.x).toBe(400)
    expect(overlapping({ ...placed })).toEqual([])
  })
})

describe('edgeLanes', () => {
  const row = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [String(index), { x: index * 400, y: 0 }]))
  const edge = (from: string, to: string) => ({ id: `${from}->${to}`, from, to })

  it('lets edges between neighbours go straight', () => {
    expect(edgeLanes([edge('0', '1'), edge('1', '2')], row(3)).size).toBe(0)
  })

  it('leads an edge that skips a node above it, and one that leads back below all', () => {
    const lanes = edgeLanes([edge('0', '2'), edge('2', '0')], row(3))
    expect(lanes.get('0->2')).toBeLessThan(0)
    expect(lanes.get('2->0')).toBeGreaterThan(NODE_HEIGHT)
  })

  it('keeps lanes over the same ground apart', () => {
    const lanes = edgeLanes([edge('0', '2'), edge('0', '3'), edge('1', '3')], row(4))
    expect(new Set(lanes.values()).size).toBe(3)
  })
})
