import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { libc } from '../../native/libc.ts'
import { unwrap } from '../testing.ts'
import { lockForReading, lockForWriting } from './lock.ts'

const native = unwrap(libc())
let folder: string
let path: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lock-test-'))
  path = join(folder, 'lock')
})

afterEach(() => rmSync(folder, { recursive: true }))

describe('the lock of a key', () => {
  it('keeps a reader away while a writer has it', async () => {
    expect(lockForReading(native, path)).toBe('missing')
    const writer = unwrap(await lockForWriting(native, path))
    expect(lockForReading(native, path)).toBe('busy')
    writer.release()
    const reader = lockForReading(native, path)
    if (typeof reader === 'string') throw new Error(reader)
    reader.remove()
    expect(existsSync(path)).toBe(false)
  })

  it('is taken anew by a writer that waited while a reader removed it', async () => {
    unwrap(await lockForWriting(native, path)).release()
    const reader = lockForReading(native, path)
    if (typeof reader === 'string') throw new Error(reader)
    const waiting = lockForWriting(native, path)
    reader.remove()
    const writer = unwrap(await waiting)
    expect(existsSync(path)).toBe(true)
    expect(lockForReading(native, path)).toBe('busy')
    writer.release()
  })

  it('that another holds for too long is given up, with its path', async () => {
    const holder = unwrap(await lockForWriting(native, path))
    const waited = await lockForWriting(native, path, 10)
    expect(waited).toMatchObject({ ok: false, error: { code: 'lock-timeout' } })
    expect(!waited.ok && waited.error.message).toContain(path)
    holder.release()
  })
})
