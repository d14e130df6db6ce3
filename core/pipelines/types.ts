import type { StageKind } from '../contract/index.ts'

/** How sure a figure is: measured upstream, computed from published figures, or general knowledge. */
export type Certainty = 'measured' | 'derived' | 'assumed'

/** Functions that carry payloads between stages, by name; null = the pipeline has none. */
export interface StageProcessors {
  /** Orchestrator side, on this stage's input (`custom_process_input_func`). */
  readonly input: string | null
  /** The same where async chunks are off (`sync_process_input_func`). */
  readonly syncInput: string | null
  /** Worker side, makes the whole payload for the next stage (`custom_process_next_stage_input_func`). */
  readonly next: string | null
  /** Worker side, makes chunks for the next stage (`async_chunk_process_next_stage_input_func`). */
  readonly asyncNext: string | null
  /** Makes guidance companions of a prompt (`prompt_expand_func`). */
  readonly promptExpand: string | null
  /** Collects the KV caches of the companions (`cfg_kv_collect_func`); switches KV prefetch off. */
  readonly cfgKvCollect: string | null
}

/** KV flags that the pipeline itself sets; they replace the file's `omni_kv_config` of the stage as a whole. */
export interface PipelineKv {
  readonly needSend: boolean
  readonly needRecv: boolean
  /** `kv_transfer_criteria.type`; null = transfer when the request has finished. */
  readonly criteria: string | null
}

/** The runtime's StagePipelineConfig, as far as a deployment can see it. */
export interface PipelineStage {
  readonly id: number
  readonly modelStage: string
  readonly kind: StageKind
  readonly inputSources: readonly number[]
  /** `text`, `audio`, `image` … when the stage's output goes to the user; null otherwise. */
  readonly finalOutput: string | null
  readonly engineOutputType: string | null
  readonly ownsTokenizer: boolean
  /** Null = the pipeline's own. */
  readonly modelArch: string | null
  readonly hfConfigName: string | null
  readonly processors: StageProcessors
  readonly kv: PipelineKv | null
}

/** Attention dimensions of a stage whose KV cache travels. */
export interface KvDims {
  readonly layers: number
  readonly kvHeads: number
  readonly headDim: number
  readonly dtype: string
  readonly certainty: Certainty
  /** A prompt length seen in practice, for a first estimate. */
  readonly typicalTokens: number
  /** Keys that one request sends at most (the prompt and its guidance companions). */
  readonly keysPerRequest: number
}

/** Codec of a speech pipeline, for chunk sizes in seconds and token budgets. */
export interface CodecFacts {
  readonly codebooks: number | null
  readonly framesPerSecond: number | null
  readonly certainty: Certainty
}

export interface Pipeline {
  /** Registry key: the value of `pipeline:`, the model type otherwise. */
  readonly key: string
  readonly title: string
  /** One sentence. */
  readonly about: string
  /** File stems besides the key that mean this pipeline. */
  readonly fileNames: readonly string[]
  /** False for pipelines known from legacy files only: a deploy file cannot name them. */
  readonly registered: boolean
  readonly modelArch: string | null
  /** Prefix of the processor functions; null = unknown or none. */
  readonly processorModule: string | null
  readonly stages: readonly PipelineStage[]
  /** By stage id of the sender. */
  readonly kvDims: Readonly<Record<string, KvDims>>
  readonly codec: CodecFacts | null
  /** Payload preset ids by edge id (`0->1`), the most usual first. */
  readonly payloads: Readonly<Record<string, readonly string[]>>
  readonly origin: 'catalogue' | 'user'
}

/** An edge of the topology. It has no connector of its own: the file's wiring decides that. */
export interface PipelineEdge {
  readonly from: string
  readonly to: string
}
