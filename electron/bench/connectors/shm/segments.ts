import { closeSync, fstatSync, openSync, statSync, unlinkSync } from 'node:fs'
import type { Libc } from '../../native/libc.ts'
import { closeUnlinked, readWhole, writeParts } from './file-bytes.ts'
import { unlinkQuietly } from './lock.ts'
import type { ReaderBuffers } from './reader-buffers.ts'
import { createFresh, RecycledReader, RecycledWriter } from './recycled-segments.ts'

/** How segments come to be and go. Paths are whole; the caller holds the key's lock where there is one. */
export interface Segments {
  write(path: string, parts: readonly Uint8Array[], size: number): Promise<void>
  /** The content of a segment, consumed; null when it has vanished or is not filled yet. */
  consume(path: string, buffers: ReaderBuffers): Promise<Filled | null>
  close(): void
}

/** A buffer from the pool and the part of it that the payload takes. */
export interface Filled {
  readonly buffer: Buffer
  readonly bytes: Buffer
}

/** What the runtime does: a segment of its own per payload, unlinked by its reader. */
export const freshSegments: Segments = {
  async write(path, parts, size) {
    const fd = createFresh(path)
    try {
      await writeParts(fd, parts, size)
    } catch (error) {
      unlinkQuietly(path)
      throw error
    } finally {
      closeSync(fd)
    }
  },

  async consume(path, buffers) {
    const fd = openIfThere(path)
    if (fd === null) return null
    const { size } = fstatSync(fd)
    const filled = size === 0 ? null : await readInto(fd, size, buffers)
    if (filled !== null) unlinkSync(path)
    closeUnlinked(fd, size)
    return filled
  },

  close: () => undefined,
}

async function readInto(fd: number, size: number, buffers: ReaderBuffers): Promise<Filled | null> {
  const buffer = buffers.take(size)
  const bytes = buffer.subarray(0, size)
  if (await readWhole(fd, bytes)) return { buffer, bytes }
  buffers.give(buffer)
  return null
}

/** Between the look and the lock another reader may have taken it. */
function openIfThere(path: string): number | null {
  try {
    return openSync(path, 'r')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}

/** Segments that go round between one writer and its readers. */
export function recycledSegments(libc: Libc, folder: string, runPrefix: string): Segments {
  const writer = new RecycledWriter(libc, folder, runPrefix)
  const reader = new RecycledReader(libc, folder, runPrefix)
  return {
    write: (path, parts, size) => writer.write(path, parts, size),
    async consume(path, buffers) {
      const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0
      if (size === 0) return null
      const buffer = buffers.take(size)
      const bytes = buffer.subarray(0, size)
      if (await reader.consume(path, bytes)) return { buffer, bytes }
      buffers.give(buffer)
      return null
    },
    close() {
      writer.close()
      reader.close()
    },
  }
}
