import type { Result } from '../contract/index.ts'
import { fail, ok } from '../contract/index.ts'
import { parseDocument } from '../document/index.ts'
import type { Environment, StageId } from '../resolve/index.ts'
import { dictGet, isDict, isList, isString, type PyDict, type PyList, type PyValue } from '../value/index.ts'

/** The file that the orchestrator starts from. */
export interface RecordFile {
  readonly name: string
  readonly missing: boolean
}

/** One recorded case: a text, an environment, and what the runtime made of them. */
export interface ConformanceRecord {
  readonly id: string
  readonly yaml: string
  readonly env: Environment
  /** Null where the orchestrator gets no path. */
  readonly file: RecordFile | null
  readonly probeStages: readonly string[]
  readonly extraPurposes: readonly string[]
  readonly orchestratorExtra: readonly PyValue[]
  /** Stage whose connector mapping `yaml` is; null where `yaml` is a whole configuration. */
  readonly directStage: StageId | null
  readonly expect: PyDict
}

const DEFAULT_FILE: RecordFile = { name: 'config.yaml', missing: false }
const EMPTY: PyDict = new Map()

/** A member of a mapping; undefined in anything else. */
export const member = (value: PyValue | undefined, key: string): PyValue | undefined =>
  isDict(value) ? dictGet(value, key) : undefined

export const listOf = (value: PyValue | undefined): PyList => (isList(value) ? value : [])

const textsOf = (value: PyValue | undefined): readonly string[] => listOf(value).filter(isString)

function readEnvironment(value: PyValue | undefined): Environment | null {
  if (value === undefined) return {}
  if (!isDict(value)) return null
  const entries: [string, string][] = []
  for (const [name, text] of value) {
    if (!isString(name) || !isString(text)) return null
    entries.push([name, text])
  }
  return Object.fromEntries(entries)
}

function readFile(params: PyDict): RecordFile | null {
  const file = dictGet(params, 'file')
  if (file === undefined) return DEFAULT_FILE
  if (file === null) return null
  const name = member(file, 'name')
  return { name: isString(name) ? name : DEFAULT_FILE.name, missing: member(file, 'missing') === true }
}

function readDirectStage(params: PyDict): StageId | null {
  if (dictGet(params, 'direct') !== 'stage_connectors') return null
  const stage = dictGet(params, 'stage_id')
  return isString(stage) || typeof stage === 'number' || typeof stage === 'bigint' ? stage : ''
}

function readRecord(value: PyValue): ConformanceRecord | string {
  const [id, yaml, expect] = ['id', 'yaml', 'expect'].map(key => member(value, key))
  if (!isString(id)) return 'has no text as `id`'
  if (!isString(yaml)) return 'has no text as `yaml`'
  if (!isDict(expect)) return 'has no mapping as `expect`'
  const env = readEnvironment(member(value, 'env'))
  if (env === null) return 'has an `env` that is no mapping of texts'
  const given = member(value, 'params')
  const params = isDict(given) ? given : EMPTY
  return {
    id,
    yaml,
    env,
    file: readFile(params),
    probeStages: textsOf(dictGet(params, 'probe_stages')),
    extraPurposes: textsOf(dictGet(params, 'extra_purposes')),
    orchestratorExtra: listOf(dictGet(params, 'orchestrator_extra')),
    directStage: readDirectStage(params),
    expect,
  }
}

function readLine(line: string, number: number): Result<ConformanceRecord> {
  const document = parseDocument(line, { fileName: 'record.json' })
  if (!document.ok) return fail('RECORD-1', `Line ${number} is no JSON; each line must hold one record.`)
  const record = readRecord(document.value)
  return typeof record === 'string'
    ? fail('RECORD-2', `Line ${number} ${record}; see the description of the records' format.`)
    : ok(record)
}

/**
 * The records of a JSON-lines text. Numbers are read as Python reads them. Fails at the first line that is no record
 * (RECORD-1: no JSON, RECORD-2: a field is missing), and where there is none (RECORD-3).
 */
export function readRecords(text: string): Result<readonly ConformanceRecord[]> {
  const records: ConformanceRecord[] = []
  for (const [index, line] of text
    .replace(/^\ufeff/, '')
    .split('\n')
    .entries()) {
    if (line.trim() === '') continue
    const record = readLine(line.trim(), index + 1)
    if (!record.ok) return record
    records.push(record.value)
  }
  return records.length > 0 ? ok(records) : fail('RECORD-3', 'The file holds no record; give one per line.')
}
