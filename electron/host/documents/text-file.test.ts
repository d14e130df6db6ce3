import {
  chmod,
  lstat,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  truncate,
  writeFile,
} from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { MAX_FILE_BYTES, readTextFile, writeTextFile } from './text-file.ts'

let folder: string
let file: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sw-docs-'))
  file = join(folder, 'a.yaml')
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const opened = async (path = file) => {
  const read = await readTextFile(path)
  if (!read.ok) throw new Error(read.error.message)
  return read.value
}
const errorOf = async (path: string) => {
  const read = await readTextFile(path)
  return read.ok ? null : read.error.code
}

describe('opening', () => {
  it('tells a byte order mark apart from the text', async () => {
    await writeFile(file, '\ufeffstages: []\r\n')
    expect(await opened()).toMatchObject({ text: 'stages: []\r\n', bom: true, name: 'a.yaml' })
  })
  it('refuses what is not UTF-8 and says how to convert UTF-16', async () => {
    await writeFile(file, Buffer.from([0x61, 0xff, 0x62]))
    expect(await errorOf(file)).toBe('encoding')
    await writeFile(file, Buffer.from('\ufeffstages: []', 'utf16le'))
    expect(await errorOf(file)).toBe('encoding')
  })
  it('refuses folders, missing files and devices', async () => {
    expect(await errorOf(folder)).toBe('is-folder')
    expect(await errorOf(join(folder, 'none.yaml'))).toBe('not-found')
    expect(await errorOf('/dev/null')).toBe('not-a-file')
  })
  it('is bounded', async () => {
    await writeFile(file, '')
    await truncate(file, MAX_FILE_BYTES + 1)
    expect(await errorOf(file)).toBe('too-large')
  })
})

describe('saving', () => {
  it('gives back the same bytes for any text and byte order mark', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme', maxLength: 200 }), fc.boolean(), async (text, bom) => {
        const original = Buffer.from((bom ? '\ufeff' : '') + text)
        await writeFile(file, original)
        const before = await opened()
        const saved = await writeTextFile({
          path: file,
          text: before.text,
          bom: before.bom,
          expected: before.stamp,
        })
        expect(saved.ok && saved.value.hash).toBe(before.stamp.hash)
        expect(await readFile(file)).toEqual(original)
      }),
      { numRuns: 40 },
    )
  })
  it('keeps the mode and leaves no draft behind', async () => {
    await writeFile(file, 'old')
    await chmod(file, 0o640)
    const { stamp } = await opened()
    expect((await writeTextFile({ path: file, text: 'new', bom: false, expected: stamp })).ok).toBe(true)
    expect((await stat(file)).mode & 0o777).toBe(0o640)
    expect(await readdir(folder)).toEqual(['a.yaml'])
  })
  it('writes through a symbolic link and keeps it a link', async () => {
    const link = join(folder, 'link.yaml')
    await writeFile(file, 'old')
    await symlink('a.yaml', link)
    const { stamp } = await opened(link)
    await writeTextFile({ path: link, text: 'new', bom: false, expected: stamp })
    expect((await lstat(link)).isSymbolicLink()).toBe(true)
    expect(await readFile(file, 'utf8')).toBe('new')
  })
  it('refuses when another program changed, removed or made the file', async () => {
    await writeFile(file, 'mine')
    const { stamp } = await opened()
    await writeFile(file, 'theirs')
    const save = (expected: typeof stamp | null) =>
      writeTextFile({ path: file, text: 'x', bom: false, expected })
    expect(await save(stamp)).toMatchObject({ ok: false, error: { code: 'conflict' } })
    expect(await save(null)).toMatchObject({ ok: false, error: { code: 'exists' } })
    expect(await readFile(file, 'utf8')).toBe('theirs')
    await rm(file)
    expect(await save(stamp)).toMatchObject({ ok: false, error: { code: 'conflict' } })
  })
  it('says when the folder is missing and when the text cannot be encoded', async () => {
    const path = join(folder, 'no/such/a.yaml')
    const missing = await writeTextFile({ path, text: 'x', bom: false, expected: null })
    expect(missing).toMatchObject({ ok: false, error: { code: 'not-found' } })
    const half = await writeTextFile({ path: file, text: 'a\ud800b', bom: false, expected: null })
    expect(half).toMatchObject({ ok: false, error: { code: 'encoding' } })
    expect(await readdir(folder)).toEqual([])
  })
})
