import { randomBytes } from 'node:crypto'
import type { Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { nextTurn, receiveBytes, socketPair } from '../connectors/testing.ts'
import { writeNow } from './write-now.ts'

const KIB = 1024

let sending: Socket
let receiving: Socket

beforeEach(async () => {
  ;({ sending, receiving } = await socketPair())
})

afterEach(() => {
  sending.destroy()
  receiving.destroy()
})

describe('writing at once', () => {
  it('keeps the order, also when the socket is full and Node has to wait for room', async () => {
    const pieces = Array.from({ length: 400 }, (_, index) => randomBytes(index % 3 === 0 ? 40 : 150 * KIB))
    pieces.push(randomBytes(3 * KIB * KIB), randomBytes(7))
    const expected = Buffer.concat(pieces)
    for (const piece of pieces) writeNow(sending, piece)
    expect(sending.writableLength).toBeGreaterThan(0)
    expect((await receiveBytes(receiving, expected.length)).equals(expected)).toBe(true)
  })

  it('leaves it to Node to say that the other end has gone', async () => {
    const closed = new Promise(resolve => sending.once('close', resolve))
    sending.on('error', () => undefined)
    receiving.resetAndDestroy()
    while (!sending.destroyed) {
      writeNow(sending, Buffer.from('is anybody there'))
      await nextTurn()
    }
    await closed
    writeNow(sending, Buffer.from('nobody'))
    expect(sending.writableLength).toBe(0)
  })
})
