import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readRelatedFiles } from './related.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sw-related-'))
  await mkdir(join(folder, 'sub'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

describe('the files that a document names', () => {
  it('are followed by base_config, each relative to the file that names it', async () => {
    await writeFile(join(folder, 'sub/mid.yaml'), 'base_config: ../root.yml\nstages: []\n')
    await writeFile(join(folder, 'root.yml'), 'stages: []\n')
    const files = await readRelatedFiles(join(folder, 'top.yaml'), 'base_config: sub/mid.yaml\n')
    expect(Object.keys(files)).toEqual([join(folder, 'sub/mid.yaml'), join(folder, 'root.yml')])
    expect(files[join(folder, 'root.yml')]).toBe('stages: []\n')
  })
  it('end at a cycle and at what is not there', async () => {
    await writeFile(join(folder, 'a.yaml'), 'base_config: b.yaml')
    await writeFile(join(folder, 'b.yaml'), 'base_config: a.yaml')
    expect(Object.keys(await readRelatedFiles(join(folder, 'a.yaml'), 'base_config: b.yaml'))).toEqual([
      join(folder, 'b.yaml'),
    ])
    const missing = await readRelatedFiles(join(folder, 'a.yaml'), 'base_config: none.yaml')
    expect(missing).toEqual({ [join(folder, 'none.yaml')]: null })
  })
  it('are config files only', async () => {
    await writeFile(join(folder, 'secret.txt'), 'x')
    const files = await readRelatedFiles(join(folder, 'a.yaml'), 'base_config: secret.txt')
    expect(files).toEqual({ [join(folder, 'secret.txt')]: null })
  })
  it('are none for texts that cannot be read or name nothing', async () => {
    for (const text of ['{', '', '- 1', 'base_config: [1]', 'base_config:'])
      expect(await readRelatedFiles(join(folder, 'a.yaml'), text), text).toEqual({})
  })
})
