import { type SpawnOptions, spawn, spawnSync } from 'node:child_process'
import { childOf, type SpawnStage } from './stage-child.ts'

/** Starts a stage process whose `/dev/shm` is a tmpfs of its own, of so many bytes. */
export type SpawnInSmallShm = (bytes: number) => SpawnStage

/** As root, and as a user where the system lets users have namespaces of their own. */
const WAYS = [
  ['--mount', '--propagation', 'private'],
  ['--map-root-user', '--mount', '--propagation', 'private'],
] as const

/** A tmpfs counts in pages. */
const LEAST_BYTES = 16 * 1024
const PROBE_MS = 2000

/**
 * How a process can be given a small shared memory of its own: in a mount namespace that goes with the process, so
 * that nothing else sees it and nothing of it is left. Null where the system does not allow it, or has no `unshare`.
 */
export function findSmallShm(): SpawnInSmallShm | null {
  if (process.platform !== 'linux') return null
  const way = WAYS.find(
    flags =>
      spawnSync('unshare', [...flags, ...mounted(LEAST_BYTES, ['true'])], {
        stdio: 'ignore',
        timeout: PROBE_MS,
      }).status === 0,
  )
  if (way === undefined) return null
  return bytes => entry => {
    const options: SpawnOptions = {
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    }
    const args = [...way, ...mounted(Math.max(LEAST_BYTES, bytes), [process.execPath, entry])]
    return childOf(spawn('unshare', args, options))
  }
}

/** `exec` all along: the process that is started stays the child that is spoken to and killed. */
const mounted = (bytes: number, command: readonly string[]): readonly string[] => [
  'sh',
  '-c',
  `mount -t tmpfs -o size=${bytes},mode=1777 stagewright /dev/shm && exec "$@"`,
  'sh',
  ...command,
]

/** Whether a payload is large enough to be too much for a tmpfs of half its size. */
export const fitsSmallShm = (payloadBytes: number): boolean => payloadBytes >= 4 * LEAST_BYTES
