import type { TargetId } from '../contract/analysis.ts'
import type { Result } from '../contract/result.ts'
import type { JsonValue } from '../value/index.ts'

/** Which worker process. */
export interface WorkerQuery {
  readonly stage: string
  /** TP rank. Default 0. */
  readonly rank?: number
  /** Default 0. */
  readonly replica?: number
}

/** A connector as its constructor gets it. */
export interface WorkerConnector {
  readonly from: string
  readonly to: string
  /** Key in the stage's configuration, `from_stage_0` for example; null for the orchestrator's own. */
  readonly key: string | null
  readonly name: string
  readonly role: string | null
  readonly extra: JsonValue
}

/** Input and output of the model runner; null where the stage has none. */
export interface WorkerSpecs {
  readonly input: { readonly name: string; readonly extra: JsonValue } | null
  readonly output: { readonly name: string; readonly extra: JsonValue } | null
}

/** A KV cache's way out of or into this rank. */
export interface WorkerKvLink {
  readonly peer: string
  readonly peerRank: number
  readonly key: string
  /** The port dialled for it; null for what this rank sends, and for connectors without ports. */
  readonly port: number | null
}

export interface WorkerKv {
  /** `omni_kv_config` with what the stage's start puts in; null where there is neither. */
  readonly config: JsonValue
  /** The port that this rank's sender listens on; null where it does not. */
  readonly port: number | null
  readonly formula: string | null
  readonly sends: readonly WorkerKvLink[]
  readonly receives: readonly WorkerKvLink[]
  /** What goes wrong, in the runtime's words. */
  readonly problems: readonly string[]
}

/** Exactly what one worker process gets. Plain JSON data throughout. */
export interface WorkerView {
  readonly target: TargetId
  readonly stage: string
  readonly rank: number
  readonly replica: number
  /** `get_connectors_config_for_stage`, as it stands. */
  readonly config: Result<JsonValue>
  /** `get_stage_connector_config`: what is left when the strict one fails, and what is logged. */
  readonly tolerated: { readonly config: JsonValue; readonly warnings: readonly string[] }
  readonly connectors: Result<readonly WorkerConnector[]>
  /** `resolve_stage_connector_specs`: the stage's one input and one output. */
  readonly specs: Result<WorkerSpecs>
  readonly kv: WorkerKv
  /** The orchestrator's sending connectors for all edges of the file. */
  readonly orchestrator: Result<readonly WorkerConnector[]>
}
