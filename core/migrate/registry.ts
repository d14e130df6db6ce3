import type { Pipeline, PipelineStage } from '../pipelines/index.ts'
import { type PyValue, pyEquals, pyRepr, pyStr } from '../value/index.ts'

/** What the catalogue says of a removed setting: its value, or `undefined` where it does not hold that thing. */
function registryValue(pipeline: Pipeline, stage: PipelineStage, key: string): PyValue | undefined {
  const processor = (name: string | null): PyValue =>
    name === null ? null : `${pipeline.processorModule ?? ''}.${name}`
  switch (key) {
    case 'engine_input_source':
      return stage.inputSources
    case 'model_arch':
      return stage.modelArch ?? pipeline.modelArch ?? undefined
    case 'model_stage':
      return stage.modelStage
    case 'worker_type':
      return stage.kind === 'llm_generation' ? 'generation' : stage.kind === 'llm_ar' ? 'ar' : undefined
    case 'stage_type':
      return stage.kind === 'unknown' ? undefined : stage.kind === 'diffusion' ? 'diffusion' : 'llm'
    case 'engine_output_type':
      return stage.engineOutputType ?? undefined
    case 'hf_config_name':
      return stage.hfConfigName ?? undefined
    case 'final_output':
      return stage.finalOutput !== null
    case 'final_output_type':
      return stage.finalOutput
    case 'is_comprehension':
      return stage.ownsTokenizer
    case 'prompt_expand_func':
      return processor(stage.processors.promptExpand)
    case 'cfg_kv_collect_func':
      return processor(stage.processors.cfgKvCollect)
    default:
      return undefined
  }
}

/** Classes that the runtime picks by the stage's kind, when a file names one of its own. */
const STANDARD_CLASS: Readonly<Record<string, RegExp>> = {
  worker_cls: /^vllm_omni\..*(?:ARWorker|GenerationWorker)$/,
  scheduler_cls: /^vllm_omni\.core\.sched\.omni_(?:ar|generation)_scheduler\./,
}

export interface RegistryVerdict {
  /** True when nothing has to be done: the registry says the same, or the runtime's own default. */
  readonly same: boolean
  /** The registry's value; undefined where the catalogue does not hold it. */
  readonly value: PyValue | undefined
  readonly message: string
}

/** Holds a topology setting of a legacy file against the pipeline that the runtime would take. */
export function compareWithRegistry(
  pipeline: Pipeline | null,
  stageId: string,
  key: string,
  written: PyValue,
): RegistryVerdict {
  const shown = pyRepr(written)
  if (STANDARD_CLASS[key]?.test(pyStr(written)) === true)
    return {
      same: true,
      value: undefined,
      message: `${key} is the class that the runtime takes for this kind of stage.`,
    }
  if (pipeline === null)
    return {
      same: false,
      value: undefined,
      message: `${key} ${shown} is topology; no pipeline is known for this file, so it needs your own PipelineConfig that says it.`,
    }
  const stage = pipeline.stages.find(candidate => String(candidate.id) === stageId)
  if (stage === undefined)
    return {
      same: false,
      value: undefined,
      message: `The pipeline ${pipeline.key} has no stage ${stageId}; ${key} ${shown} needs your own PipelineConfig.`,
    }
  const module = pipeline.processorModule
  if (key.startsWith('custom_process_') && module !== null && pyStr(written).startsWith(`${module}.`))
    return {
      same: true,
      value: undefined,
      message: `The pipeline ${pipeline.key} brings the processors of ${module} along.`,
    }
  const value = registryValue(pipeline, stage, key)
  if (value !== undefined && pyEquals(value, written))
    return { same: true, value, message: `The pipeline ${pipeline.key} says the same.` }
  const known =
    value === undefined
      ? 'can’t be compared with the catalogue'
      : `is ${pyRepr(value)} in the pipeline ${pipeline.key}`
  return {
    same: false,
    value,
    message: `${key} ${shown} ${known}; if it must stay, it needs your own PipelineConfig.`,
  }
}
