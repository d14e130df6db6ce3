import type { Path } from '../../../document/index.ts'
import { schemaIssues } from '../../../schema/index.ts'
import { kindWords, zodKindWords } from '../../../schema/kind-words.ts'
import { DEPLOY_STAGE_ALL, LEGACY_STAGE_ALL } from '../../../schema/stage-fields.ts'
import { DEPLOY_TOP_FIELDS, EDGE_FIELDS, LEGACY_TOP_FIELDS } from '../../../schema/top-fields.ts'
import type { FieldInfo, SchemaDialect } from '../../../schema/types.ts'
import {
  dictGet,
  isDict,
  isInt,
  isList,
  isString,
  type PyValue,
  pyEquals,
  pyInt,
  pyRepr,
} from '../../../value/index.ts'
import { removeValue, setValue } from '../../fixes.ts'
import { stageIdAt } from '../../lookups.ts'
import { EVERY_TARGET } from '../../targets.ts'
import type { FindingDraft, Rule } from '../../types.ts'
import { fieldPlace, type RuleView } from '../../view.ts'
import { wholeNumber } from '../../words.ts'

function boundsOf(field: FieldInfo): string {
  const parts: string[] = []
  if (field.exclusiveMinimum !== undefined) parts.push(`above ${field.exclusiveMinimum}`)
  if (field.minimum !== undefined) parts.push(`from ${field.minimum}`)
  if (field.maximum !== undefined) parts.push(`up to ${field.maximum}`)
  return parts.length === 0 ? '' : ` ${parts.join(' ')}`
}

/** What the runtime takes there, in words: `a number above 0 up to 1`, `one of v1, v2`. */
const takes = (field: FieldInfo): string =>
  field.choices !== undefined ? `one of ${field.choices.join(', ')}` : `${kindWords(field)}${boundsOf(field)}`

/** Fields whose range the runtime itself enforces when it builds the stage (runtime: omni_config). */
const ENFORCED = new Set([
  'gpu_memory_utilization',
  'max_num_seqs',
  'max_num_batched_tokens',
  'max_model_len',
  'num_replicas',
  'tensor_parallel_size',
  'pipeline_parallel_size',
  'data_parallel_size',
  'mm_processor_cache_gb',
  'model_runner',
  'session_mode',
  'worker_type',
  'devices',
])

/** Keys under which the parser calls a method of the value, so that another kind raises. */
const STRUCTURAL = new Set([
  'input_connectors',
  'output_connectors',
  'extra',
  'connectors',
  'runtime',
  'stages',
  'stage_args',
  'duplex_session',
])

function findField(fields: readonly FieldInfo[], key: string): FieldInfo | null {
  for (const field of fields) {
    if (field.key === key) return field
    const inner = field.children === undefined ? null : findField(field.children, key)
    if (inner !== null) return inner
  }
  return null
}

const FIELDS: Readonly<Record<SchemaDialect, readonly FieldInfo[]>> = {
  deploy: [...DEPLOY_STAGE_ALL, ...DEPLOY_TOP_FIELDS, ...EDGE_FIELDS],
  legacy: [...LEGACY_STAGE_ALL, ...LEGACY_TOP_FIELDS, ...EDGE_FIELDS],
}

function valueAt(value: PyValue, path: Path): PyValue | undefined {
  let found: PyValue | undefined = value
  for (const step of path) {
    if (isDict(found)) found = dictGet(found, step)
    else if (isList(found) && typeof step === 'number') found = found[step]
    else return undefined
  }
  return found
}

/** Settings of connectors are EXTRA-1's business, keys of edges WIRE-4's, missing ids GRAPH-1's, KV criteria KV-1's. */
function isOthers(path: Path, value: PyValue | undefined): boolean {
  const extra = path.indexOf('extra')
  if (extra !== -1 && extra < path.length - 1) return true
  if (path.at(-1) === 'stage_id' && value === undefined) return true
  if (path.at(-1) === 'engine_output_type') return true
  if (path.at(-1) === 'type' && path.at(-2) === 'kv_transfer_criteria') return true
  const section = path.findIndex(step => step === 'input_connectors' || step === 'output_connectors')
  return section !== -1 && section === path.length - 2 && value !== null
}

const GIVES_UP = 'the parser gives up on automatic edges there'

/** What the parser makes of sources that are no list (runtime: they are iterated as they are). */
function sourceWords(value: PyValue | undefined): string {
  if (isString(value))
    return `a text is taken character by character, so its sources are ${[...value].map(pyRepr).join(', ') || 'none'}. Write a list, for example [0].`
  if (isDict(value)) return 'its keys are taken for the sources. Write a list, for example [0].'
  return `${GIVES_UP}, and this stage and all later ones lose theirs. Write a list, for example [0].`
}

function expectedWords(message: string): string {
  const words = zodKindWords(/expected (\w+)/.exec(message)?.[1] ?? '')
  return words === undefined ? `${message.charAt(0).toLowerCase()}${message.slice(1)}` : `it takes ${words}`
}

/** A value as YAML writes it where that is shorter than Python's way. */
const shownValue = (value: PyValue): string =>
  value === null || typeof value === 'boolean' ? String(value) : pyRepr(value).slice(0, 60)

/** Counts that the loader converts with `int()`. */
const isConverted = (key: string, value: PyValue | undefined): boolean => {
  const count = key === 'num_replicas' && isString(value) ? pyInt(value) : null
  return count?.ok === true && count.value >= 0
}

/** True for a stage, and for a definition that something refers to: the parser calls methods of both. */
function isParsed(view: RuleView, path: Path): boolean {
  if (path.length === 2 && path[0] === view.config.listKey) return true
  return path.at(-2) === 'connectors' && !view.transfer.ok
}

function nameOf(path: Path): string {
  const last = path.at(-1)
  return typeof last === 'number'
    ? `item ${last + 1} of ${String(path.at(-2) ?? 'the list')}`
    : String(last ?? '')
}

/** The stage that a path leads through, for the message and the badge on the graph. */
function stageOf(view: RuleView, path: Path): string | null {
  if (path[0] !== view.config.listKey || typeof path[1] !== 'number') return null
  return stageIdAt(view, path[1])
}

function issueFinding(
  view: RuleView,
  dialect: SchemaDialect,
  path: Path,
  message: string,
): FindingDraft | null {
  const value = valueAt(view.document.value, path)
  if (isOthers(path, value) || path.length === 0) return null
  const key = String(path.at(-1))
  const stage = stageOf(view, path)
  const subject = `${stage === null ? '' : `Stage ${stage}: `}${nameOf(path)}`
  const shown = value === undefined ? 'is missing' : `is ${shownValue(value)}`
  const shared = { place: { path }, stages: stage === null ? [] : [stage] }
  const silent = { severity: 'warning', consequence: 'silently-wrong' } as const
  if (isConverted(key, value)) return null
  if (key === 'engine_input_source')
    return { ...shared, ...silent, message: `${subject} ${shown}: ${sourceWords(value)}` }
  if (path.at(-2) === 'edges' && typeof path.at(-1) === 'number')
    return {
      ...shared,
      ...silent,
      message: `${subject} ${shown}: ${GIVES_UP}, and this edge and all later ones get no connector. Write {from: 0, to: 1}.`,
    }
  const field = typeof path.at(-1) === 'number' ? null : findField(FIELDS[dialect], key)
  const expected = field === null ? expectedWords(message) : `it takes ${takes(field)}`
  const raises =
    ENFORCED.has(key) ||
    (STRUCTURAL.has(key) && value !== undefined) ||
    path.includes('duplex_session') ||
    isParsed(view, path)
  return {
    ...shared,
    message: `${subject} ${shown}; ${expected}.`,
    ...(value === null && typeof path.at(-1) === 'string'
      ? { fix: () => removeValue(view.document, path, `Remove the empty ${key}`) }
      : {}),
    ...(raises ? {} : silent),
  }
}

function schemaFindings(view: RuleView): readonly FindingDraft[] {
  const { dialect, value } = view.document
  if (dialect !== 'deploy' && dialect !== 'legacy') return []
  return schemaIssues(value, dialect, view.target).flatMap(
    issue => issueFinding(view, dialect, issue.path, issue.message) ?? [],
  )
}

/** The one range that takes two fields (runtime: omni_config). */
function tokenBudget(view: RuleView): readonly FindingDraft[] {
  return view.stages.flatMap(stage => {
    const [tokens, seqs] = [
      view.field(stage.id, 'max_num_batched_tokens'),
      view.field(stage.id, 'max_num_seqs'),
    ]
    if (tokens === null || seqs === null || !isInt(tokens.value) || !isInt(seqs.value)) return []
    if (tokens.value >= seqs.value || tokens.source.provenance === 'default') return []
    return {
      message: `Stage ${stage.id}: max_num_batched_tokens is smaller than max_num_seqs, so not even one token per request fits into a step. Raise the former or lower the latter.`,
      arithmetic: `${wholeNumber(tokens.value)} < ${wholeNumber(seqs.value)}`,
      place: fieldPlace(tokens),
      stages: [stage.id],
      related: [{ ...fieldPlace(seqs), message: `max_num_seqs is ${wholeNumber(seqs.value)}` }],
    }
  })
}

/** 0 is taken, and counts as 1 (runtime: engine start, except in head-distributed mode). */
const noReplicas = (view: RuleView): readonly FindingDraft[] =>
  view.stages.flatMap(stage => {
    const field = view.field(stage.id, 'num_replicas')
    if (field === null || field.value === null || !pyEquals(field.value, 0)) return []
    const place = fieldPlace(field)
    return [
      {
        severity: 'warning',
        consequence: 'silently-wrong',
        message: `Stage ${stage.id}: num_replicas is 0, and the runtime starts one replica all the same. Write 1, or leave it out.`,
        place,
        stages: [stage.id],
        ...(place.elsewhere === true
          ? {}
          : { fix: () => setValue(view.document, place.path, 1, 'Write num_replicas: 1') }),
      },
    ]
  })

/** Failures of the parser that another rule shows with its place. */
const SHOWN_ELSEWHERE = /^Undefined connector reference|^Connector type mismatch|^'stage_id'$|^'name'$/

/** The parser's own words where no other rule found the cause. */
function unexplained(view: RuleView, found: readonly FindingDraft[]): readonly FindingDraft[] {
  const { transfer, document, config } = view
  if (transfer.ok || !document.ok || !isDict(document.value)) return []
  if (transfer.error.code === 'FileNotFoundError' || SHOWN_ELSEWHERE.test(transfer.error.message)) return []
  if (view.effective.chain.some(entry => !entry.found || entry.problem !== null)) return []
  if (found.some(draft => draft.severity === undefined)) return []
  return [
    {
      message: `The parser raises ${transfer.error.code} on this file: ${transfer.error.message}. A serving engine logs that and goes on without any connector.`,
      place: { path: [config.listKey], part: 'key' },
    },
  ]
}

function values(view: RuleView): readonly FindingDraft[] {
  const found = schemaFindings(view)
  return [...found, ...tokenBudget(view), ...noReplicas(view), ...unexplained(view, found)]
}

export const VALUES: Rule = {
  code: 'SCH-3',
  family: 'schema',
  title: 'Value that the runtime does not take',
  explanation:
    'A value is of the wrong kind or out of its range. Where the runtime checks it (memory share above 0 up to 1, counts from 1, mappings where the parser calls for one: an explicit `null` is no mapping) it raises; elsewhere the value travels on to the engine. Other failures of the parser are reported in its own words.',
  source: 'load_omni_transfer_config, structured stage configuration (omni_config)',
  targets: EVERY_TARGET,
  severity: 'error',
  consequence: 'raises',
  check: values,
}
