import type { PortPurpose, TargetId } from '../contract/index.ts'
import type { Dialect } from '../document/types.ts'

/** How the runtime computes the ports of transfer-engine connectors. */
export interface PortRule {
  /** Port taken where `zmq_port` is absent. */
  readonly defaultBase: number
  readonly purposeOffsets: Readonly<Record<PortPurpose, number>>
  readonly rankStride: number
  readonly replicaStride: number
  /** The formula in words, for headings and explanations. */
  readonly formula: string
  /** What a purpose outside the table adds: nothing, or an error. */
  readonly unknownPurpose: 'adds-nothing' | 'raises'
  /** True when stage, rank, replica and the resulting port are checked against their ranges. */
  readonly checked: boolean
  /** First sender id that no longer fits (`from_stage` must be below it) where ranges are checked. */
  readonly stageLimit: number
  /** True when a sender id that is no integer is refused; otherwise it counts as 0. */
  readonly integerIds: boolean
  /** Whether replica and rank are part of the orchestrator's own ports. */
  readonly orchestratorReplica: boolean
  /** `planning`: the per-stage configuration already carries final ports; `creation`: each worker adds its own. */
  readonly appliedAt: 'planning' | 'creation'
}

/** How `SharedMemoryConnector` moves a payload. */
export interface SharedMemoryRule {
  /**
   * `inline-below-threshold`: payloads up to `shm_threshold_bytes` travel in the metadata, larger ones in an
   * anonymous segment; `key-named`: every payload in a segment named by its key; `key-named-fifo`: the same with a
   * wake-up FIFO at the receiver.
   */
  readonly path: 'inline-below-threshold' | 'key-named' | 'key-named-fifo'
  /** Whether connectors that the runtime fills in by itself carry `shm_threshold_bytes`. */
  readonly automaticThreshold: boolean
  /** Whether the connector looks at `shm_threshold_bytes` at all. */
  readonly thresholdRead: boolean
  readonly defaultThresholdBytes: number
}

/** Which outbound edges `get_connectors_config_for_stage` gives to a stage. */
export type OutboundScope = 'every-stage' | 'stage-0'

/** One revision of the runtime, as data. */
export interface Target {
  readonly id: TargetId
  readonly title: string
  /** One sentence: what this revision is known by. */
  readonly about: string
  /** First month it stands for. */
  readonly since: string
  /** First month that the next target stands for; null = the newest. */
  readonly until: string | null
  /** Dialects that the engine's own loader takes. */
  readonly accepts: Readonly<Record<'legacy' | 'deploy', boolean>>
  /** What the engine does with a file of this dialect; null = it reads it. */
  readonly refusal: (dialect: Dialect) => string | null
  /** Flags that pass the file. */
  readonly fileFlags: readonly string[]
  readonly ports: PortRule
  readonly sharedMemory: SharedMemoryRule
  /** `TRANSFER_ENGINE_CONNECTOR_NAMES`. */
  readonly transferEngines: ReadonlySet<string>
  /** Names that the connector factory knows, aliases included. */
  readonly registered: ReadonlySet<string>
  /** True when the transfer-config parser reads top-level `stages`, `connectors` and `edges`. */
  readonly readsDeploy: boolean
  /** True when `base_config` is merged before the transfer-config parser sees the file. */
  readonly mergesBase: boolean
  readonly outbound: OutboundScope
  /** Whether `role` is filled in per stage. */
  readonly injectsRole: boolean
  /** Whether integer `from_stage` and `to_stage` are written into every connector's extra. */
  readonly injectsStages: boolean
  /** True when a stage with more than one inbound or outbound edge is refused. */
  readonly refusesFan: boolean
}
