import { readdir, stat, statfs } from 'node:fs/promises'
import { processHandles, readSystemFile } from './proc.ts'

export const SHM_FOLDER = '/dev/shm'

export interface ShmEntry {
  readonly name: string
  readonly bytes: number
  readonly ageSeconds: number
}

/** Size and free space of /dev/shm in bytes; null where there is none. */
export async function shmSpace(folder = SHM_FOLDER): Promise<{ total: number; free: number } | null> {
  try {
    const { bsize, blocks, bavail } = await statfs(folder)
    return { total: bsize * blocks, free: bsize * bavail }
  } catch {
    return null
  }
}

/**
 * Names that the runtime, vLLM and the bench give: lock files, wake-up folders, rings, Python's own segments. The
 * segment of a lock file `shm_KEY_lockfile.lock` is named KEY.
 */
const KNOWN = [
  /^shm_(.+)_lockfile\.lock$/,
  /^psm_/,
  /^vllm_offload_/,
  /^omni_shm_(wake|ring_v1)_/,
  /^swb?[-_]/,
]

const MIN_AGE_SECONDS = 60

function candidates(names: readonly string[]): readonly string[] {
  const present = new Set(names)
  const found = new Set<string>()
  for (const name of names) {
    const match = KNOWN.map(pattern => pattern.exec(name)).find(result => result !== null)
    if (!match) continue
    found.add(name)
    const segment = match[1]
    if (segment !== undefined && present.has(segment)) found.add(segment)
  }
  return [...found].sort()
}

/** Inodes that somebody holds a lock on, from `/proc/locks`. */
export function lockedInodes(locks: string): ReadonlySet<number> {
  const inodes = [...locks.matchAll(/[0-9a-f]{2}:[0-9a-f]{2}:(\d+) /g)].map(match => Number(match[1]))
  return new Set(inodes)
}

async function namesInUse(folder: string, names: readonly string[]): Promise<ReadonlySet<string>> {
  const used = new Set<string>()
  if (names.length === 0) return used
  for await (const process of processHandles()) {
    const maps = (await readSystemFile(`/proc/${process.pid}/maps`)) ?? ''
    for (const name of names) {
      const path = `${folder}/${name}`
      if (process.targets.includes(path) || maps.includes(` ${path}\n`)) used.add(name)
    }
  }
  return used
}

/**
 * What dead runs left in /dev/shm: known names, older than a minute, that no process maps, holds open or has
 * locked. It is told with its size and never deleted.
 */
export async function shmResidue(folder = SHM_FOLDER, now = Date.now()): Promise<readonly ShmEntry[]> {
  const names = candidates(await readdir(folder).catch(() => []))
  const used = await namesInUse(folder, names)
  const locked = lockedInodes((await readSystemFile('/proc/locks')) ?? '')
  const entries: ShmEntry[] = []
  for (const name of names) {
    const info = await stat(`${folder}/${name}`).catch(() => null)
    if (!info || used.has(name) || locked.has(info.ino)) continue
    const ageSeconds = Math.floor((now - info.mtimeMs) / 1000)
    if (ageSeconds >= MIN_AGE_SECONDS)
      entries.push({ name, bytes: info.isFile() ? info.size : 0, ageSeconds })
  }
  return entries
}
