import type { ParsedDocument, Path } from '../document/types.ts'
import type { Pipeline } from '../pipelines/types.ts'
import type { PyDict } from '../value/types.ts'
import type { EffectiveConfig, KvPlan } from './effective.ts'
import type { Finding } from './finding.ts'
import type { Result } from './result.ts'

export type TargetId = '2025-12' | '2026-07' | '2026-09'
export type Platform = 'cuda' | 'npu' | 'rocm' | 'xpu' | 'musa'

/** A file that this one names (`base_config`), as the host read it. Keys of `AnalysisContext.files`. */
export type FileLookup = Readonly<Record<string, string | null>>

/** Everything besides the text that decides what the runtime would make of it. Plain data; all optional. */
export interface AnalysisContext {
  readonly target?: TargetId
  /** Name or path of the file; selects JSON by suffix and a pipeline by name. Default `config.yaml`. */
  readonly fileName?: string
  /** Environment of the launch, for `${VAR}` and the rank and replica variables. Never the app's own. */
  readonly env?: Readonly<Record<string, string>>
  /** `platforms` section to apply; none when absent. */
  readonly platform?: Platform
  /** The text of `--stage-overrides` (JSON). */
  readonly stageOverrides?: string
  /** Registry key of the pipeline, when the user chose one. */
  readonly pipeline?: string
  /** The user's own pipeline definitions, as YAML texts. */
  readonly pipelineTexts?: readonly string[]
  /** Texts of `base_config` parents by the path as resolved against the including file; null = not found. */
  readonly files?: FileLookup
  /** The host inventory, as YAML text. */
  readonly hostsText?: string
  /** What `preflight` measured on this machine. */
  readonly machine?: MachineFacts
  /** The launch command line, for CMD-1, DEV-2, MEM-6 and MN-1. */
  readonly command?: string
}

/** Facts about the machine that the host measures; sizes in bytes. Absent = not known. */
export interface MachineFacts {
  readonly hostName?: string
  readonly cpuCount?: number
  readonly memoryAvailableBytes?: number
  readonly memlockLimitBytes?: number | 'unlimited'
  readonly shmTotalBytes?: number
  readonly shmFreeBytes?: number
  readonly ephemeralPortRange?: readonly [number, number]
  readonly reservedPorts?: readonly (readonly [number, number])[]
  readonly listeningPorts?: readonly {
    readonly host: string
    readonly port: number
    readonly owner: string | null
  }[]
  readonly rdmaDevices?: readonly { readonly name: string; readonly active: boolean }[]
  readonly infinibandPresent?: boolean
  readonly autoHostAddress?: string
  readonly shmResidue?: readonly {
    readonly name: string
    readonly bytes: number
    readonly ageSeconds: number
  }[]
}

export type StageKind = 'llm_ar' | 'llm_generation' | 'diffusion' | 'unknown'

/** Where a value came from, the strongest first. */
export type Provenance = 'override' | 'platform' | 'overlay' | 'base' | 'pipeline' | 'default'

/** A stage as the graph shows it. One per distinct stage id of the file, then those the pipeline adds. */
export interface StageView {
  readonly id: string
  /** Position in `stages`/`stage_args`; null for a stage that only the pipeline knows. */
  readonly index: number | null
  readonly path: Path | null
  /** `model_stage` of the file or pipeline; null when neither tells. */
  readonly name: string | null
  readonly kind: StageKind
  /** Logical device indices as written, split at commas; null = not set. */
  readonly devices: readonly string[] | null
  /** TP ranks of one replica; for diffusion the parallel world size is in `worldSize`. */
  readonly tensorParallelSize: number
  readonly worldSize: number
  /** At most 1024, like every degree: larger written numbers stand in the effective fields only. */
  readonly replicas: number
  readonly gpuMemoryUtilization: number | null
  readonly finalOutput: string | null
  readonly asyncChunk: boolean
  readonly needSendCache: boolean
  readonly needRecvCache: boolean
  readonly origin: 'file' | 'pipeline' | 'ghost'
}

/** How an edge came to be. `pipeline` edges are drawn but have no connector of their own in the runtime. */
export type EdgeOrigin = 'explicit' | 'edges' | 'engine_input_source' | 'pipeline'

/** An edge as the graph shows it, in the runtime's registration order. */
export interface EdgeView {
  readonly id: string
  readonly from: string
  readonly to: string
  readonly origin: EdgeOrigin
  /** True when the runtime fills in SharedMemoryConnector by itself. */
  readonly automatic: boolean
  /** Key in `connectors`; null for inline and automatic ones. */
  readonly connectorLabel: string | null
  /** Class name as the factory gets it, `MooncakeTransferEngineConnector` for example. */
  readonly connectorName: string
  readonly inputPath: Path | null
  readonly outputPath: Path | null
  readonly edgePath: Path | null
  readonly carriesKv: boolean
  /** True when `from` or `to` is not a stage of the file or the pipeline. */
  readonly ghost: boolean
}

export interface ConnectorDefinitionView {
  readonly label: string
  readonly name: string | null
  readonly path: Path
  readonly usedBy: readonly string[]
}

/** The runtime's ConnectorSpec. `extra` is shared text-order data; never mutated. */
export interface ConnectorSpec {
  readonly name: string
  readonly extra: PyDict
}

export interface EdgeSpec {
  readonly from: string
  readonly to: string
  readonly spec: ConnectorSpec
}

/** The runtime's OmniTransferConfig: edges in registration order. */
export interface OmniTransferConfig {
  readonly connectors: readonly EdgeSpec[]
}

export type PortPurpose = 'request_forwarding' | 'kv_transfer' | 'orchestrator'

/** One socket that would be bound or dialled. */
export interface PortEndpoint {
  readonly edge: { readonly from: string; readonly to: string }
  readonly connectorLabel: string | null
  readonly connectorName: string
  readonly purpose: PortPurpose
  readonly action: 'bind' | 'dial'
  /** Stage whose process does it; `orchestrator` for the orchestrator's own. */
  readonly stage: string
  readonly replica: number
  readonly rank: number
  /** As resolved: a literal address, `auto`, or an inventory host's address. */
  readonly host: string
  readonly port: number
  /** For example `50051 + 100 + 0*1024 + 1*16 + 0 = 50167`. */
  readonly formula: string
  readonly path: Path
}

export interface PortPlan {
  readonly endpoints: readonly PortEndpoint[]
  /** Edges whose ports can't be computed, with the runtime's own words. */
  readonly problems: readonly {
    readonly edge: { readonly from: string; readonly to: string }
    readonly message: string
    /** Class of the exception, the innermost one; absent for a bound of the plan's own. */
    readonly raises?: string
  }[]
}

/** Everything at once: what the window, the command line and the tests look at. */
export interface Analysis {
  readonly target: TargetId
  readonly document: ParsedDocument
  readonly pipelineKey: string | null
  /** The topology that the file means, of the catalogue or the user's own; null = not known. */
  readonly pipeline: Pipeline | null
  /** What can't be known without the topology; null when it is known or the file brings its own (legacy). */
  readonly pipelineUnknown: string | null
  readonly stages: readonly StageView[]
  readonly edges: readonly EdgeView[]
  readonly connectors: readonly ConnectorDefinitionView[]
  /** What `load_omni_transfer_config` gives; the runtime's error as a Problem; null for an empty file. */
  readonly transfer: Result<OmniTransferConfig | null>
  readonly effective: EffectiveConfig
  readonly ports: PortPlan
  readonly kv: KvPlan
  readonly findings: readonly Finding[]
}
