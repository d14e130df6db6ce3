import { dictGet, isDict, isList, isString } from '../value/index.ts'
import type { PyValue } from '../value/types.ts'
import { detectDialect } from './dialect.ts'
import { lineColumn } from './lines.ts'
import { checkAliases } from './reader/alias-count.ts'
import { excerpt, findUnprintable, nameCharacter } from './reader/characters.ts'
import { construct, type RepeatedKey } from './reader/construct.ts'
import { ReadFailure } from './reader/failure.ts'
import { parseJsonSyntax, resolveJsonToken } from './reader/json.ts'
import { parseSyntax } from './reader/parser.ts'
import type { SyntaxTree } from './reader/syntax.ts'
import type { DocNode, ParsedDocument, SyntaxProblem } from './types.ts'

/** Bounds of the texts that are read at all. */
export const MAX_TEXT_BYTES = 8 * 1024 * 1024
export const MAX_STAGES = 5000
export const MAX_WIRES = 120_000

export interface ParseOptions {
  /** Name or path of the file: a name that ends in `.json` is read as Python's `json` reads it. */
  readonly fileName?: string
}

const formatOf = (json: boolean): ParsedDocument['format'] => (json ? 'json' : 'yaml')

const syntaxTrees = new WeakMap<ParsedDocument, SyntaxTree>()

const isJsonName = (fileName: string | undefined): boolean => /\.json$/i.test(fileName ?? '')

function utf8Length(text: string): number {
  if (text.length * 3 <= MAX_TEXT_BYTES || text.length > MAX_TEXT_BYTES) return text.length
  return new TextEncoder().encode(text).length
}

const sentence = (text: string, offset: number, body: string): string =>
  `Line ${lineColumn(text, offset).line}: ${body}.`

function failureProblem(text: string, failure: ReadFailure): SyntaxProblem {
  const start = Math.min(failure.start, text.length)
  return {
    code: failure.code,
    severity: 'error',
    message: sentence(text, start, failure.sentence),
    ...(failure.raises === null ? {} : { raises: failure.raises }),
    range: { start, end: Math.max(start, Math.min(failure.end, text.length)) },
  }
}

function repeatedProblem(text: string, repeated: RepeatedKey): SyntaxProblem {
  const first = lineColumn(text, repeated.firstStart).line
  return {
    code: 'YAML-2',
    severity: 'warning',
    message: sentence(
      text,
      repeated.start,
      `the key “${excerpt(repeated.key)}” is already on line ${first}; the runtime takes only this later one, so remove one of them`,
    ),
    range: { start: repeated.start, end: repeated.end },
  }
}

function stageLimitProblem(root: DocNode, value: PyValue): SyntaxProblem | null {
  if (!isDict(value) || root.kind !== 'map') return null
  for (const key of ['stage_args', 'stages']) {
    const stages = dictGet(value, key)
    if (!isList(stages) || stages.length <= MAX_STAGES) continue
    const entry = root.entries.find(candidate => candidate.key === key)
    return {
      code: 'LIMIT-3',
      severity: 'error',
      message: `${key} has ${stages.length} stages; at most ${MAX_STAGES} can be shown. Split the file.`,
      range: entry?.keyRange ?? root.range,
    }
  }
  return null
}

/** Keys of a stage under which each member is an edge. */
const WIRES = ['input_connectors', 'output_connectors', 'engine_input_source']

function sizeOf(value: PyValue | undefined): number {
  if (isDict(value)) return value.size
  return isList(value) || isString(value) ? value.length : 0
}

const memberOf = (value: PyValue | undefined, key: string): PyValue | undefined =>
  isDict(value) ? dictGet(value, key) : undefined

function wiresOf(stage: PyValue): number {
  return WIRES.reduce((sum, key) => sum + sizeOf(memberOf(stage, key)), 0)
}

/** Every edge is resolved, drawn and checked, so their number is bounded as that of stages is. */
function wireLimitProblem(root: DocNode, value: PyValue): SyntaxProblem | null {
  if (!isDict(value) || root.kind !== 'map') return null
  const lists = [memberOf(value, 'edges'), memberOf(memberOf(value, 'runtime'), 'edges')]
  let count = lists.reduce((sum: number, list) => sum + (isList(list) ? list.length : 0), 0)
  for (const key of ['stage_args', 'stages']) {
    const stages = memberOf(value, key)
    for (const stage of isList(stages) ? stages : []) count += wiresOf(stage)
  }
  if (count <= MAX_WIRES) return null
  return {
    code: 'LIMIT-4',
    severity: 'error',
    message: `The stages are connected ${count} times; at most ${MAX_WIRES} connections can be checked. Split the file.`,
    range: root.entries[0]?.keyRange ?? root.range,
  }
}

const unread = (text: string, json: boolean, problem: SyntaxProblem | null): ParsedDocument => ({
  text,
  format: formatOf(json),
  root: null,
  value: null,
  problems: problem === null ? [] : [problem],
  ok: false,
  dialect: 'unknown',
})

function checkText(text: string, json: boolean): SyntaxProblem | null {
  const bytes = utf8Length(text)
  if (bytes > MAX_TEXT_BYTES)
    return {
      code: 'LIMIT-1',
      severity: 'error',
      message: `The text has ${(bytes / 1024 / 1024).toFixed(1)} MiB; at most 8 MiB are read. Split the file.`,
      range: { start: 0, end: 0 },
    }
  const unprintable = json ? -1 : findUnprintable(text)
  if (unprintable < 0) return null
  const what = nameCharacter(text, unprintable)
  return failureProblem(
    text,
    new ReadFailure(
      'ReaderError',
      `${what} is not allowed in YAML; remove it, or write it as an escape in double quotes`,
      unprintable,
    ),
  )
}

const readSyntax = (text: string, json: boolean): SyntaxTree =>
  json ? parseJsonSyntax(text) : parseSyntax(text)

function read(text: string, json: boolean): ParsedDocument {
  const tree = readSyntax(text, json)
  if (tree.root === null) return { ...unread(text, json, null), ok: true, dialect: 'empty' }
  checkAliases(tree.root)
  const { root, repeated } = construct(tree.root, json ? resolveJsonToken : undefined)
  const limit = stageLimitProblem(root, root.value) ?? wireLimitProblem(root, root.value)
  if (limit !== null) return unread(text, json, limit)
  const problems = repeated.map(item => repeatedProblem(text, item))
  const document: ParsedDocument = {
    text,
    format: formatOf(json),
    root,
    value: root.value,
    problems,
    ok: true,
    dialect: detectDialect(root.value),
  }
  syntaxTrees.set(document, tree)
  return document
}

/**
 * Reads a text as the runtime does: YAML 1.1 by PyYAML's `safe_load`, JSON by Python's `json` where the file's name
 * says so. Total: any text gives a document; what can't be read has one `error` problem with line, cause and advice.
 */
export function parseDocument(text: string, options: ParseOptions = {}): ParsedDocument {
  const json = isJsonName(options.fileName)
  const refused = checkText(text, json)
  if (refused !== null) return unread(text, json, refused)
  try {
    return read(text, json)
  } catch (error) {
    if (error instanceof ReadFailure) return unread(text, json, failureProblem(text, error))
    throw error
  }
}

/** The syntax tree behind a document that reads without error; it is read again where a copy has crossed a border. */
export function syntaxOf(document: ParsedDocument): SyntaxTree {
  const known = syntaxTrees.get(document)
  if (known !== undefined) return known
  const tree = readSyntax(document.text, document.format === 'json')
  syntaxTrees.set(document, tree)
  return tree
}
