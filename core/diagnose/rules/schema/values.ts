import type { Path } from '../../../document/index.ts'
import { schemaIssues } from '../../../schema/index.ts'
import { DEPLOY_STAGE_ALL, LEGACY_STAGE_ALL } from '../../../schema/stage-fields.ts'
import { DEPLOY_TOP_FIELDS, EDGE_FIELDS, LEGACY_TOP_FIELDS } from '../../../schema/top-fields.ts'
import type { FieldInfo, FieldKind, SchemaDialect } from '../../../schema/types.ts'
import { dictGet, isDict, isInt, isList, type PyValue, pyRepr } from '../../../value/index.ts'
import { removeValue } from '../../fixes.ts'
import { stageIdAt } from '../../lookups.ts'
import { EVERY_TARGET } from '../../targets.ts'
import type { FindingDraft, Rule } from '../../types.ts'
import { fieldPlace, type RuleView } from '../../view.ts'
import { wholeNumber } from '../../words.ts'

const KIND_WORDS: Readonly<Record<FieldKind, string>> = {
  text: 'a text',
  integer: 'an integer',
  number: 'a number',
  boolean: 'true or false',
  map: 'a mapping',
  list: 'a list',
  'integer-list': 'a list of integers',
  'text-list': 'a list of texts',
  devices: 'a comma list of device indices such as "0,1"',
}

function boundsOf(field: FieldInfo): string {
  const parts: string[] = []
  if (field.exclusiveMinimum !== undefined) parts.push(`above ${field.exclusiveMinimum}`)
  if (field.minimum !== undefined) parts.push(`from ${field.minimum}`)
  if (field.maximum !== undefined) parts.push(`up to ${field.maximum}`)
  return parts.length === 0 ? '' : ` ${parts.join(' ')}`
}

/** What the runtime takes there, in words: `a number above 0 up to 1`, `one of v1, v2`. */
const takes = (field: FieldInfo): string =>
  field.choices !== undefined
    ? `one of ${field.choices.join(', ')}`
    : `${[...new Set(field.kinds.map(kind => KIND_WORDS[kind]))].join(' or ')}${boundsOf(field)}`

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

/** Settings of connectors are EXTRA-1's business, keys of edges WIRE-4's, missing ids GRAPH-1's. */
function isOthers(path: Path, value: PyValue | undefined): boolean {
  const extra = path.indexOf('extra')
  if (extra !== -1 && extra < path.length - 1) return true
  if (path.at(-1) === 'stage_id' && value === undefined) return true
  if (path.at(-1) === 'engine_output_type') return true
  const section = path.findIndex(step => step === 'input_connectors' || step === 'output_connectors')
  return section !== -1 && section === path.length - 2 && value !== null
}

const SOURCE_TEXT =
  'the parser gives up on automatic edges there, and this stage and all later ones lose theirs. Write a list, for example [0].'

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
  const shown = value === undefined ? 'is missing' : `is ${pyRepr(value).slice(0, 60)}`
  const shared = { place: { path }, stages: stage === null ? [] : [stage] }
  if (key === 'engine_input_source')
    return { ...shared, severity: 'warning', message: `${subject} ${shown}: ${SOURCE_TEXT}` }
  const field = typeof path.at(-1) === 'number' ? null : findField(FIELDS[dialect], key)
  const expected =
    field === null ? `${message.charAt(0).toLowerCase()}${message.slice(1)}` : `it takes ${takes(field)}`
  const raises =
    ENFORCED.has(key) || (STRUCTURAL.has(key) && value !== undefined) || path.includes('duplex_session')
  return {
    ...shared,
    message: `${subject} ${shown}; ${expected}.`,
    ...(value === null && typeof path.at(-1) === 'string'
      ? { fix: () => removeValue(view.document, path, `Remove the empty ${key}`) }
      : {}),
    ...(raises ? {} : { severity: 'warning', consequence: 'silently-wrong' }),
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
  return [...found, ...tokenBudget(view), ...unexplained(view, found)]
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
