import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readWhole, writeParts } from './file-bytes.ts'
import { ReaderBuffers } from './reader-buffers.ts'

let folder: string
let fd: number

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'file-bytes-test-'))
  fd = openSync(join(folder, 'file'), 'w+')
})

afterAll(() => {
  closeSync(fd)
  rmSync(folder, { recursive: true })
})

describe('writing and reading a segment', () => {
  it.each([
    ['more parts than one call takes', 3000, 7],
    ['a few large parts', 3, 4_000_001],
    ['one small part', 1, 1],
  ])('works for %s', async (_, count, size) => {
    const parts = Array.from({ length: count }, (_, index) => new Uint8Array(size).fill(index))
    await writeParts(fd, parts, count * size)
    const into = Buffer.alloc(count * size)
    expect(await readWhole(fd, into)).toBe(true)
    expect(into.equals(Buffer.concat(parts))).toBe(true)
    expect(readFileSync(join(folder, 'file')).subarray(0, into.length).equals(into)).toBe(true)
  })

  it('notices a file that is shorter than expected', async () => {
    const path = join(folder, 'short')
    const short = openSync(path, 'w+')
    await writeParts(short, [new Uint8Array(10)], 10)
    expect(await readWhole(short, Buffer.alloc(11))).toBe(false)
    expect(await readWhole(short, Buffer.alloc(9_000_000))).toBe(false)
    closeSync(short)
  })
})

describe('reader buffers', () => {
  it('are large enough, used again once given back, and never handed out twice', () => {
    const buffers = new ReaderBuffers()
    for (const size of [1, 4096, 4097, 65_536, 65_537, 3_000_000]) {
      const first = buffers.take(size)
      expect(first.length).toBeGreaterThanOrEqual(size)
      expect(first.length).toBeLessThan(Math.max(4097, size * 2))
      const second = buffers.take(size)
      expect(second === first).toBe(false)
      buffers.give(first)
      expect(buffers.take(size) === first).toBe(true)
    }
  })

  it('keep one that is larger than all that may wait, and no second', () => {
    const buffers = new ReaderBuffers()
    const [one, other] = [buffers.take(2 ** 29 + 1), buffers.take(2 ** 29 + 1)]
    buffers.give(one)
    buffers.give(other)
    expect(buffers.take(2 ** 29 + 1) === one).toBe(true)
    expect(buffers.take(2 ** 29 + 1) === other).toBe(false)
  })
})
