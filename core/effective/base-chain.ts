import type { AnalysisContext } from '../contract/analysis.ts'
import type { EffectiveConfig } from '../contract/effective.ts'
import type { Problem } from '../contract/result.ts'
import { type ParsedDocument, parseDocument } from '../document/index.ts'
import { dictGet, isDict, isString, type PyDict, type PyValue, pyRepr, pyTypeName } from '../value/index.ts'
import { matchFile, resolveAgainst } from './file-path.ts'
import { mergeConfigs } from './merge.ts'

/** A file of the chain that could be read. */
export interface BaseFile {
  readonly file: string
  readonly document: ParsedDocument
  readonly config: PyDict
}

export interface BaseChain {
  /** The document's own parent first. */
  readonly files: readonly BaseFile[]
  readonly chain: EffectiveConfig['chain']
  /** What the runtime raises while it follows the chain; null where it gets through or that is not known. */
  readonly fault: Problem | null
}

const PATH = ['base_config'] as const

/** A chain longer than this is no real one; the runtime would run out of stack on a longer one some time. */
const MAX_CHAIN = 64

const baseOf = (config: PyValue): PyValue =>
  isDict(config) ? (dictGet(config, 'base_config') ?? null) : null

interface Step {
  readonly entry: EffectiveConfig['chain'][number]
  readonly file: BaseFile | null
  readonly fault: Problem | null
}

const failed = (
  file: string,
  found: boolean,
  problem: string,
  code: string | null,
  words = problem,
): Step => ({
  entry: { file, found, path: PATH, problem },
  file: null,
  fault: code === null ? null : { code, message: words },
})

function readBase(path: string, context: AnalysisContext): Step {
  const files = context.files ?? {}
  const key = matchFile(files, path)
  const text = key === null ? undefined : files[key]
  if (key === null || text === undefined)
    return failed(path, false, `${path} was not read, so its values are not known here.`, null)
  if (text === null)
    return failed(
      key,
      false,
      `${key} is not there or can't be read; mend the path in base_config.`,
      'FileNotFoundError',
      `Config file not found: ${key}`,
    )
  const document = parseDocument(text, { fileName: key })
  const broken = document.problems.find(problem => problem.severity === 'error')
  if (broken !== undefined) return failed(key, true, `Base file ${key}: ${broken.message}`, 'YAMLError')
  const config = document.value ?? new Map()
  if (!isDict(config))
    return failed(
      key,
      true,
      `Base file ${key} holds a ${pyTypeName(config)} where a mapping is needed.`,
      'TypeError',
    )
  return {
    entry: { file: key, found: true, path: PATH, problem: null },
    file: { file: key, document, config },
    fault: null,
  }
}

/** Follows `base_config` from file to file, each path relative to the file that names it, until one names none. */
export function readBaseChain(document: ParsedDocument, context: AnalysisContext): BaseChain {
  const [files, chain]: [BaseFile[], EffectiveConfig['chain'][number][]] = [[], []]
  const seen = new Set([resolveAgainst('', context.fileName ?? 'config.yaml')])
  let file = context.fileName ?? 'config.yaml'
  let base = baseOf(document.value)
  let fault: Problem | null = null
  while (base !== null && base !== '' && fault === null) {
    const step = nextStep(file, base, seen, context)
    chain.push(step.entry)
    fault = step.fault
    if (step.file === null) break
    files.push(step.file)
    seen.add(resolveAgainst('', step.file.file))
    file = step.file.file
    base = baseOf(step.file.config)
  }
  return { files, chain, fault }
}

function nextStep(file: string, base: PyValue, seen: ReadonlySet<string>, context: AnalysisContext): Step {
  if (!isString(base))
    return failed(pyRepr(base), false, `base_config must be a path, got ${pyRepr(base)}.`, 'TypeError')
  const path = resolveAgainst(file, base)
  const key = matchFile(context.files ?? {}, path)
  if (seen.has(path) || (key !== null && seen.has(resolveAgainst('', key))))
    return failed(
      key ?? path,
      true,
      `base_config leads back to ${key ?? path}, so the chain never ends; take one of its links out.`,
      'RecursionError',
      'maximum recursion depth exceeded',
    )
  if (seen.size > MAX_CHAIN)
    return failed(path, false, `The chain has more than ${MAX_CHAIN} files; the rest is not read.`, null)
  return readBase(path, context)
}

/** The document with its chain merged below it; the document's own value where it has none. */
export function mergeChain(document: ParsedDocument, chain: BaseChain): PyValue {
  if (!isDict(document.value) || chain.files.length === 0) return document.value
  const merged = chain.files
    .map(file => file.config)
    .reduceRight((base, overlay) => mergeConfigs(base, overlay))
  return mergeConfigs(merged, document.value)
}
