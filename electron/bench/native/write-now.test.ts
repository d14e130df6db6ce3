import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { nextTurn, pairForEachTest, receiveBytes } from '../connectors/testing.ts'
import { writeNow } from './write-now.ts'

const KIB = 1024

const pair = pairForEachTest()

describe('writing at once', () => {
  it('keeps the order, also when the socket is full and Node has to wait for room', async () => {
    const pieces = Array.from({ length: 400 }, (_, index) => randomBytes(index % 3 === 0 ? 40 : 150 * KIB))
    pieces.push(randomBytes(3 * KIB * KIB), randomBytes(7))
    const expected = Buffer.concat(pieces)
    for (const piece of pieces) writeNow(pair.sending, piece)
    expect(pair.sending.writableLength).toBeGreaterThan(0)
    expect((await receiveBytes(pair.receiving, expected.length)).equals(expected)).toBe(true)
  })

  it('leaves it to Node to say that the other end has gone', async () => {
    const closed = new Promise(resolve => pair.sending.once('close', resolve))
    pair.sending.on('error', () => undefined)
    pair.receiving.resetAndDestroy()
    while (!pair.sending.destroyed) {
      writeNow(pair.sending, Buffer.from('is anybody there'))
      await nextTurn()
    }
    await closed
    writeNow(pair.sending, Buffer.from('nobody'))
    expect(pair.sending.writableLength).toBe(0)
  })
})
