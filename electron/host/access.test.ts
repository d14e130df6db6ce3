import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createAccess } from './access.ts'
import { listFolder } from './documents/list.ts'

let folder: string
beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'sw-access-')))
  await mkdir(join(folder, 'in/deep'), { recursive: true })
  await mkdir(join(folder, 'in-not'))
  await writeFile(join(folder, 'secret.yaml'), 'x')
  await writeFile(join(folder, 'in/deep/b.yaml'), 'x')
})
afterEach(() => rm(folder, { recursive: true, force: true }))

describe('access', () => {
  it('reaches what stands below a granted folder, existing or to be made', async () => {
    const access = createAccess()
    await access.grantFolder(join(folder, 'in'))
    expect(await access.allows(join(folder, 'in'))).toBe(true)
    expect(await access.allows(join(folder, 'in/deep/b.yaml'))).toBe(true)
    expect(await access.allows(join(folder, 'in/new.yaml'))).toBe(true)
  })
  it('does not reach out by dots, by a similar name or by a link', async () => {
    const access = createAccess()
    await access.grantFolder(join(folder, 'in'))
    await symlink(join(folder, 'secret.yaml'), join(folder, 'in/link.yaml'))
    await symlink(folder, join(folder, 'in/up'))
    for (const path of [
      'in/../secret.yaml',
      'in-not/x',
      'in/link.yaml',
      'in/up/secret.yaml',
      'in/up/new.yaml',
    ])
      expect(await access.allows(join(folder, path)), path).toBe(false)
  })
  it('reaches a file that the user named, wherever its link leads, and not its neighbours', async () => {
    const access = createAccess()
    await symlink(join(folder, 'secret.yaml'), join(folder, 'in/link.yaml'))
    await access.grantFile(join(folder, 'in/link.yaml'))
    expect(await access.allows(join(folder, 'in/link.yaml'))).toBe(true)
    expect(await access.allows(join(folder, 'in/deep/b.yaml'))).toBe(false)
  })
})

describe('listing a folder', () => {
  it('starts at the granted folder, folders first, and goes no higher', async () => {
    const access = createAccess()
    await access.grantFolder(join(folder, 'in'))
    await writeFile(join(folder, 'in/a.yaml'), '')
    await writeFile(join(folder, 'in/.hidden'), '')
    const listed = await listFolder(access, null)
    expect(listed).toMatchObject({ ok: true, value: { folder: join(folder, 'in'), parent: null } })
    expect(listed.ok && listed.value.entries.map(entry => entry.name)).toEqual(['deep', 'a.yaml'])
    const deeper = await listFolder(access, join(folder, 'in/deep'))
    expect(deeper).toMatchObject({ ok: true, value: { parent: join(folder, 'in') } })
    expect(await listFolder(access, folder)).toMatchObject({ ok: false, error: { code: 'outside' } })
  })
})
