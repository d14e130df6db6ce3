import type { Pipeline, PipelineStage } from '../pipelines/index.ts'
import type { PyDict, PyValue } from '../value/index.ts'

/** Names that the runtime exports a stage's processors under, by their name in the catalogue. */
const PROCESSOR_KEYS = {
  input: 'custom_process_input_func',
  syncInput: 'sync_process_input_func',
  next: 'custom_process_next_stage_input_func',
  asyncNext: 'async_chunk_process_next_stage_input_func',
  promptExpand: 'prompt_expand_func',
  cfgKvCollect: 'cfg_kv_collect_func',
} as const

const EXECUTION: Readonly<Record<PipelineStage['kind'], readonly (readonly [string, string])[]>> = {
  llm_ar: [
    ['stage_type', 'llm'],
    ['worker_type', 'ar'],
  ],
  llm_generation: [
    ['stage_type', 'llm'],
    ['worker_type', 'generation'],
  ],
  diffusion: [['stage_type', 'diffusion']],
  unknown: [],
}

/** Fields that the topology decides, whatever a deploy file says (runtime: 1.3). */
export const OWNED_BY_PIPELINE: ReadonlySet<string> = new Set([
  'final_output',
  'final_output_type',
  'is_comprehension',
  'omni_kv_config',
])

function kvConfig(stage: PipelineStage): PyDict | null {
  const { kv } = stage
  if (kv === null) return null
  const config = new Map<PyValue, PyValue>()
  if (kv.needSend) config.set('need_send_cache', true)
  if (kv.needRecv) config.set('need_recv_cache', true)
  if (kv.criteria !== null) config.set('kv_transfer_criteria', new Map([['type', kv.criteria]]))
  return config
}

function processorFields(pipeline: Pipeline, stage: PipelineStage): readonly (readonly [string, PyValue])[] {
  return Object.entries(PROCESSOR_KEYS).flatMap(([name, key]) => {
    const processor = stage.processors[name as keyof typeof PROCESSOR_KEYS]
    if (processor === null) return []
    const whole = processor.includes('.') || pipeline.processorModule === null
    return [[key, whole ? processor : `${pipeline.processorModule}.${processor}`] as const]
  })
}

/** What the topology says of a stage, under the names of the flattened stage. Null where it has no say. */
export function pipelineFields(pipeline: Pipeline, stage: PipelineStage): ReadonlyMap<string, PyValue> {
  const fields: (readonly [string, PyValue])[] = [
    ['model_stage', stage.modelStage],
    ...EXECUTION[stage.kind],
    ['engine_input_source', stage.inputSources],
    ['final_output', stage.finalOutput !== null],
    ['final_output_type', stage.finalOutput],
    ['is_comprehension', stage.ownsTokenizer],
    ['engine_output_type', stage.engineOutputType],
    ['model_arch', stage.modelArch ?? pipeline.modelArch],
    ['hf_config_name', stage.hfConfigName],
    ...processorFields(pipeline, stage),
    ['omni_kv_config', kvConfig(stage)],
  ]
  return new Map(fields.filter(([, value]) => value !== null))
}
