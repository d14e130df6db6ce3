import { PIPELINES } from './catalogue.ts'
import type { Pipeline } from './types.ts'

export interface PipelineQuery {
  /** Value of `pipeline:` in the file; null or absent = not written. */
  readonly key?: string | null
  /** Name or path of the file. */
  readonly fileName?: string | null
  /** Key that the user chose for a file that names none. */
  readonly choice?: string | null
  /** The user's own definitions; they win over the catalogue's. */
  readonly userPipelines?: readonly Pipeline[]
}

export interface PipelineMatch {
  readonly pipeline: Pipeline | null
  /** Key that was asked for or found; null = nothing to go by. */
  readonly key: string | null
  readonly by: 'key' | 'choice' | 'file-name' | null
  /** What cannot be known without the topology; null when there is one. */
  readonly unknown: string | null
}

const CANNOT_KNOW =
  'so its edges, stage kinds, final outputs, KV flags and async-chunk processors cannot be known from this file. Choose a pipeline or add its definition.'

/** Lower case, with the separators of file names made alike. */
const normalise = (text: string): string => text.toLowerCase().replaceAll(/[-. ]/g, '_')

const stem = (fileName: string): string => {
  const name = fileName.split(/[\\/]/).at(-1) ?? ''
  return normalise(name.replace(/\.(ya?ml|json)$/i, ''))
}

/** The name as a whole word of the stem: `qwen3_tts` in `2025_qwen3_tts_ci`, but not in `qwen3_ttsx`. */
const standsIn = (name: string, text: string): boolean => `_${text}_`.includes(`_${normalise(name)}_`)

function byFileName(fileName: string, known: readonly Pipeline[]): Pipeline | null {
  const text = stem(fileName)
  let best: { readonly pipeline: Pipeline; readonly length: number } | null = null
  for (const pipeline of known)
    for (const name of [pipeline.key, ...pipeline.fileNames])
      if (standsIn(name, text) && (best === null || name.length > best.length))
        best = { pipeline, length: name.length }
  return best?.pipeline ?? null
}

/**
 * Which topology a file means: its `pipeline:` key when that is known, else the user's choice, else the longest
 * pipeline name in the file's name. A key that nobody knows is reported rather than guessed around, unless the user
 * chose a pipeline for it.
 */
export function findPipeline(query: PipelineQuery): PipelineMatch {
  const known = [...(query.userPipelines ?? []), ...PIPELINES]
  const named = (key: string): Pipeline | null => known.find(pipeline => pipeline.key === key) ?? null
  const key = query.key ?? null
  const choice = query.choice ?? null
  if (key !== null) {
    const pipeline = named(key)
    if (pipeline !== null) return { pipeline, key, by: 'key', unknown: null }
  }
  if (choice !== null) {
    const pipeline = named(choice)
    if (pipeline !== null) return { pipeline, key: choice, by: 'choice', unknown: null }
  }
  const asked = key ?? choice
  if (asked !== null)
    return {
      pipeline: null,
      key: asked,
      by: key === null ? 'choice' : 'key',
      unknown: `The catalogue has no pipeline "${asked}", ${CANNOT_KNOW}`,
    }
  const pipeline = byFileName(query.fileName ?? '', known)
  if (pipeline !== null) return { pipeline, key: pipeline.key, by: 'file-name', unknown: null }
  return {
    pipeline: null,
    key: null,
    by: null,
    unknown: `Neither a \`pipeline:\` key nor the file's name tells which pipeline this is, ${CANNOT_KNOW}`,
  }
}
