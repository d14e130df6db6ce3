import {
  closeSync,
  ftruncateSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Libc, libc } from './libc.ts'

let folder: string
let native: Libc

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'libc-test-'))
  const loaded = libc()
  if (!loaded.ok) throw new Error(loaded.error.message)
  native = loaded.value
})

afterAll(() => rmSync(folder, { recursive: true }))

describe.skipIf(process.platform !== 'linux')('the C library', () => {
  it('gives an exclusive lock to one and EWOULDBLOCK to another, until it is let go', () => {
    const path = join(folder, 'lock')
    const [first, second] = [openSync(path, 'w'), openSync(path, 'r+')]
    expect(native.tryLock(first)).toBe(0)
    expect(native.tryLock(second)).toBe(11)
    expect(native.unlock(first)).toBe(0)
    expect(native.tryLock(second)).toBe(0)
    closeSync(second)
    expect(native.tryLock(first)).toBe(0)
    closeSync(first)
    expect(native.tryLock(first)).toBe(9)
  })

  it('makes a FIFO for its owner, once', () => {
    const path = join(folder, 'fifo')
    expect(native.makeFifo(path)).toBe(0)
    expect(statSync(path).isFIFO()).toBe(true)
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(native.makeFifo(path)).toBe(17)
  })

  it('copies to and from a mapped file', () => {
    const path = join(folder, 'mapped')
    const fd = openSync(path, 'w+')
    ftruncateSync(fd, 8192)
    writeSync(fd, Buffer.alloc(8192))
    const mapping = native.map(fd, 8192, 'write')
    if (mapping === null) throw new Error('not mapped')
    mapping.write(Buffer.from('across the pages'), 4090)
    const into = Buffer.alloc(16)
    mapping.read(into, 4090)
    mapping.unmap()
    closeSync(fd)
    expect(into.toString()).toBe('across the pages')
    expect(readFileSync(path).toString('latin1', 4090, 4106)).toBe('across the pages')
  })

  it('maps no descriptor that is none', () => {
    expect(native.map(-1, 4096, 'read')).toBeNull()
  })

  it('binds a process to processors, and refuses none at all', () => {
    expect(native.setAffinity(process.pid, [])).toBe(22)
  })
})
