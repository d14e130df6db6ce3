/** Keys that the registry owns: a deploy stage tolerates and ignores them (runtime: `StagePipelineConfig`). */
export const TOPOLOGY_KEYS: ReadonlySet<string> = new Set([
  'model_arch',
  'worker_cls',
  'scheduler_cls',
  'worker_type',
  'engine_output_type',
  'hf_config_name',
  'stage_type',
  'final_output',
  'final_output_type',
  'is_comprehension',
  'model_stage',
  'engine_input_source',
])
