import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BufferPool } from './buffer-pool.ts'
import { policyOf } from './policy.ts'

describe('the buffer pool', () => {
  it('never hands out overlapping blocks, and has all of it back in the end', () => {
    const size = 64 * 4096
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.boolean(), fc.integer({ min: 1, max: 60_000 })), { maxLength: 80 }),
        steps => {
          const pool = new BufferPool(size)
          const held: { start: number; bytes: number }[] = []
          for (const [isPut, bytes] of steps) {
            const start = isPut ? pool.allocate(bytes) : null
            if (start !== null) held.push({ start, bytes })
            const given = isPut ? undefined : held.splice(bytes % (held.length + 1), 1)[0]
            if (given !== undefined) pool.release(given.start, given.bytes)
            const sorted = held
              .map(({ start, bytes }) => [start, start + bytes])
              .sort(([a = 0], [b = 0]) => a - b)
            for (const [index, [, end = 0]] of sorted.entries())
              expect(end).toBeLessThanOrEqual(sorted[index + 1]?.[0] ?? size)
          }
          for (const { start, bytes } of held) pool.release(start, bytes)
          expect([pool.used, pool.largestFree]).toEqual([0, size])
          expect(pool.allocate(size)).toBe(0)
        },
      ),
      { numRuns: 200 },
    )
  })

  it('takes the first block that fits, in steps of 4 KiB', () => {
    const pool = new BufferPool(5 * 4096)
    expect([pool.allocate(1), pool.allocate(4097), pool.allocate(1)]).toEqual([0, 4096, 3 * 4096])
    pool.release(4096, 4097)
    expect([pool.allocate(1), pool.used]).toEqual([4096, 3 * 4096])
    expect(pool.allocate(2 * 4096)).toBeNull()
    expect(pool.largestFree).toBe(4096)
  })
})

describe('the limit of a pull', () => {
  it('grows by 5 s with every full 100 MiB', () => {
    const engine = policyOf(
      { name: 'MooncakeTransferEngineConnector', transport: 'tcp', role: 'sender', extra: {} },
      '2026-07',
    )
    const mib = 1024 ** 2
    const limits = [1, 100 * mib - 1, 100 * mib, 1024 * mib].map(
      bytes => engine.ok && engine.value.pullMs(bytes),
    )
    expect(limits).toEqual([30_000, 30_000, 35_000, 80_000])
  })
})
