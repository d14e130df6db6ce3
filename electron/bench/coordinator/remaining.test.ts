import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRemaining, type WorkPart } from './remaining.ts'

const SIZES = Array.from({ length: 11 }, (_, power) => 1024 * 4 ** power)

/** Plays a sweep by a clock of its own and notes, every tenth of a second, what was told beside what was true. */
function play(parts: readonly WorkPart[], msOf: (sizeBytes: number) => number) {
  let clock = 0
  const remaining = createRemaining({
    parts,
    kind: 'bytes',
    durationMs: null,
    totalTransfers: null,
    now: () => clock,
  })
  const total = parts.reduce((sum, part) => sum + part.transfers * msOf(part.sizeBytes), 0)
  const told: { readonly at: number; readonly told: number; readonly left: number }[] = []
  const tell = () => told.push({ at: clock, told: remaining.ms(0) ?? Number.NaN, left: total - clock })
  let nextTick = 100
  for (const { edge, sizeBytes, transfers } of parts) {
    remaining.begin(edge, sizeBytes)
    for (let done = 1; done <= transfers; done++) {
      const end = clock + msOf(sizeBytes)
      for (; nextTick <= end; nextTick += 100) {
        clock = nextTick
        tell()
      }
      clock = end
      remaining.moved(done)
    }
    remaining.end(transfers)
  }
  return { told, total, last: remaining.ms(0) }
}

const sweep = (transfersOf: (sizeBytes: number) => number): readonly WorkPart[] =>
  ['0->1', '1->2'].flatMap(edge =>
    SIZES.map(sizeBytes => ({ edge, sizeBytes, transfers: transfersOf(sizeBytes) })),
  )

const PARTS = sweep(sizeBytes => (sizeBytes < 64 * 1024 ** 2 ? 105 : 10))

describe('the remaining time of a sweep', () => {
  it.each([
    ['as fast as assumed', 2e-6],
    ['twice as fast', 1e-6],
    ['half as fast', 4e-6],
  ])('is about right from the start on a machine %s', (_, byteMs) => {
    const { told, last } = play(PARTS, sizeBytes => 0.1 + sizeBytes * byteMs)
    for (const { told: ms, left } of told.filter(({ left }) => left > 5000)) {
      expect(ms / left).toBeGreaterThan(0.4)
      expect(ms / left).toBeLessThan(2.5)
    }
    expect(last).toBe(0)
  })

  it('never jumps: within a tenth of a second it moves by less than a quarter and a second', () => {
    const rates = fc.double({ min: 2e-7, max: 2e-5, noNaN: true })
    fc.assert(
      fc.property(rates, fc.double({ min: 0.02, max: 2, noNaN: true }), (byteMs, fixedMs) => {
        const { told } = play(
          sweep(sizeBytes => (sizeBytes < 1024 ** 2 ? 40 : 5)),
          sizeBytes => fixedMs + sizeBytes * byteMs,
        )
        for (const [index, { told: ms }] of told.entries()) {
          const before = told[index - 1]?.told
          if (before === undefined) continue
          expect(Math.abs(ms - before)).toBeLessThan(Math.max(before, ms) * 0.25 + 1000)
        }
      }),
      { numRuns: 15 },
    )
  })
})

describe('the remaining time', () => {
  const plain = (options: Partial<Parameters<typeof createRemaining>[0]>) =>
    createRemaining({ parts: null, kind: 'bytes', durationMs: null, totalTransfers: null, ...options })

  it('counts down where time decides', () => {
    let clock = 0
    const { ms } = plain({ durationMs: 1000, now: () => clock })
    clock = 400
    expect(ms(7)).toBe(600)
    clock = 2000
    expect(ms(7)).toBe(0)
  })
  it('goes by what is done where all edges work at once', () => {
    let clock = 0
    const { ms } = plain({ totalTransfers: 100, now: () => clock })
    expect(ms(0)).toBeNull()
    clock = 1000
    expect(ms(25)).toBe(3000)
    expect(ms(100)).toBe(0)
  })
  it('is unknown where nothing tells', () => {
    expect(plain({}).ms(5)).toBeNull()
  })
  it('is unknown while the processes start, and does not run down meanwhile', () => {
    let clock = 0
    const parts = [{ edge: '0->1', sizeBytes: 2 ** 20, transfers: 1000 }]
    const remaining = plain({ parts, now: () => clock })
    expect(remaining.ms(0)).toBeNull()
    clock = 3000
    expect(remaining.ms(0)).toBeNull()
    remaining.begin('0->1', 2 ** 20)
    expect(remaining.ms(0)).toBeGreaterThan(1000)
  })
})
