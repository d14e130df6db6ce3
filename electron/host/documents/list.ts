import { readdir, stat } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import type { HostResults } from '../../../core/contract/host.ts'
import { fail, ok, type Result } from '../../../core/contract/result.ts'
import type { Access } from '../access.ts'
import { fileProblem } from '../problems.ts'

type Listing = HostResults['documents.list']
type Entry = Listing['entries'][number]

const MAX_ENTRIES = 5000

const byKindAndName = (a: Entry, b: Entry): number =>
  a.kind === b.kind ? a.name.localeCompare(b.name, 'en') : a.kind === 'folder' ? -1 : 1

async function entryOf(folder: string, name: string): Promise<Entry | null> {
  const path = join(folder, name)
  const info = await stat(path).catch(() => null)
  if (info?.isDirectory()) return { name, path, kind: 'folder' }
  return info?.isFile() ? { name, path, kind: 'file' } : null
}

/**
 * The files and folders of `folder`, or of the first folder that this start was pointed to. Hidden names are left
 * out; a folder outside the granted ones is refused.
 */
export async function listFolder(access: Access, folder: string | null): Promise<Result<Listing>> {
  const start = folder ?? access.folders[0]
  if (start === undefined)
    return fail('outside', 'This start was pointed to no folder; name one on the command line.')
  const path = resolve(start)
  if (!(await access.allows(path)))
    return fail('outside', `${path} is outside the folders of this start: ${access.folders.join(', ')}.`)
  try {
    const names = (await readdir(path)).filter(name => !name.startsWith('.')).slice(0, MAX_ENTRIES)
    const entries = await Promise.all(names.map(name => entryOf(path, name)))
    const parent = dirname(path)
    return ok({
      folder: path,
      parent: parent !== path && (await access.allows(parent)) ? parent : null,
      entries: entries.filter(entry => entry !== null).sort(byKindAndName),
    })
  } catch (error) {
    return fileProblem(error, path)
  }
}
