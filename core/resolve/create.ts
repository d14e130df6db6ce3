import type { Result } from '../contract/index.ts'
import { isFloat, isInt, type PyInt, type PyValue, pyTruthy, pyTypeName } from '../value/index.ts'
import { type Caller, specToCreate } from './create-spec.ts'
import { EdgeRegistry } from './edge-registry.ts'
import { attempt, faultOf, type Logged, Raised, type RuntimeFault, raiseNative } from './fault.ts'
import { type LoadOptions, loadConfig } from './load.ts'
import { getOr, itemsOf, removeText, reprOf, startsWith } from './python.ts'
import type {
  ConnectorFactory,
  CreatedConnector,
  RuntimeContext,
  RuntimeEdge,
  StageId,
  TransferConfig,
} from './types.ts'

/** `sys.maxsize`: the threshold that keeps everything inline under Ray. */
const UNREACHABLE_THRESHOLD = 9223372036854775807n

export interface CreateOptions<T> extends Caller {
  readonly factory: ConnectorFactory<T>
}

/** The runtime wraps whatever goes wrong at an edge; the edge appears as a Python tuple. */
function wrapFault(edge: RuntimeEdge, fault: RuntimeFault): never {
  throw new Raised({
    type: 'RuntimeError',
    message: `Failed to initialize connector for edge (${reprOf(edge.from)}, ${reprOf(edge.to)}): ${fault.message}`,
    cause: fault.type,
    native: fault.native,
  })
}

function createOne<T>(edge: RuntimeEdge, options: CreateOptions<T>, runtime: RuntimeContext): T {
  const spec = attempt(() => specToCreate(edge, options, runtime))
  const made = spec.ok ? options.factory(spec.value) : spec
  return made.ok ? made.value : wrapFault(edge, made.error)
}

const createAll = <T>(
  edges: readonly RuntimeEdge[],
  options: CreateOptions<T>,
  runtime: RuntimeContext,
): readonly CreatedConnector<T>[] =>
  edges.map(edge => ({ from: edge.from, to: edge.to, connector: createOne(edge, options, runtime) }))

/**
 * Creates the connector of every edge, in order, with ports and roles for the calling process (runtime:
 * `create_connectors_from_config`). The first edge that fails ends it with a RuntimeError.
 */
export const createConnectorsFromConfig = <T>(
  edges: readonly RuntimeEdge[],
  options: CreateOptions<T>,
  runtime: RuntimeContext = {},
): Result<readonly CreatedConnector<T>[], RuntimeFault> => attempt(() => createAll(edges, options, runtime))

/** A configuration and the connectors made of it. Null and none where there is no configuration. */
export interface Initialized<T> {
  readonly config: TransferConfig | null
  readonly connectors: readonly CreatedConnector<T>[]
}

export interface InitializeOptions<T>
  extends CreateOptions<T>,
    Pick<LoadOptions, 'configPath' | 'readFile' | 'defaultShmThreshold'> {}

/** Loads a file and creates its connectors (runtime: `initialize_connectors_from_config`). */
export function initializeConnectorsFromConfig<T>(
  options: InitializeOptions<T>,
  runtime: RuntimeContext = {},
): Logged<Initialized<T>> {
  const warnings: string[] = []
  try {
    const config = loadConfig(options, runtime, warnings)
    const connectors = config === null ? [] : createAll(config.connectors, options, runtime)
    return { ok: true, value: { config, connectors }, warnings }
  } catch (error) {
    return { ok: false, error: faultOf(error), warnings }
  }
}

/** `max(0, threshold)`. */
function clampThreshold(threshold: PyValue): PyValue {
  if (typeof threshold === 'boolean') return threshold || 0
  const number = isFloat(threshold) ? threshold.float : threshold
  if (isInt(number)) return number > 0 ? threshold : 0
  return raiseNative(
    'TypeError',
    `'>' not supported between instances of '${pyTypeName(threshold)}' and 'int'`,
  )
}

export interface OrchestratorOptions<T> extends Pick<LoadOptions, 'configPath' | 'readFile'> {
  readonly factory: ConnectorFactory<T>
  /** Exactly `ray` keeps automatic connectors inline at any size. Default `multi_process`. */
  readonly workerBackend?: string | null
  /** Threshold in bytes of the automatic connectors; below 0 counts as 0. Default 65536. */
  readonly shmThresholdBytes?: PyValue
}

const DEFAULT_ORCHESTRATOR_THRESHOLD: PyInt = 65536

/** The orchestrator's sending connectors (runtime: `initialize_orchestrator_connectors`). */
export function initializeOrchestratorConnectors<T>(
  options: OrchestratorOptions<T>,
  runtime: RuntimeContext = {},
): Logged<Initialized<T>> {
  const { workerBackend, shmThresholdBytes = DEFAULT_ORCHESTRATOR_THRESHOLD, ...rest } = options
  const threshold = attempt(() =>
    workerBackend === 'ray' ? UNREACHABLE_THRESHOLD : clampThreshold(shmThresholdBytes),
  )
  if (!threshold.ok) return { ...threshold, warnings: [] }
  return initializeConnectorsFromConfig(
    { ...rest, defaultShmThreshold: threshold.value, callerStageId: 'orchestrator', isSender: true },
    runtime,
  )
}

/** The inbound entries of a stage's configuration; of two keys that name one edge the later counts. */
function inboundEdges(stageId: StageId, config: PyValue): readonly RuntimeEdge[] {
  const to = String(stageId)
  const edges = new Map<string, RuntimeEdge>()
  for (const [key, entry] of itemsOf(config)) {
    if (!startsWith(key, 'from_stage_')) continue
    const from = removeText(key, 'from_stage_')
    const written = getOr(entry, 'spec', new Map())
    if (!pyTruthy(written)) continue
    const name = getOr(written, 'name', 'SharedMemoryConnector')
    const extra = getOr(written, 'extra', new Map())
    edges.set(EdgeRegistry.key(from, to), { from, to, spec: { name, extra } })
  }
  return [...edges.values()]
}

export interface BuildOptions<T> {
  readonly factory: ConnectorFactory<T>
  /** `request_forwarding` (default) or `kv_transfer`. */
  readonly purpose?: string
}

/**
 * Creates a stage's receiving connectors from its configuration (runtime: `build_stage_connectors`). Ports that the
 * configuration carries already are offset once more.
 *
 * @deprecated The runtime warns of it too: use {@link getStageConnectorConfig} and the factory.
 */
export function buildStageConnectors<T>(
  stageId: StageId,
  config: PyValue,
  options: BuildOptions<T>,
  runtime: RuntimeContext = {},
): Result<readonly CreatedConnector<T>[], RuntimeFault> {
  return attempt(() =>
    pyTruthy(config)
      ? createAll(
          inboundEdges(stageId, config),
          { ...options, callerStageId: stageId, isSender: false },
          runtime,
        )
      : [],
  )
}
