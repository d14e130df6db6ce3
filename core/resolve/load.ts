import { parseDocument } from '../document/index.ts'
import { DEFAULT_SHM_THRESHOLD, DEFAULT_TARGET, TARGETS, type Target } from '../targets/index.ts'
import {
  isFloat,
  isList,
  isString,
  type PlainValue,
  type PyDict,
  type PyValue,
  pyEquals,
  pyTruthy,
} from '../value/index.ts'
import { EdgeRegistry } from './edge-registry.ts'
import { faultOf, type Logged, raise, raiseNative } from './fault.ts'
import { pathSuffix, pathText } from './file-name.ts'
import {
  contains,
  dictOf,
  getOr,
  itemsOf,
  iterate,
  removeText,
  strOf,
  subscript,
  toPyValue,
} from './python.ts'
import type { FileReader, LoadedSpec, RuntimeContext, TransferConfig } from './types.ts'

const EMPTY: PyDict = new Map()
const SHARED_MEMORY = 'SharedMemoryConnector'

/** The parts of a configuration that the transfer parser looks at, whatever the dialect. */
interface Sections {
  readonly runtime: PyValue
  readonly stages: PyValue
}

/**
 * Brings the deploy dialect into the legacy shape. The key `stage_args`, null included, makes a file legacy;
 * connectors and edges below `runtime` block the top-level ones by their mere presence.
 */
function readSections(config: PyValue, target: Target): Sections {
  if (!target.readsDeploy || !contains(config, 'stages') || contains(config, 'stage_args'))
    return { runtime: getOr(config, 'runtime', EMPTY), stages: getOr(config, 'stage_args', []) }
  const normalized = dictOf(config)
  const written = getOr(normalized, 'runtime', null)
  const runtime = dictOf(pyTruthy(written) ? written : EMPTY)
  for (const key of ['connectors', 'edges'])
    if (normalized.has(key) && !runtime.has(key)) runtime.set(key, normalized.get(key) ?? null)
  return { runtime, stages: subscript(normalized, 'stages') }
}

/** A definition's `extra` is read before its `name`, so a bad extra wins over a missing name. */
function specOf(definition: PyValue): LoadedSpec {
  const extra = dictOf(getOr(definition, 'extra', EMPTY))
  return { name: subscript(definition, 'name'), extra }
}

/** A text refers to the connectors map; anything else is a definition on the spot. */
function resolveReference(reference: PyValue, connectors: PyValue): LoadedSpec {
  if (!isString(reference)) return specOf(reference)
  if (!contains(connectors, reference)) raise('ValueError', `Undefined connector reference: ${reference}`)
  return specOf(subscript(connectors, reference))
}

/** Python's `a != b`; a NaN differs from itself. */
const namesDiffer = (a: PyValue, b: PyValue): boolean =>
  (isFloat(a) && Number.isNaN(a.float)) || !pyEquals(a, b)

interface Wiring {
  readonly section: 'input_connectors' | 'output_connectors'
  readonly marker: string
}

const WIRINGS: readonly Wiring[] = [
  { section: 'input_connectors', marker: 'from_stage_' },
  { section: 'output_connectors', marker: 'to_stage_' },
]

function wireStage(stage: PyValue, stageId: string, connectors: PyValue, edges: EdgeRegistry): void {
  for (const { section, marker } of WIRINGS)
    for (const [key, reference] of itemsOf(getOr(stage, section, EMPTY))) {
      const spec = resolveReference(reference, connectors)
      const peer = removeText(key, marker)
      const [from, to] = section === 'input_connectors' ? [peer, stageId] : [stageId, peer]
      const existing = edges.get(from, to)
      if (existing !== undefined && namesDiffer(existing.name, spec.name))
        raise(
          'ValueError',
          `Connector type mismatch for edge ${from}->${to}: previously registered as '${strOf(existing.name)}', but ${section} of stage ${stageId} specifies '${strOf(spec.name)}'`,
        )
      edges.add(from, to, spec)
    }
}

/** Edges that the file only names get shared memory: `edges` first, then every stage's input sources. */
function wireAutomatically(sections: Sections, edges: EdgeRegistry, extra: () => PyDict): void {
  const add = (from: string, to: string): void => {
    if (edges.get(from, to) === undefined) edges.add(from, to, { name: SHARED_MEMORY, extra: extra() })
  }
  const listed = getOr(sections.runtime, 'edges', [])
  if (isList(listed))
    for (const edge of listed) {
      const [from, to] = [getOr(edge, 'from', null), getOr(edge, 'to', null)]
      if (from !== null && to !== null) add(strOf(from), strOf(to))
    }
  for (const stage of iterate(sections.stages)) {
    const to = strOf(subscript(stage, 'stage_id'))
    for (const source of iterate(getOr(stage, 'engine_input_source', []))) add(strOf(source), to)
  }
}

const AUTO_FAILURE = 'Failed to auto-configure SHM connectors: '

function parseConfig(
  config: PyValue,
  threshold: PyValue,
  target: Target,
  warnings: string[],
): TransferConfig | null {
  if (config === null) return null
  const sections = readSections(config, target)
  const edges = new EdgeRegistry()
  const connectors = getOr(sections.runtime, 'connectors', EMPTY)
  for (const stage of iterate(sections.stages))
    wireStage(stage, strOf(subscript(stage, 'stage_id')), connectors, edges)
  if (pyTruthy(sections.stages)) {
    const extra = (): PyDict =>
      target.sharedMemory.automaticThreshold ? new Map([['shm_threshold_bytes', threshold]]) : new Map()
    try {
      wireAutomatically(sections, edges, extra)
    } catch (error) {
      warnings.push(AUTO_FAILURE + faultOf(error).message)
    }
  }
  return { connectors: edges.list() }
}

/** A text that can't be read is an error of Python's reader; its class and words are the reader's own. */
function readConfigFile(path: string, readFile: FileReader): PyValue {
  const text = readFile(path)
  if (text === null) return raise('FileNotFoundError', `Config file not found: ${pathText(path)}`)
  const suffix = pathSuffix(path)
  const kind = suffix.toLowerCase()
  if (!['.json', '.yaml', '.yml'].includes(kind))
    return raise('ValueError', `Unsupported config file format: ${suffix}`)
  const document = parseDocument(text, { fileName: kind === '.json' ? 'config.json' : 'config.yaml' })
  if (document.ok && !(kind === '.json' && document.root === null)) return document.value
  const problem = document.problems.find(candidate => candidate.severity === 'error')
  return raiseNative(
    problem?.raises ?? (kind === '.json' ? 'JSONDecodeError' : 'YAMLError'),
    problem?.message ?? 'Expecting value: line 1 column 1 (char 0)',
  )
}

export interface LoadOptions {
  /** Wins over `configDict`; read through `readFile`. */
  readonly configPath?: string | null
  readonly configDict?: PlainValue
  /** `shm_threshold_bytes` of the connectors that the runtime fills in. Default 65536, not clamped. */
  readonly defaultShmThreshold?: PyValue
  /** Gives the text behind `configPath`; without it no file exists. */
  readonly readFile?: FileReader
}

/** As {@link loadOmniTransferConfig}, for code inside the resolver: raises. */
export function loadConfig(
  options: LoadOptions,
  runtime: RuntimeContext,
  warnings: string[],
): TransferConfig | null {
  const path = options.configPath ?? null
  const config =
    path === null ? toPyValue(options.configDict) : readConfigFile(path, options.readFile ?? (() => null))
  return parseConfig(
    config,
    options.defaultShmThreshold ?? DEFAULT_SHM_THRESHOLD,
    TARGETS[runtime.target ?? DEFAULT_TARGET],
    warnings,
  )
}

/**
 * Reads connectors and edges out of a configuration of either dialect (runtime: `load_omni_transfer_config`).
 * Null for an absent or empty configuration. Errors are those of the runtime; `warnings` holds what it only logs:
 * automatic edges that were given up part way, after which the earlier ones stay.
 */
export function loadOmniTransferConfig(
  options: LoadOptions,
  runtime: RuntimeContext = {},
): Logged<TransferConfig | null> {
  const warnings: string[] = []
  try {
    return { ok: true, value: loadConfig(options, runtime, warnings), warnings }
  } catch (error) {
    return { ok: false, error: faultOf(error), warnings }
  }
}
