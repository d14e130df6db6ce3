import { closeSync, existsSync, fstatSync, ftruncateSync, openSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Libc, Mapping } from '../../native/libc.ts'
import { readWhole, writeParts } from './file-bytes.ts'
import { unlinkQuietly } from './lock.ts'
import { pooledName } from './names.ts'

/** Segments that a writer keeps open at most; beyond it the oldest consumed one is given up. */
const KEEP_SEGMENTS = 16
const KEEP_MAPPINGS = 16

interface Segment {
  readonly fd: number
  readonly inode: number
  /** Bytes from the start that surely have pages: only these may be written through the mapping. */
  backed: number
  mapping: Mapping | null
}

/**
 * The writer's side of `--segments recycled`. A reader renames a consumed segment to a name made of its inode; the
 * writer, which still has it open, renames it to the next key and fills it again. Seen from outside, a key appears
 * and disappears as ever; the page faults of a fresh segment are saved.
 */
export class RecycledWriter {
  private readonly libc: Libc
  private readonly folder: string
  private readonly runPrefix: string
  private readonly segments: Segment[] = []

  constructor(libc: Libc, folder: string, runPrefix: string) {
    this.libc = libc
    this.folder = folder
    this.runPrefix = runPrefix
  }

  /** Makes the segment of a key appear with this content. The caller holds the key's lock. */
  async write(path: string, parts: readonly Uint8Array[], size: number): Promise<void> {
    const used = this.takeConsumed(size)
    if (used === null) await this.writeFresh(path, parts, size)
    else await this.refill(used, path, parts, size)
  }

  close(): void {
    for (const segment of this.segments.splice(0)) {
      unlinkQuietly(this.pooledPath(segment))
      forget(segment)
    }
  }

  private async writeFresh(path: string, parts: readonly Uint8Array[], size: number): Promise<void> {
    const fd = createFresh(path)
    try {
      await writeParts(fd, parts, size)
    } catch (error) {
      unlinkQuietly(path)
      closeSync(fd)
      throw error
    }
    this.segments.push({ fd, inode: fstatSync(fd).ino, backed: size, mapping: null })
    this.giveUpSurplus()
  }

  private async refill(
    segment: Segment,
    path: string,
    parts: readonly Uint8Array[],
    size: number,
  ): Promise<void> {
    renameSync(this.pooledPath(segment), path)
    if (fstatSync(segment.fd).size !== size) ftruncateSync(segment.fd, size)
    // A write through a mapping to a page that the file system cannot give kills the process; a write call reports it.
    const mapping = size <= segment.backed ? this.mappingOf(segment, size) : null
    segment.backed = Math.min(segment.backed, size)
    if (mapping !== null) {
      copyParts(mapping, parts)
      return
    }
    try {
      await writeParts(segment.fd, parts, size)
      segment.backed = size
    } catch (error) {
      renameSync(path, this.pooledPath(segment))
      throw error
    }
  }

  private mappingOf(segment: Segment, size: number): Mapping | null {
    if (segment.mapping !== null && segment.mapping.size >= size) return segment.mapping
    segment.mapping?.unmap()
    segment.mapping = this.libc.map(segment.fd, size, 'write')
    return segment.mapping
  }

  /** The consumed segment that fits best: the smallest that is large enough, else the largest. */
  private takeConsumed(size: number): Segment | null {
    let best: Segment | null = null
    for (const segment of this.segments)
      if (isBetter(segment, best, size) && existsSync(this.pooledPath(segment))) best = segment
    return best
  }

  /** A reader that knows nothing of recycling has unlinked some: those are gone for good. */
  private giveUpSurplus(): void {
    if (this.segments.length <= KEEP_SEGMENTS) return
    for (const segment of [...this.segments]) {
      const isGone = fstatSync(segment.fd).nlink === 0
      const isSurplus = this.segments.length > KEEP_SEGMENTS && unlinkQuietly(this.pooledPath(segment))
      if (!isGone && !isSurplus) continue
      this.segments.splice(this.segments.indexOf(segment), 1)
      forget(segment)
    }
  }

  private pooledPath(segment: Segment): string {
    return join(this.folder, pooledName(this.runPrefix, segment.inode))
  }
}

/** The reader's side: copies out of mappings that it keeps, and renames instead of unlinking. */
export class RecycledReader {
  private readonly libc: Libc
  private readonly folder: string
  private readonly runPrefix: string
  private readonly mappings = new Map<number, Mapping>()

  constructor(libc: Libc, folder: string, runPrefix: string) {
    this.libc = libc
    this.folder = folder
    this.runPrefix = runPrefix
  }

  /** Reads a segment and hands it back to its writer. The caller holds the key's lock. */
  async consume(path: string, into: Uint8Array): Promise<boolean> {
    const { ino, size } = statSync(path)
    if (size !== into.byteLength) return false
    const mapping = this.mappingOf(path, ino, size)
    if (mapping === null) {
      const fd = openSync(path, 'r')
      try {
        if (!(await readWhole(fd, into))) return false
      } finally {
        closeSync(fd)
      }
    } else mapping.read(into, 0)
    renameSync(path, join(this.folder, pooledName(this.runPrefix, ino)))
    return true
  }

  close(): void {
    for (const mapping of this.mappings.values()) mapping.unmap()
    this.mappings.clear()
  }

  /** A mapped inode cannot be given to another file, so its number tells the segment. */
  private mappingOf(path: string, inode: number, size: number): Mapping | null {
    const kept = this.mappings.get(inode)
    if (kept !== undefined) this.mappings.delete(inode)
    const mapping = kept !== undefined && kept.size >= size ? kept : this.remap(kept, path, size)
    if (mapping !== null) this.mappings.set(inode, mapping)
    this.dropOldest()
    return mapping
  }

  private remap(old: Mapping | undefined, path: string, size: number): Mapping | null {
    old?.unmap()
    const fd = openSync(path, 'r')
    try {
      return this.libc.map(fd, size, 'read')
    } finally {
      closeSync(fd)
    }
  }

  private dropOldest(): void {
    if (this.mappings.size <= KEEP_MAPPINGS) return
    const [oldest] = this.mappings
    if (oldest === undefined) return
    oldest[1].unmap()
    this.mappings.delete(oldest[0])
  }
}

/** Creates a segment; one of the same name that was never read is unlinked and made anew, as the runtime does. */
export function createFresh(path: string): number {
  try {
    return openSync(path, 'wx+', 0o600)
  } catch {
    unlinkQuietly(path)
    return openSync(path, 'wx+', 0o600)
  }
}

function isBetter(segment: Segment, best: Segment | null, size: number): boolean {
  if (best === null) return true
  const fits = segment.backed >= size
  const bestFits = best.backed >= size
  if (fits !== bestFits) return fits
  return fits ? segment.backed < best.backed : segment.backed > best.backed
}

function copyParts(mapping: Mapping, parts: readonly Uint8Array[]): void {
  let offset = 0
  for (const part of parts) {
    mapping.write(part, offset)
    offset += part.byteLength
  }
}

function forget(segment: Segment): void {
  segment.mapping?.unmap()
  closeSync(segment.fd)
}
