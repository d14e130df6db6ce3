import { createHash } from 'node:crypto'
import { mkdir, readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { z } from 'zod'
import { writeAtomically } from './atomic.ts'

/** A file name for any key: no character, length or case of the key reaches the file system. */
export const keyFileName = (key: string): string =>
  `${createHash('sha256').update(key).digest('hex').slice(0, 40)}.json`

/** Reads one of the app's own files; what is missing, torn or of another shape gives null. */
export async function readJson<T>(path: string, schema: z.ZodType<T>): Promise<T | null> {
  try {
    const parsed = schema.safeParse(JSON.parse(await readFile(path, 'utf8')))
    return parsed.success ? parsed.data : null
  } catch {
    return null
  }
}

export async function writeJson(path: string, value: unknown): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  await writeAtomically(path, JSON.stringify(value))
}
