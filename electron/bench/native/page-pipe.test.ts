import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { fdOf, pairForEachTest } from '../connectors/testing.ts'
import { pagePipe } from './page-pipe.ts'

const MIB = 1024 * 1024

const pair = pairForEachTest()

function pipe() {
  const opened = pagePipe()
  if (opened === null) throw new Error('this system has none')
  return opened
}

async function read(bytes: number): Promise<Buffer> {
  const chunks: Buffer[] = []
  let count = 0
  for await (const chunk of pair.receiving) {
    chunks.push(chunk)
    count += chunk.length
    if (count >= bytes) break
  }
  return Buffer.concat(chunks)
}

describe.skipIf(process.platform !== 'linux')('the pipe of pages', () => {
  it('gives a socket what lies in memory from a place on', async () => {
    const payload = randomBytes(300_000)
    expect(pipe().send(fdOf(pair.sending), payload, 1234)).toBe(300_000 - 1234)
    expect((await read(300_000 - 1234)).equals(payload.subarray(1234))).toBe(true)
  })

  it('stops where the socket is full, and leaves nothing of it for the next', async () => {
    pair.receiving.pause()
    const payload = randomBytes(64 * MIB)
    const taken = pipe().send(fdOf(pair.sending), payload, 0)
    expect(taken).toBeGreaterThan(0)
    expect(taken).toBeLessThan(payload.length)
    expect(pipe().send(fdOf(pair.sending), payload, 0)).toBe(0)
    const got = await read(taken ?? 0)
    expect(got.equals(payload.subarray(0, taken ?? 0))).toBe(true)
  })

  it('says of what is no socket that it takes nothing, and serves the next', async () => {
    const payload = randomBytes(MIB)
    expect(pipe().send(-1, payload, 0)).toBeNull()
    expect(pipe().send(fdOf(pair.sending), payload, MIB - 5)).toBe(5)
    expect((await read(5)).equals(payload.subarray(MIB - 5))).toBe(true)
  })
})
