import type { StageKind, StageView } from '../contract/analysis.ts'
import type { Path } from '../document/index.ts'
import { type Pipeline, type PipelineStage, pipelineStage } from '../pipelines/index.ts'
import {
  dictGet,
  isDict,
  isFloat,
  isInt,
  isList,
  isString,
  type PyValue,
  pyStr,
  pyTruthy,
} from '../value/index.ts'
import { degree, type FieldReader, tensorParallelSize, worldSize } from './parallelism.ts'

/** What a stage's view is made of. */
export interface StageFacts {
  readonly id: string
  readonly index: number | null
  readonly path: Path | null
  readonly origin: StageView['origin']
  readonly read: FieldReader
  /** Like `read`, without the values that nobody wrote. */
  readonly readWritten: FieldReader
}

export interface GraphFacts {
  readonly legacy: boolean
  readonly pipeline: Pipeline | null
  readonly asyncChunk: boolean
}

const text = (value: PyValue): string | null => (value === null ? null : pyStr(value))

/** Worker classes carry their kind in their name; the runtime's own are `…ARWorker` and `…GenerationWorker`. */
function kindOfWorker(worker: string): StageKind | null {
  if (/generation/i.test(worker)) return 'llm_generation'
  return /^ar$|ARWorker|\.ar\b/i.test(worker) ? 'llm_ar' : null
}

function writtenKind(read: FieldReader, legacy: boolean): StageKind {
  if (read('stage_type') === 'diffusion') return 'diffusion'
  for (const key of ['worker_type', 'worker_cls', 'scheduler_cls']) {
    const value = read(key)
    const kind = isString(value) ? kindOfWorker(value) : null
    if (kind !== null) return kind
  }
  if (legacy) return 'llm_ar'
  return isDict(read('parallel_config')) || read('model_class_name') !== null ? 'diffusion' : 'unknown'
}

/** A legacy file says itself what its stages are; of a deploy file only the pipeline knows. */
function kindOf(stage: StageFacts, known: PipelineStage | null, legacy: boolean): StageKind {
  const told = ['stage_type', 'worker_type', 'worker_cls'].some(key => stage.readWritten(key) !== null)
  if (known !== null && !(legacy && told)) return known.kind
  return writtenKind(stage.readWritten, legacy)
}

/** Logical device indices as written. */
function splitDevices(value: PyValue): readonly string[] | null {
  if (value === null) return null
  const items = isList(value) ? value.map(pyStr) : pyStr(value).split(',')
  const devices = items.map(item => item.trim()).filter(item => item !== '')
  return devices.length === 0 ? null : devices
}

function share(value: PyValue): number | null {
  if (isInt(value)) return Number(value)
  return isFloat(value) && Number.isFinite(value.float) ? value.float : null
}

/** What the user gets of the stage; a deploy file leaves that to the pipeline. */
function finalOutput(stage: StageFacts): string | null {
  if (!pyTruthy(stage.read('final_output'))) return null
  return text(stage.read('final_output_type')) ?? 'text'
}

const kvFlag = (read: FieldReader, key: string): boolean => {
  const config = read('omni_kv_config')
  return isDict(config) && pyTruthy(dictGet(config, key) ?? false)
}

/** A stage as the graph shows it, from its values after all layers. */
export function stageView(stage: StageFacts, graph: GraphFacts): StageView {
  const { read } = stage
  const known = graph.pipeline === null ? null : pipelineStage(graph.pipeline, stage.id)
  const kind = kindOf(stage, known, graph.legacy)
  return {
    id: stage.id,
    index: stage.index,
    path: stage.path,
    name: text(stage.readWritten('model_stage')) ?? known?.modelStage ?? null,
    kind,
    devices: splitDevices(read('devices')),
    tensorParallelSize: tensorParallelSize(stage.readWritten),
    worldSize: worldSize(stage.readWritten, kind),
    // 0 counts as 1 in the runtime; what is no integer or below 0 is refused there.
    replicas: degree(read('num_replicas')),
    gpuMemoryUtilization: share(stage.readWritten('gpu_memory_utilization')),
    finalOutput: finalOutput(stage),
    asyncChunk: graph.asyncChunk && read('async_chunk') !== false,
    needSendCache: kvFlag(read, 'need_send_cache'),
    needRecvCache: kvFlag(read, 'need_recv_cache'),
    origin: stage.origin,
  }
}

/** A stage that an edge names but nobody declares. */
export const ghostView = (id: string): StageView => ({
  id,
  index: null,
  path: null,
  name: null,
  kind: 'unknown',
  devices: null,
  tensorParallelSize: 1,
  worldSize: 1,
  replicas: 1,
  gpuMemoryUtilization: null,
  finalOutput: null,
  asyncChunk: false,
  needSendCache: false,
  needRecvCache: false,
  origin: 'ghost',
})
