import { realpath } from 'node:fs/promises'
import { basename, dirname, join, resolve, sep } from 'node:path'

/**
 * Which files the window may read and write: those that the user named, by the command line, a native dialog,
 * a drop or an earlier opening, and everything below the folders so named. Links are followed first, so that
 * one that stands inside such a folder cannot lead out of it.
 */
export interface Access {
  /** Grants this file, wherever its links lead. */
  grantFile(path: string): Promise<void>
  grantFolder(path: string): Promise<void>
  allows(path: string): Promise<boolean>
  /** The granted folders as named, in order. */
  readonly folders: readonly string[]
}

/** `path` with links resolved as far as it exists; a file about to be made keeps its name. */
async function truePath(path: string): Promise<string> {
  const absolute = resolve(path)
  try {
    return await realpath(absolute)
  } catch {
    const parent = dirname(absolute)
    return parent === absolute ? absolute : join(await truePath(parent), basename(absolute))
  }
}

const isBelow = (path: string, folder: string): boolean =>
  path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep)

export function createAccess(): Access {
  const files = new Set<string>()
  const trueFolders = new Set<string>()
  const folders: string[] = []
  return {
    folders,
    async grantFile(path) {
      files.add(await truePath(path))
    },
    async grantFolder(path) {
      const absolute = resolve(path)
      if (!folders.includes(absolute)) folders.push(absolute)
      trueFolders.add(await truePath(absolute))
    },
    async allows(path) {
      const target = await truePath(path)
      return files.has(target) || [...trueFolders].some(folder => isBelow(target, folder))
    },
  }
}
