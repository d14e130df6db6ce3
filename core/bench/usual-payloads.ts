import type { Analysis, EdgeView } from '../contract/analysis.ts'
import { payloadBytes } from '../payload/shape.ts'
import { chunksOf } from './chunks.ts'
import { cataloguePayloads } from './plan.ts'
import { extraOf } from './plan-edge.ts'
import type { PayloadSpec } from './types.ts'

/** Frames of context before a chunk where the file says nothing. */
const LEFT_CONTEXT_FRAMES = 25

/**
 * The usual payload of every edge for which the catalogue has one. An edge that streams codec chunks carries chunks
 * as this file makes them: `[codebooks, codec_left_context_frames + codec_chunk_frames]` of int64.
 */
export function usualPayloads(analysis: Analysis): Readonly<Record<string, PayloadSpec>> {
  const usual = cataloguePayloads(analysis.pipeline, analysis.edges)
  const chunks = analysis.edges.flatMap(view => {
    const chunk = codecChunk(view, analysis)
    const preset = usual[view.id]
    const same = chunk !== null && preset?.shape?.join() === chunk.shape?.join()
    return chunk === null || same ? [] : [[view.id, chunk] as const]
  })
  return { ...usual, ...Object.fromEntries(chunks) }
}

/** Null where an edge streams no chunks, or the pipeline's codec is not known. */
function codecChunk(view: EdgeView, analysis: Analysis): PayloadSpec | null {
  const extra = extraOf(view, analysis)
  const codebooks = analysis.pipeline?.codec?.codebooks ?? null
  const frames = extra.codec_chunk_frames
  if (codebooks === null || typeof frames !== 'number' || chunksOf(view, extra, analysis) === 1) return null
  const written = extra.codec_left_context_frames
  const context =
    typeof written === 'number' && Number.isInteger(written) && written >= 0 ? written : LEFT_CONTEXT_FRAMES
  const shape = [codebooks, context + frames]
  const bytes = payloadBytes(shape, 'int64')
  return bytes === null ? null : { kind: 'tensor', dtype: 'int64', shape, bytes }
}
