import type { OpenedDocument } from '../../core/contract/host.ts'
import { fail, ok, type Result } from '../../core/contract/result.ts'

/** The bound of the host for files that it opens. */
const MAX_BYTES = 32 * 1024 * 1024

const hasBom = (bytes: Uint8Array): boolean => bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf

/** Reads a dropped file whose path is not known: it becomes a document without a file. */
export async function readDroppedFile(file: File): Promise<Result<OpenedDocument>> {
  if (file.size > MAX_BYTES)
    return fail('too-large', `${file.name} has ${file.size} bytes; files up to ${MAX_BYTES} can be opened.`)
  try {
    const bytes = new Uint8Array(await file.arrayBuffer())
    const bom = hasBom(bytes)
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(
      bom ? bytes.subarray(3) : bytes,
    )
    return ok({ path: null, name: file.name, text, stamp: null, bom })
  } catch {
    return fail('encoding', `${file.name} can’t be read as UTF-8 text. Drop a YAML or JSON file.`)
  }
}
