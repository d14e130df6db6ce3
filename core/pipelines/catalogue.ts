import { IMAGE_PIPELINES } from './image.ts'
import { OMNI_PIPELINES } from './omni.ts'
import { SPEECH_PIPELINES } from './speech.ts'
import type { Pipeline, PipelineEdge, PipelineStage } from './types.ts'

/** Topologies that the runtime keeps in code and that deploy files leave out. */
export const PIPELINES: readonly Pipeline[] = [...OMNI_PIPELINES, ...SPEECH_PIPELINES, ...IMAGE_PIPELINES]

/** The topology's edges in stage order (`input_sources`). */
export const pipelineEdges = (pipeline: Pipeline): readonly PipelineEdge[] =>
  pipeline.stages.flatMap(stage =>
    stage.inputSources.map(source => ({ from: String(source), to: String(stage.id) })),
  )

/** The stage with that id as the file writes it (`"0"`); null when the pipeline has none. */
export const pipelineStage = (pipeline: Pipeline, id: string): PipelineStage | null =>
  pipeline.stages.find(stage => String(stage.id) === id) ?? null

/** True when some stage can send chunks: without one `async_chunk: true` raises (runtime: 1.6). */
export const canAsyncChunk = (pipeline: Pipeline): boolean =>
  pipeline.stages.some(stage => stage.processors.asyncNext !== null)

/** Presets of the edge's payload, the most usual first; empty = nothing is known. */
export const edgePayloads = (pipeline: Pipeline, edgeId: string): readonly string[] =>
  Object.hasOwn(pipeline.payloads, edgeId) ? (pipeline.payloads[edgeId] ?? []) : []
