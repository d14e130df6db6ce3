import type { TargetId } from '../contract/index.ts'

/** How a payload travels once `put` has it. */
export type Transport = 'shared-memory' | 'cuda-ipc' | 'store' | 'transfer-engine' | 'native-kv'

/** How far apart the two ends may stand. `same-gpu`: one host, and the consumer sees the producer's GPU. */
export type Scope = 'same-host' | 'same-gpu' | 'network'

export type ExtraType = 'string' | 'integer' | 'number' | 'boolean' | 'integer-list' | 'string-list' | 'map'

/** What a number or a text stands for. A size in `bytes` has to be written as a plain integer. */
export type ExtraUnit =
  | 'bytes'
  | 'seconds'
  | 'milliseconds'
  | 'frames'
  | 'polls'
  | 'count'
  | 'port'
  | 'host'
  | 'host:port'
  | 'url'

/** Who reads the key. Keys of a stage processor ride along in `extra`; the connector never looks at them. */
export type ExtraReader = 'connector' | 'framework' | 'stage-processor'

export type ExtraDefault = string | number | boolean | null | readonly (string | number)[]

/** One key of a connector's `extra` mapping. */
export interface ExtraKey {
  readonly name: string
  /** Every type that the runtime takes; the first is the usual one. */
  readonly types: readonly ExtraType[]
  readonly unit?: ExtraUnit
  /** Value that the runtime takes when the key is absent; no property when there is none. */
  readonly default?: ExtraDefault
  /** Default in words where it is computed (`a random UUID`). */
  readonly defaultText?: string
  readonly minimum?: number
  readonly maximum?: number
  /** Allowed values; `ignoreCase` when the runtime lowers the text first. */
  readonly choices?: readonly string[]
  readonly ignoreCase?: boolean
  /** Values beyond `choices` that also pass, as a regular expression (`npu:0`). */
  readonly pattern?: string
  /** True when `$VAR` in a string value is replaced by the framework before use. */
  readonly environment?: boolean
  /** Environment variable that wins over the YAML value. */
  readonly overriddenBy?: string
  /** First target that reads the key; always read when absent. */
  readonly since?: TargetId
  /** First target that ignores the key. */
  readonly removed?: TargetId
  /** Name of an unreleased revision that alone reads the key. */
  readonly branch?: string
  /** The framework fills this in; writing it by hand usually breaks one end of the edge. */
  readonly internal: boolean
  readonly reader: ExtraReader
  /** One sentence. */
  readonly meaning: string
}

/** A key of another class that people write here, where it is ignored without a word. */
export interface MistakenKey {
  readonly key: string
  /** The key that this class reads instead; null when it has none for the purpose. */
  readonly instead: string | null
  readonly why: string
}

export interface AsyncChunkAbility {
  readonly ability: 'yes' | 'limited' | 'no'
  readonly why: string
}

export interface RoleSemantics {
  /** Values that the constructor takes; empty when the class ignores `role`. */
  readonly values: readonly string[]
  readonly meaning: string
}

/** What the runtime's factory makes of one connector name. */
export interface ConnectorEntry {
  /** Class name as the newest factory registers it. */
  readonly name: string
  readonly title: string
  /** One sentence: when to take it. */
  readonly summary: string
  readonly transport: Transport
  readonly scope: Scope
  /** Names that each target's factory knows this class by; empty = it does not know the class. */
  readonly registered: Readonly<Record<TargetId, readonly string[]>>
  /** Spellings of unreleased branches, for a better message only. */
  readonly branchNames: readonly string[]
  /** Targets whose transfer-engine set holds the name: ports are computed, roles are forced. */
  readonly transferEngineIn: readonly TargetId[]
  readonly roles: RoleSemantics
  /** True when the first reader consumes the payload. */
  readonly singleConsumer: boolean
  /** `supports_raw_data`: tensors and bytes go out without serialisation. */
  readonly rawData: boolean
  /** One instance may both put and get (a middle stage with the same class on both sides). */
  readonly dualCapable: boolean
  readonly asyncChunk: AsyncChunkAbility
  /** Package or hardware that must be there when the connector is created; null = nothing. */
  readonly requires: string | null
  /** Own keys, in the order in which a form shows them. */
  readonly extra: readonly ExtraKey[]
  readonly mistaken: readonly MistakenKey[]
}

/** vLLM's own KV connectors, chosen by `kv_transfer_config.kv_connector`: another world than `connectors:`. */
export interface NativeKvConnector {
  readonly name: string
  readonly title: string
  readonly summary: string
  /** True when `kv_connector_module_path` must name the module that defines it. */
  readonly needsModulePath: boolean
  /** Name of the OmniConnector that people take it for; null when there is none. */
  readonly confusedWith: string | null
  readonly since?: TargetId
  /** Keys of `kv_connector_extra_config`. */
  readonly extra: readonly ExtraKey[]
}
