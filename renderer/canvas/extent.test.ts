import { describe, expect, it } from 'vitest'
import { extentOf } from './extent.ts'
import { NODE_HEIGHT, NODE_WIDTH } from './node-size.ts'

describe('the extent of a graph', () => {
  it('holds every node whole', () => {
    expect(extentOf({ 0: { x: -30, y: 40 }, 1: { x: 500, y: -7 } })).toEqual({
      left: -30,
      top: -7,
      right: 500 + NODE_WIDTH,
      bottom: 40 + NODE_HEIGHT,
    })
  })
  it('is none without nodes', () => {
    expect(extentOf({})).toBeNull()
  })
})
