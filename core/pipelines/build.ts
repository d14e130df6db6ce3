import type { StageKind } from '../contract/index.ts'
import type { Pipeline, PipelineKv, PipelineStage, StageProcessors } from './types.ts'

export interface StageFacts {
  readonly from?: readonly number[]
  /** Modality of what the user gets. */
  readonly final?: string
  /** Engine output type. */
  readonly out?: string
  readonly tokenizer?: boolean
  readonly arch?: string
  readonly hfConfig?: string
  readonly processors?: Partial<StageProcessors>
  readonly kv?: PipelineKv
}

const NO_PROCESSORS: StageProcessors = {
  input: null,
  syncInput: null,
  next: null,
  asyncNext: null,
  promptExpand: null,
  cfgKvCollect: null,
}

/** A stage with everything that the facts leave open filled in as the runtime's dataclass does. */
export function stage(
  id: number,
  modelStage: string,
  kind: StageKind,
  facts: StageFacts = {},
): PipelineStage {
  return {
    id,
    modelStage,
    kind,
    inputSources: facts.from ?? (id === 0 ? [] : [id - 1]),
    finalOutput: facts.final ?? null,
    engineOutputType: facts.out ?? null,
    ownsTokenizer: facts.tokenizer ?? false,
    modelArch: facts.arch ?? null,
    hfConfigName: facts.hfConfig ?? null,
    processors: { ...NO_PROCESSORS, ...facts.processors },
    kv: facts.kv ?? null,
  }
}

export const SEND_AFTER_PREFILL: PipelineKv = {
  needSend: true,
  needRecv: false,
  criteria: 'prefill_finished',
}
export const SEND_AT_END: PipelineKv = { needSend: true, needRecv: false, criteria: null }
export const RECEIVE: PipelineKv = { needSend: false, needRecv: true, criteria: null }

type PipelineFacts = Pick<Pipeline, 'key' | 'title' | 'about' | 'stages'> &
  Partial<Omit<Pipeline, 'key' | 'title' | 'about' | 'stages' | 'origin' | 'processorModule'>> & {
    readonly processors?: string
  }

/** A catalogue entry; `processors` is the last part of the processor module's name. */
export const pipeline = ({ processors, ...facts }: PipelineFacts): Pipeline => ({
  fileNames: [],
  registered: true,
  modelArch: null,
  processorModule:
    processors === undefined ? null : `vllm_omni.model_executor.stage_input_processors.${processors}`,
  kvDims: {},
  codec: null,
  payloads: {},
  ...facts,
  origin: 'catalogue',
})
