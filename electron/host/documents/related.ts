import { dirname, extname, resolve } from 'node:path'
import type { FileLookup } from '../../../core/contract/analysis.ts'
import { parseDocument } from '../../../core/document/index.ts'
import { dictGet, isDict } from '../../../core/value/index.ts'
import { readTextFile } from './text-file.ts'

/** More parents than any real chain has; a chain this long ends without its rest. */
const MAX_CHAIN = 64
const CONFIG_SUFFIXES = ['.yaml', '.yml', '.json']

function baseOf(text: string, fileName: string): string | null {
  const { value } = parseDocument(text, { fileName })
  const base = isDict(value) ? dictGet(value, 'base_config') : null
  return typeof base === 'string' && base !== '' ? base : null
}

/**
 * Reads the chain of files that `text` names by `base_config`, each relative to the file that names it. Keys are
 * absolute paths; null = not found or not readable. Only files with a config file's suffix are read, and each
 * once, so that a cycle ends.
 */
export async function readRelatedFiles(path: string, text: string): Promise<FileLookup> {
  const found: Record<string, string | null> = {}
  let file = resolve(path)
  let content: string | null = text
  while (content !== null && Object.keys(found).length < MAX_CHAIN) {
    const base = baseOf(content, file)
    if (base === null) break
    file = resolve(dirname(file), base)
    if (file in found || file === resolve(path)) break
    const read = CONFIG_SUFFIXES.includes(extname(file).toLowerCase()) ? await readTextFile(file) : null
    content = read?.ok ? read.value.text : null
    found[file] = content
  }
  return found
}
