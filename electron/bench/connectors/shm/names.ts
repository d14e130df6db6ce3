import { createHash, randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { fail, ok, type Result } from '../../../../core/contract/result.ts'

export const SHM_FOLDER = '/dev/shm'
/** POSIX limit of a file name. */
const NAME_LIMIT = 255
const LOCK_HEAD = 'shm_'
const LOCK_TAIL = '_lockfile.lock'

/** `swb-<pid>-<start time>-<random>`: tells the run, and whether the process that started it still lives. */
const PREFIX = /swb-(\d{1,10})-([0-9a-z]{1,12})-([0-9a-f]{8})/

/** A prefix for everything that a new run of this process makes. Put it into every request id. */
export function newRunPrefix(pid = process.pid): string {
  return `swb-${pid}-${startTime(pid) ?? '0'}-${randomBytes(4).toString('hex')}`
}

/** The prefix of a run in a name that it made; null in a name of anybody else. */
export const runPrefixIn = (name: string): string | null => PREFIX.exec(name)?.[0] ?? null

/** True while the process that made the prefix lives. A later process with the same number does not count. */
export function isRunAlive(prefix: string): boolean {
  const match = PREFIX.exec(prefix)
  return match !== null && startTime(Number(match[1])) === match[2]
}

/** When a process started, in clock ticks since boot (field 22 of `/proc/PID/stat`), in base 36. */
function startTime(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return Number(fields[19]).toString(36)
  } catch {
    return null
  }
}

/** The lock file that the runtime takes for a key. */
export const lockName = (key: string): string => `${LOCK_HEAD}${key}${LOCK_TAIL}`

/** A key names its segment, so it has to be a file name and to tell the run. */
export function checkKey(key: string, runPrefix: string): Result<null> {
  const room = NAME_LIMIT - LOCK_HEAD.length - LOCK_TAIL.length
  const bytes = Buffer.byteLength(key)
  if (key.includes('/') || key.includes('\0'))
    return fail('shm-key', `The key "${key}" names a segment and cannot contain "/" or NUL.`)
  if (bytes > room)
    return fail(
      'shm-key',
      `The key has ${bytes} bytes; with its lock file's name at most ${room} fit in ${NAME_LIMIT}.`,
    )
  if (!key.includes(runPrefix))
    return fail('shm-key', `The key "${key}" does not carry the run's prefix ${runPrefix}.`)
  return ok(null)
}

/** A segment without a key, as the runtime of 2025-12 lets Python name them. */
export const anonymousName = (runPrefix: string): string =>
  `psm_${runPrefix}_${randomBytes(4).toString('hex')}`

/** Where a consumed segment waits for its writer, which knows it by its inode. */
export const pooledName = (runPrefix: string, inode: number): string => `${runPrefix}_pool_${inode}`

const FIFO_MARK = '5357'
const MARKED_FIFO = /_5357([0-9a-f]{8})([0-9a-f]{8})[0-9a-f]{12}$/

/**
 * FIFO name `<stage>_<32 hex>` as the runtime's. The digits are not all random but tell the run, so that a sweep
 * finds it: a mark, the process that started the run, a digest of the prefix.
 */
export function fifoName(stageId: string, runPrefix: string): string {
  const pid = Number(PREFIX.exec(runPrefix)?.[1] ?? 0)
    .toString(16)
    .padStart(8, '0')
  return `${stageId}_${FIFO_MARK}${pid}${digest(runPrefix)}${randomBytes(6).toString('hex')}`
}

/** True for a FIFO that this run made. */
export const isFifoOf = (name: string, runPrefix: string): boolean =>
  MARKED_FIFO.exec(name)?.[2] === digest(runPrefix)

/** True for a FIFO of a run whose process is gone. */
export function isDeadFifo(name: string): boolean {
  const pid = MARKED_FIFO.exec(name)?.[1]
  return pid !== undefined && startTime(Number.parseInt(pid, 16)) === null
}

const digest = (runPrefix: string): string => createHash('sha256').update(runPrefix).digest('hex').slice(0, 8)
