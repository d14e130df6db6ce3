import { stat } from 'node:fs/promises'
import { extname, resolve } from 'node:path'
import { glob, isDynamicPattern } from 'tinyglobby'
import { MAX_TEXT_BYTES } from '../../../core/document/index.ts'
import { readTextFile } from '../../host/documents/text-file.ts'
import { unusable } from '../output.ts'
import { isStageConfig, yamlFences } from './markdown.ts'

/** One text to work on, and where it came from. */
export interface Source {
  /** As the user wrote it; a fence has its line behind a colon. */
  readonly name: string
  /** Path or name that decides how the text is read; null for standard input. */
  readonly path: string | null
  readonly text: string
}

const STDIN = '-'
const CONFIG_FILES = '**/*.{yaml,yml,json}'
const MARKDOWN = new Set(['.md', '.markdown', '.mdx'])

async function readStdin(): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of process.stdin) {
    const bytes = Buffer.from(chunk as Uint8Array)
    size += bytes.length
    if (size > MAX_TEXT_BYTES) unusable('Standard input holds more than 8 MiB, which is past the bound.')
    chunks.push(bytes)
  }
  return Buffer.concat(chunks)
    .toString('utf8')
    .replace(/^\ufeff/, '')
}

const kindOf = async (path: string): Promise<'file' | 'folder' | null> => {
  const found = await stat(path).catch(() => null)
  if (found === null) return null
  return found.isDirectory() ? 'folder' : 'file'
}

/** The files that a word on the command line means: itself, what is below a folder, or what a pattern matches. */
async function pathsOf(word: string): Promise<readonly string[]> {
  const kind = await kindOf(word)
  if (kind === 'file') return [word]
  const found =
    kind === 'folder'
      ? (await glob(CONFIG_FILES, { cwd: word })).map(name => `${word.replace(/\/$/, '')}/${name}`)
      : isDynamicPattern(word)
        ? await glob(word)
        : []
  if (found.length === 0)
    unusable(
      kind === null && !isDynamicPattern(word) ? `${word}: no such file.` : `${word}: matches no file.`,
    )
  return found.toSorted()
}

async function readPath(path: string): Promise<readonly Source[]> {
  const read = await readTextFile(resolve(path))
  if (!read.ok) return unusable(read.error.message)
  const { text } = read.value
  if (!MARKDOWN.has(extname(path).toLowerCase())) return [{ name: path, path, text }]
  return yamlFences(text)
    .filter(isStageConfig)
    .map(fence => ({ name: path, path: `${path}.yaml`, text: fence.text }))
}

/**
 * Reads everything that the words of a command line name: files, folders, glob patterns, `-` for standard input, and
 * the YAML fences of Markdown files that are stage configurations. Ends the command when one can't be read.
 */
export async function readSources(words: readonly string[]): Promise<readonly Source[]> {
  const sources: Source[] = []
  const seen = new Set<string>()
  for (const word of words) {
    if (word === STDIN) {
      sources.push({ name: '<stdin>', path: null, text: await readStdin() })
      continue
    }
    for (const path of await pathsOf(word)) {
      if (seen.has(resolve(path))) continue
      seen.add(resolve(path))
      sources.push(...(await readPath(path)))
    }
  }
  return sources
}

/** The one text that a command works on. */
export async function readSource(word: string): Promise<Source> {
  const [source, ...others] = await readSources([word])
  if (source === undefined) return unusable(`${word}: holds no stage configuration.`)
  if (others.length > 0) return unusable(`${word}: holds ${others.length + 1} configurations; name one.`)
  return source
}
