import { describe, expect, it } from 'vitest'
import { analyze } from '../../core/analyze.ts'
import { createBoxes } from './boxes.ts'
import { boundText } from './canvas-notes.tsx'
import { graphOf, MOST_DRAWN } from './graph.ts'
import { edgeLanes } from './lanes.ts'
import { leastZoom, MOST_IN_VIEW } from './least-zoom.ts'
import { NODE_HEIGHT, NODE_WIDTH } from './node-size.ts'

const grid = (columns: number, rows: number) =>
  Object.fromEntries(
    Array.from({ length: columns * rows }, (_, index) => [
      String(index),
      { x: (index % columns) * 400, y: Math.floor(index / columns) * 180 },
    ]),
  )

const star = (leaves: number): string =>
  `connectors: {shm: {name: SharedMemoryConnector}}\nstages:\n  - stage_id: 0\n    output_connectors:\n${Array.from({ length: leaves }, (_, index) => `      to_stage_${index + 1}: shm\n`).join('')}`

describe('a graph past the bounds', () => {
  it('is drawn up to the bound, the stages of the file first, and says so', () => {
    const graph = graphOf(analyze(star(MOST_DRAWN.stages + 200)))
    expect(graph.ids).toHaveLength(MOST_DRAWN.stages)
    expect(graph.ids[0]).toBe('0')
    expect(graph.edges).toHaveLength(MOST_DRAWN.stages - 1)
    expect(boundText(graph)).toContain('The first 5,000 of 5,201 stages are drawn.')
    expect(boundText(graph)).toContain('4,999 of 5,200 edges are drawn.')
  })

  it('says nothing within the bounds', () => {
    expect(boundText(graphOf(analyze(star(20))))).toBe('')
  })

  it('can’t be zoomed out so far that more than can be drawn comes into view', () => {
    expect(leastZoom(grid(25, 20))).toBe(0.02)
    const zoom = leastZoom(grid(80, 60))
    const inView = (1060 / zoom / 400) * (440 / zoom / 180)
    expect(inView).toBeLessThan(MOST_IN_VIEW * 1.1)
    expect(inView).toBeGreaterThan(MOST_IN_VIEW * 0.5)
  })
})

describe('the nodes between two places', () => {
  const boxes = () => createBoxes(grid(50, 10))

  it('are those that reach into the stretch', () => {
    const between = boxes().between(400 + NODE_WIDTH, 1200)
    expect(between).toHaveLength(10)
    expect(new Set(between.map(box => box.left))).toEqual(new Set([800]))
    expect(boxes().between(-5000, 50_000)).toHaveLength(500)
  })

  it('are found by a look at the surroundings only', () => {
    const asked = boxes()
    asked.between(400 + NODE_WIDTH, 800)
    expect(asked.looks()).toBeLessThan(50)
  })
})

describe('the lanes of many edges', () => {
  it('end where no more nodes are looked at, and then go straight', () => {
    const places = grid(2, 1500)
    const edges = Array.from({ length: 3000 }, (_, index) => ({
      id: String(index),
      from: String(index),
      to: '0',
    }))
    const lanes = edgeLanes(edges, places)
    expect(lanes.size).toBeGreaterThan(10)
    expect(lanes.size).toBeLessThan(1500)
  })

  it('share a height once there are more than can be told apart', () => {
    const places = { a: { x: 0, y: 0 }, b: { x: -800, y: NODE_HEIGHT * 20 }, c: { x: -400, y: 0 } }
    const edges = Array.from({ length: 200 }, (_, index) => ({ id: String(index), from: 'a', to: 'b' }))
    expect(new Set(edgeLanes(edges, places).values()).size).toBeLessThanOrEqual(48)
  })
})
