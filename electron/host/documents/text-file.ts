import { createHash } from 'node:crypto'
import { type FileHandle, open, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import type { OpenedDocument } from '../../../core/contract/host.ts'
import { fail, ok, type Result } from '../../../core/contract/result.ts'
import { fileProblem, isMissing } from '../problems.ts'
import { writeAtomically } from '../store/atomic.ts'

export interface FileStamp {
  /** SHA-256 of the file's bytes, in hex. */
  readonly hash: string
  readonly modifiedMs: number
}

/** Above this nothing is read at all. Texts past the analysis' own bound of 8 MiB still open, to be shown. */
export const MAX_FILE_BYTES = 32 * 1024 * 1024

const BOM = Buffer.from([0xef, 0xbb, 0xbf])
const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** Reads at most one byte past the bound, so that a file that grows or lies about its size can't fill memory. */
async function readBounded(handle: FileHandle): Promise<Buffer | null> {
  const chunks: Buffer[] = []
  let total = 0
  for (;;) {
    const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(1024 * 1024), 0, 1024 * 1024, null)
    if (bytesRead === 0) return Buffer.concat(chunks)
    total += bytesRead
    if (total > MAX_FILE_BYTES) return null
    chunks.push(buffer.subarray(0, bytesRead))
  }
}

const LONE_SURROGATE = /\p{Surrogate}/u
const mib = (bytes: number): string => `${(bytes / 1024 / 1024).toFixed(1)} MiB`

function decode(bytes: Buffer, path: string): Result<{ text: string; bom: boolean }> {
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff))
    return fail(
      'encoding',
      `${path} is UTF-16; the runtime reads UTF-8. Convert it: iconv -f UTF-16 -t UTF-8.`,
    )
  const bom = bytes.subarray(0, 3).equals(BOM)
  try {
    const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
    return ok({ text: decoder.decode(bom ? bytes.subarray(3) : bytes), bom })
  } catch {
    return fail('encoding', `${path} is not UTF-8 text; it is left alone. Convert it to UTF-8 first.`)
  }
}

/** Reads a text file of the user's: UTF-8, with or without a byte order mark, at most 32 MiB. */
export async function readTextFile(
  path: string,
): Promise<Result<OpenedDocument & { path: string; stamp: FileStamp }>> {
  let handle: FileHandle | undefined
  try {
    handle = await open(path, 'r')
    const info = await handle.stat()
    if (info.isDirectory()) return fail('is-folder', `${path} is a folder; name a file in it.`)
    if (!info.isFile()) return fail('not-a-file', `${path} is not a regular file.`)
    const bytes = await readBounded(handle)
    if (bytes === null)
      return fail(
        'too-large',
        `${path} has ${mib(info.size)}; files up to ${mib(MAX_FILE_BYTES)} can be opened.`,
      )
    const decoded = decode(bytes, path)
    if (!decoded.ok) return decoded
    const stamp = { hash: hashOf(bytes), modifiedMs: info.mtimeMs }
    return ok({ path, name: basename(path), ...decoded.value, stamp })
  } catch (error) {
    return fileProblem(error, path)
  } finally {
    await handle?.close()
  }
}

/** The stamp of what is on disk now; null when there is no file. */
export async function stampOf(path: string): Promise<Result<FileStamp | null>> {
  const read = await readTextFile(path)
  if (read.ok) return ok(read.value.stamp)
  return read.error.code === 'not-found' ? ok(null) : read
}

export interface SaveRequest {
  readonly path: string
  readonly text: string
  /** Writes a byte order mark in front, as the file had one. */
  readonly bom: boolean
  /** What the window believes is on disk: its stamp, null for "no file yet", `any` when the user said to replace. */
  readonly expected: FileStamp | null | 'any'
}

async function conflict(request: SaveRequest): Promise<Result<null>> {
  const { path, expected } = request
  if (expected === 'any') return ok(null)
  const current = await stampOf(path)
  if (!current.ok && current.error.code !== 'encoding') return current
  const hash = current.ok ? (current.value?.hash ?? null) : 'unreadable'
  if (expected === null)
    return hash === null
      ? ok(null)
      : fail('exists', `${path} is there already; open it first, then save over it.`)
  if (hash === null) return fail('conflict', `${path} was deleted or moved since it was opened.`)
  return hash === expected.hash
    ? ok(null)
    : fail('conflict', `${path} was changed by another program since it was opened; nothing was written.`)
}

/** Writes the whole text in one step: after a crash at any moment the file has the old bytes or the new ones. */
export async function writeTextFile(request: SaveRequest): Promise<Result<FileStamp>> {
  const { path, text, bom } = request
  if (LONE_SURROGATE.test(text))
    return fail('encoding', 'The text holds half of a character (a lone surrogate) that no file can hold.')
  const clash = await conflict(request)
  if (!clash.ok) return clash
  const bytes = bom ? Buffer.concat([BOM, Buffer.from(text)]) : Buffer.from(text)
  try {
    await writeAtomically(path, bytes)
    return ok({ hash: hashOf(bytes), modifiedMs: (await stat(path)).mtimeMs })
  } catch (error) {
    if (isMissing(error))
      return fail('not-found', `The folder of ${path} does not exist; make it or save elsewhere.`)
    return fileProblem(error, path)
  }
}
