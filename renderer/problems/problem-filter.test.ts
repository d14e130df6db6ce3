import { describe, expect, it } from 'vitest'
import { finding } from './finding-fixture.ts'
import { batchFixes } from './fix-batch.ts'
import { bySeverity, countFindings, filterFindings, findingKeys, NO_FILTER } from './problem-filter.ts'

const collision = finding({ code: 'PORT-2', severity: 'error', stages: ['0'], range: { start: 40, end: 45 } })
const shm = finding({
  code: 'WIRE-5',
  severity: 'info',
  message: 'Edge 0->1 gets shared memory by itself.',
  edges: [{ from: '0', to: '1' }],
  range: { start: 10, end: 12 },
})
const muted = finding({
  code: 'PORT-6',
  severity: 'warning',
  muted: 'range is reserved',
  range: { start: 5, end: 9 },
})
const overlay = finding({ code: 'RES-1', severity: 'error', range: null })
const all = [shm, collision, muted, overlay]

describe('filterFindings', () => {
  it('leaves out muted findings until they are asked for', () => {
    expect(filterFindings(all, NO_FILTER)).toEqual([shm, collision, overlay])
    expect(filterFindings(all, { ...NO_FILTER, showMuted: true })).toContain(muted)
  })

  it('filters by severity, code and words of sentence or code', () => {
    expect(filterFindings(all, { ...NO_FILTER, hidden: ['error'] })).toEqual([shm])
    expect(filterFindings(all, { ...NO_FILTER, code: 'PORT-2' })).toEqual([collision])
    expect(filterFindings(all, { ...NO_FILTER, words: 'memory WIRE' })).toEqual([shm])
    expect(filterFindings(all, { ...NO_FILTER, words: 'memory PORT' })).toEqual([])
  })

  it('counts a finding on an edge to both of its stages', () => {
    expect(filterFindings(all, { ...NO_FILTER, stage: '1' })).toEqual([shm])
    expect(filterFindings(all, { ...NO_FILTER, stage: '0' })).toEqual([shm, collision])
  })
})

describe('bySeverity', () => {
  it('puts errors first, and those without a place in the text after the others', () => {
    expect(bySeverity(all)).toEqual([collision, overlay, muted, shm])
  })
})

describe('countFindings', () => {
  it('counts muted findings apart', () => {
    expect(countFindings(all)).toEqual({ error: 2, warning: 0, info: 1, muted: 1 })
  })
})

describe('findingKeys', () => {
  it('tells equal findings apart', () => {
    const twin = { ...collision }
    const keys = findingKeys([collision, twin])
    expect(new Set(keys.values()).size).toBe(2)
  })
})

describe('batchFixes', () => {
  const fixAt = (start: number, end: number, text: string) => ({
    title: 'Fix',
    edits: [{ range: { start, end }, text }],
  })
  const a = finding({ code: 'WIRE-1', fix: fixAt(10, 15, 'x') })
  const b = finding({ code: 'WIRE-1', fix: fixAt(30, 35, 'y') })
  const clash = finding({ code: 'WIRE-1', fix: fixAt(12, 20, 'z') })

  it('joins the edits of one code in text order and postpones what overlaps', () => {
    const batch = batchFixes([b, a, clash, finding({ code: 'EXTRA-1', fix: fixAt(50, 51, 'q') })], 'WIRE-1')
    expect(batch.edits.map(edit => edit.range.start)).toEqual([10, 30])
    expect(batch.fixed).toEqual([b, a])
    expect(batch.postponed).toEqual([clash])
  })

  it('applies an edit that two findings share once', () => {
    const batch = batchFixes([a, { ...a, message: 'the other end' }], 'WIRE-1')
    expect(batch.edits).toHaveLength(1)
    expect(batch.fixed).toHaveLength(2)
  })

  it('does not order two insertions at one place by guessing', () => {
    const insert = (text: string) => finding({ code: 'WIRE-6', fix: fixAt(10, 10, text) })
    expect(batchFixes([insert('a'), insert('b')], 'WIRE-6').postponed).toHaveLength(1)
  })

  it('leaves muted findings alone', () => {
    expect(batchFixes([{ ...a, muted: 'known' }], 'WIRE-1').edits).toEqual([])
  })
})
