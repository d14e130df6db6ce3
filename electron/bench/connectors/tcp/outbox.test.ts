import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { pagePipe } from '../../native/page-pipe.ts'
import { pairForEachTest, receiveBytes } from '../testing.ts'
import { Outbox } from './outbox.ts'

const KIB = 1024

const pair = pairForEachTest()

describe('what goes out on a connection', () => {
  it('arrives in order, whatever the sizes are and whether pages are lent or copied', async () => {
    const source = randomBytes(12 * KIB * KIB)
    const part = fc.oneof(
      fc.integer({ min: 1, max: 40 }),
      fc.integer({ min: 200 * KIB, max: 300 * KIB }),
      fc.integer({ min: 1, max: 11 * KIB * KIB }),
    )
    const sends = fc.array(fc.array(part, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 4 })
    await fc.assert(
      fc.asyncProperty(sends, fc.boolean(), fc.nat(4096), async (sizes, lends, offset) => {
        const outbox = new Outbox(pair.sending, lends ? pagePipe() : null)
        const all = sizes.map(parts => parts.map(size => source.subarray(offset, offset + size)))
        const expected = Buffer.concat(all.flat())
        const received = receiveBytes(pair.receiving, expected.length)
        for (const parts of all) outbox.send(parts)
        expect((await received).equals(expected)).toBe(true)
      }),
      { numRuns: 15 },
    )
  })

  it('is given up when the receiver goes away in the middle', async () => {
    const outbox = new Outbox(pair.sending, pagePipe())
    const closed = new Promise(resolve => pair.sending.once('close', resolve))
    pair.sending.on('error', () => undefined)
    outbox.send([randomBytes(16 * KIB * KIB)])
    pair.receiving.once('data', () => pair.receiving.resetAndDestroy())
    await closed
    outbox.send([randomBytes(KIB * KIB)])
    expect(pair.sending.destroyed).toBe(true)
  })
})
