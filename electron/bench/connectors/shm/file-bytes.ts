import { close, closeSync, read, readSync, writev, writevSync } from 'node:fs'
import { promisify } from 'node:util'

/** From here on a copy takes longer than a change of threads, and the event loop stays free meanwhile. */
const ASYNC_FROM = 4 * 1024 * 1024
const MOST_PARTS = 1024

const writevLater = promisify(writev)
const readLater = promisify(read)

/** Writes all parts from the start of the file. Throws what the system says (`ENOSPC`). */
export async function writeParts(fd: number, parts: readonly Uint8Array[], size: number): Promise<void> {
  let rest = parts
  let written = 0
  while (written < size) {
    const batch = rest.slice(0, MOST_PARTS)
    const count =
      size < ASYNC_FROM
        ? writevSync(fd, batch, written)
        : (await writevLater(fd, batch, written)).bytesWritten
    // A file system that takes nothing more and reports no error is full.
    if (count === 0) throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' })
    written += count
    if (written < size) rest = without(rest, count)
  }
}

/** Reads exactly `into.length` bytes from the start of the file; false when the file has become shorter. */
export async function readWhole(fd: number, into: Uint8Array): Promise<boolean> {
  const size = into.byteLength
  let done = 0
  while (done < size) {
    const count =
      size < ASYNC_FROM
        ? readSync(fd, into, done, size - done, done)
        : (await readLater(fd, into, done, size - done, done)).bytesRead
    if (count === 0) return false
    done += count
  }
  return true
}

/**
 * Closes a file whose name is gone. The pages of a large one are freed by the close, for milliseconds; that is
 * done beside the way of the payload.
 */
export function closeUnlinked(fd: number, size: number): void {
  if (size < ASYNC_FROM / 4) closeSync(fd)
  else close(fd, () => undefined)
}

function without(parts: readonly Uint8Array[], bytes: number): readonly Uint8Array[] {
  let skip = bytes
  let index = 0
  for (const part of parts) {
    if (part.byteLength > skip) break
    skip -= part.byteLength
    index += 1
  }
  const first = parts[index]
  return first === undefined ? [] : [first.subarray(skip), ...parts.slice(index + 1)]
}
