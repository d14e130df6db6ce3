import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { describe, expect, it } from 'vitest'
import { fdOf, nextTurn, pairForEachTest } from '../connectors/testing.ts'
import { descriptorOf, type StreamSocket, streamSocket } from './stream-socket.ts'

const pair = pairForEachTest()

function calls(): StreamSocket {
  const bound = streamSocket()
  if (bound === null) throw new Error('this system has none')
  return bound
}

describe.skipIf(process.platform !== 'linux')('calls on a connected socket', () => {
  it('send what the other end then reads', async () => {
    expect(calls().send(fdOf(pair.sending), Buffer.from('hello'))).toBe(5)
    const [chunk] = await once(pair.receiving, 'data')
    expect(chunk.toString()).toBe('hello')
  })

  it('do not wait for a reader: a part is sent, and then nothing', () => {
    pair.receiving.pause()
    const bytes = randomBytes(64 * 1024 * 1024)
    const taken = calls().send(fdOf(pair.sending), bytes)
    expect(taken).toBeGreaterThan(0)
    expect(taken).toBeLessThan(bytes.length)
    let more = taken
    while (more > 0) more = calls().send(fdOf(pair.sending), bytes)
    expect(more).toBe(-1)
  })

  it('tell the room of a socket, and nothing of what is none', () => {
    expect(calls().receiveBuffer(fdOf(pair.receiving))).toBeGreaterThan(2048)
    expect(calls().receiveBuffer(-1)).toBe(0)
    expect(calls().send(-1, Buffer.from('x'))).toBe(-1)
  })

  it('hold a reader back until as much has come as it waits for', async () => {
    const sizes: number[] = []
    pair.receiving.on('data', (chunk: Buffer) => sizes.push(chunk.length))
    calls().setReceiveLowWater(fdOf(pair.receiving), 3000)
    for (const size of [1000, 1000, 1000]) {
      calls().send(fdOf(pair.sending), randomBytes(size))
      await nextTurn()
    }
    while (sizes.length === 0) await once(pair.receiving, 'data')
    expect(sizes).toEqual([3000])
  })
})

describe('the descriptor of a socket', () => {
  it('is none once the socket is destroyed', () => {
    pair.sending.destroy()
    expect(descriptorOf(pair.sending)).toBeNull()
  })
})
