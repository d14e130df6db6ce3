import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { unusable } from '../output.ts'

/** A longer log is cut; its beginning tells how things were set up. */
const MAX_LOG_BYTES = 64 * 1024 * 1024

async function readStream(stream: Readable): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of stream) {
    const bytes = Buffer.from(chunk as Uint8Array)
    chunks.push(bytes)
    size += bytes.length
    if (size > MAX_LOG_BYTES) break
  }
  return Buffer.concat(chunks)
    .toString('utf8')
    .replace(/^\ufeff/, '')
}

/** The text of a log: a file, or `-` for standard input. Ends the command when it can't be read. */
export async function readLogText(word: string): Promise<string> {
  if (word === '-') return readStream(process.stdin)
  const found = await stat(word).catch(() => null)
  if (found === null) return unusable(`${word}: no such file.`)
  if (!found.isFile()) return unusable(`${word}: not a file.`)
  try {
    return await readStream(createReadStream(word))
  } catch (error) {
    return unusable(`${word} can't be read: ${error instanceof Error ? error.message : String(error)}.`)
  }
}
