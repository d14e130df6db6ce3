import { TOPOLOGY_KEYS } from '../schema/index.ts'
import type { PyValue } from '../value/index.ts'

/**
 * Settings of a legacy stage, besides those that deploy stages tolerate, that deploy files leave to the runtime's
 * PipelineConfig, by the name of the same thing in the catalogue (upstream issue 5265).
 */
const LEFT_TO_PIPELINE: ReadonlySet<string> = new Set([
  'custom_process_input_func',
  'custom_process_next_stage_input_func',
  'prompt_expand_func',
  'prompt_transform_func',
  'cfg_kv_collect_func',
  'is_prefill_only',
  'is_decode_only',
  'sampling_constraints',
])

/** True for what the topology owns; every `custom_process_*` function is. */
export const isTopologyKey = (key: string): boolean =>
  TOPOLOGY_KEYS.has(key) || LEFT_TO_PIPELINE.has(key) || key.startsWith('custom_process_')

/** Engine settings that a deploy file may say once for all stages. */
export const PIPELINE_WIDE: readonly string[] = [
  'trust_remote_code',
  'distributed_executor_backend',
  'dtype',
  'quantization',
  'enable_chunked_prefill',
  'data_parallel_size',
  'pipeline_parallel_size',
]

/** Keys of a stage's `runtime` that a deploy stage has as its own. */
export const RUNTIME_TO_STAGE: ReadonlySet<string> = new Set(['devices', 'num_replicas', 'env'])

/**
 * What legacy files left to defaults that deploy files have not got (upstream issue 3313): trust_remote_code was true,
 * prefix caching off, 32768 tokens and one sequence per batch.
 */
export const CHANGED_DEFAULTS: readonly {
  readonly key: string
  readonly before: PyValue
  readonly now: string
  readonly engine: 'any' | 'llm'
}[] = [
  { key: 'max_num_seqs', before: 1, now: 'a larger batch', engine: 'any' },
  { key: 'max_num_batched_tokens', before: 32768, now: 'a value that vLLM infers', engine: 'llm' },
  { key: 'enable_prefix_caching', before: false, now: 'what the model allows', engine: 'llm' },
  { key: 'trust_remote_code', before: true, now: 'false', engine: 'any' },
]

/** Older name of a connector's class, and the one that every target knows. */
export const RENAMED_CLASSES: ReadonlyMap<string, string> = new Map([
  ['MooncakeConnector', 'MooncakeStoreConnector'],
])

/** Keys of a connector's `extra` that nothing reads any more. */
export const DEAD_EXTRA: ReadonlySet<string> = new Set(['shm_threshold_bytes'])
