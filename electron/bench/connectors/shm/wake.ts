import { createHash } from 'node:crypto'
import { closeSync, constants, mkdirSync, openSync, readdirSync, rmdirSync, writeSync } from 'node:fs'
import { Socket } from 'node:net'
import { join } from 'node:path'
import { fail, ok, type Result } from '../../../../core/contract/result.ts'
import type { Libc } from '../../native/libc.ts'
import { unlinkQuietly } from './lock.ts'
import { fifoName, SHM_FOLDER } from './names.ts'

export const WAKE_FOLDER_PREFIX = 'omni_shm_wake_'
const FOLDER_MODE = 0o700
const ZERO = Buffer.alloc(1)

/** The folder in which receivers of one deployment put their FIFOs: by user and parent process, or by scope. */
export function wakeFolder(scope: string | null, parentPid: number, folder = SHM_FOLDER): string {
  const uid = process.getuid?.() ?? 0
  const tail =
    scope === null ? String(parentPid) : createHash('sha256').update(scope).digest('hex').slice(0, 24)
  return join(folder, `${WAKE_FOLDER_PREFIX}${uid}_${tail}`)
}

/** Writes one byte to every FIFO of a stage. Nobody listening is no error: the byte is a hint. */
export function wakeReceivers(folder: string, toStage: string): void {
  for (const name of namesIn(folder)) if (name.startsWith(`${toStage}_`)) writeHint(join(folder, name))
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

function writeHint(path: string): void {
  try {
    const fd = openSync(path, constants.O_WRONLY | constants.O_NONBLOCK)
    try {
      writeSync(fd, ZERO)
    } finally {
      closeSync(fd)
    }
  } catch {
    // A full pipe already has a hint in it, and a receiver without an open end will poll.
  }
}

/** A receiver's FIFO. */
export class WakeReceiver {
  private readonly path: string
  private readonly folder: string
  private readonly socket: Socket
  private readonly waiting = new Set<() => void>()
  private count = 0

  private constructor(folder: string, path: string, socket: Socket) {
    this.folder = folder
    this.path = path
    this.socket = socket
    socket.on('data', () => this.wake())
    // A broken FIFO only costs the hints; the caller polls anyway.
    socket.on('error', () => undefined)
    socket.unref()
  }

  static open(libc: Libc, folder: string, stageId: string, runPrefix: string): Result<WakeReceiver> {
    const path = join(folder, fifoName(stageId, runPrefix))
    try {
      mkdirSync(folder, { mode: FOLDER_MODE, recursive: true })
      const errno = libc.makeFifo(path)
      if (errno !== 0) return fail('shm-fifo', `The wake-up FIFO ${path} could not be made (errno ${errno}).`)
      // Open for writing too, so that the FIFO does not end whenever a sender closes it.
      const fd = openSync(path, constants.O_RDWR | constants.O_NONBLOCK)
      return ok(new WakeReceiver(folder, path, new Socket({ fd, readable: true, writable: false })))
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      return fail('shm-fifo', `The wake-up FIFO ${path} could not be made: ${reason}.`)
    }
  }

  generation(): number {
    return this.count
  }

  waitForChange(generation: number, timeoutMs: number): Promise<void> {
    if (this.count !== generation || this.socket.destroyed) return Promise.resolve()
    return new Promise(resolve => {
      const done = (): void => {
        clearTimeout(timer)
        this.waiting.delete(done)
        resolve()
      }
      const timer = setTimeout(done, timeoutMs)
      this.waiting.add(done)
    })
  }

  close(): void {
    this.socket.destroy()
    unlinkQuietly(this.path)
    removeIfEmpty(this.folder)
    for (const done of this.waiting) done()
  }

  private wake(): void {
    this.count += 1
    for (const done of this.waiting) done()
  }
}

/** Another stage may still have its FIFO there; the last one takes the folder away. */
export function removeIfEmpty(folder: string): void {
  try {
    rmdirSync(folder)
  } catch {
    // Not empty, or already gone.
  }
}
