import { describe, expect, it } from 'vitest'
import { remainingWords, runningWords } from './run-status.tsx'

const progress = {
  runId: 'run-1',
  doneTransfers: 1500,
  totalTransfers: 24_000,
  elapsedMs: 2220,
  remainingMs: 12_300,
  phase: '0->1, 4 KiB',
  figures: [],
  failures: [],
  activeEdges: ['0->1'],
}

describe('how far a run is', () => {
  it('starts with what is waited for, because a narrow window cuts the end', () => {
    expect(runningWords(progress)).toBe(
      'about 13 s left · 0->1, 4 KiB · 1,500 of 24,000 transfers · 2.22 s so far',
    )
    expect(runningWords({ ...progress, remainingMs: null, totalTransfers: null })).toBe(
      '0->1, 4 KiB · 1,500 transfers · 2.22 s so far',
    )
  })
  it.each([
    [50, 'less than 1 s left'],
    [1000, 'about 1 s left'],
    [1500, 'about 2 s left'],
    [29_999, 'about 30 s left'],
    [31_000, 'about 40 s left'],
    [119_000, 'about 2 min left'],
  ])('tells %d ms no more exactly than a guess is', (ms, words) => {
    expect(remainingWords(ms)).toBe(words)
  })
})
