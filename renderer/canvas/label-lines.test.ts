import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { labelLines } from './label-lines.ts'

describe('labelLines', () => {
  it('keeps a short name and breaks a long one between its words', () => {
    expect(labelLines('rdma', 10)).toEqual(['rdma'])
    expect(labelLines('connector_of_shared_memory', 20)).toEqual(['connector_of_shared_', 'memory'])
    expect(labelLines('MooncakeTransferEngine', 16)).toEqual(['MooncakeTransfer', 'Engine'])
  })

  it('cuts what has no place to break', () => {
    expect(labelLines('abcdefghijkl', 8)).toEqual(['abcdefg…'])
  })

  it('never gives more than two lines, nor one that is longer than asked for', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }), fc.integer({ min: 4, max: 40 }), (name, most) => {
        const lines = labelLines(name, most)
        expect(lines.length).toBeLessThanOrEqual(2)
        for (const line of lines) expect(line.length).toBeLessThanOrEqual(most)
      }),
      { numRuns: 300 },
    )
  })
})
