import { randomBytes } from 'node:crypto'
import { type FileHandle, open, realpath, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'

/** The file that a chain of links ends at; the path itself when nothing is there yet. */
const targetOf = (path: string): Promise<string> => realpath(path).catch(() => path)

async function keepOwner(handle: FileHandle, owner: { uid: number; gid: number }): Promise<void> {
  // Only root may give files away; for everyone else the owner is already right or can't be kept.
  await handle.chown(owner.uid, owner.gid).catch(() => undefined)
}

/**
 * Replaces a file's content in one step: a neighbour is written completely, flushed, and renamed over it. Mode
 * and owner stay; a symbolic link stays a link and its target gets the content. Throws Node's file errors.
 */
export async function writeAtomically(path: string, content: Uint8Array | string): Promise<void> {
  const target = await targetOf(path)
  const before = await stat(target).catch(() => null)
  if (before && !before.isFile()) throw Object.assign(new Error(`${path} is not a file`), { code: 'EISDIR' })
  const draft = join(
    dirname(target),
    `.${basename(target).slice(0, 200)}.${randomBytes(6).toString('hex')}.tmp`,
  )
  try {
    const handle = await open(draft, 'wx', before ? before.mode & 0o777 : 0o666)
    try {
      await handle.writeFile(content)
      if (before) {
        await keepOwner(handle, before)
        // After chown, which clears set-id bits, and past the umask that `open` applied.
        await handle.chmod(before.mode & 0o7777)
      }
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(draft, target)
  } catch (error) {
    await rm(draft, { force: true })
    throw error
  }
}
