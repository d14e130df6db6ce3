import { closeSync, fstatSync, openSync, unlinkSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { fail, ok, type Result } from '../../../../core/contract/result.ts'
import type { Libc } from '../../native/libc.ts'

const SPINS = 20
const PAUSE_MS = 1
const WAIT_LIMIT_MS = 5000

/** A held lock file. */
export interface HeldLock {
  /** Lets go and leaves the file, as the writer does. */
  release(): void
  /** Removes the file, then lets go, as the reader does. */
  remove(): void
}

function held(fd: number, path: string): HeldLock {
  return {
    // Closing the only descriptor of an open file also ends its flock.
    release: () => closeSync(fd),
    remove: () => {
      unlinkQuietly(path)
      closeSync(fd)
    },
  }
}

/**
 * The writer's lock: creates or truncates the file and waits for the exclusive flock, but never inside the
 * system call, so that a stuck holder stops one put and not the process. A reader removes the file while the
 * writer waits for it; a lock on a removed file protects nothing, so it is taken anew.
 */
export async function lockForWriting(
  libc: Libc,
  path: string,
  waitMs = WAIT_LIMIT_MS,
): Promise<Result<HeldLock>> {
  const deadline = performance.now() + waitMs
  for (let attempt = 0; ; attempt += 1) {
    const fd = openSync(path, 'w', 0o600)
    const errno = libc.tryLock(fd)
    if (errno === 0 && isNamed(fd)) return ok(held(fd, path))
    closeSync(fd)
    if (performance.now() > deadline)
      return fail(
        'lock-timeout',
        `The lock file ${path} was held by another process for ${waitMs} ms. Find its owner in /proc/locks.`,
      )
    if (attempt >= SPINS) await sleep(PAUSE_MS)
  }
}

/** The reader's lock: never waits. */
export function lockForReading(libc: Libc, path: string): HeldLock | 'busy' | 'missing' {
  const fd = openQuietly(path)
  if (fd === null) return 'missing'
  if (libc.tryLock(fd) === 0 && isNamed(fd)) return held(fd, path)
  closeSync(fd)
  return 'busy'
}

/** False when the name was removed between opening and locking. */
const isNamed = (fd: number): boolean => fstatSync(fd).nlink > 0

function openQuietly(path: string): number | null {
  try {
    return openSync(path, 'r+')
  } catch {
    return null
  }
}

/** Removes a name if it is there. */
export function unlinkQuietly(path: string): boolean {
  try {
    unlinkSync(path)
    return true
  } catch {
    return false
  }
}
