import type { Analysis, EdgeView } from '../contract/analysis.ts'

/** Length of the reply that a flow stands for, and the usual frame rate where the catalogue knows none. */
const REPLY_SECONDS = 10
const FRAMES_PER_SECOND = 12.5

const positive = (value: unknown): number | null =>
  typeof value === 'number' && Number.isInteger(value) && value > 0 ? value : null

/**
 * Pieces that a reply of ten seconds crosses an edge in: the first of `initial_codec_chunk_frames`, the others of
 * `codec_chunk_frames`. One where the sender does not work in chunks, the receiver makes no sound, or the connector
 * says nothing about chunks.
 */
export function chunksOf(
  view: EdgeView,
  extra: Readonly<Record<string, unknown>>,
  analysis: Analysis,
): number {
  const sender = analysis.stages.find(({ id }) => id === view.from)
  const receiver = analysis.stages.find(({ id }) => id === view.to)
  const chunk = positive(extra.codec_chunk_frames)
  if (sender?.asyncChunk !== true || receiver?.kind !== 'llm_generation' || view.carriesKv || chunk === null)
    return 1
  const codec = analysis.pipeline?.codec
  const frames = Math.ceil(REPLY_SECONDS * (codec?.framesPerSecond ?? FRAMES_PER_SECOND))
  const first = Math.min(positive(extra.initial_codec_chunk_frames) ?? chunk, frames)
  return 1 + Math.ceil((frames - first) / chunk)
}
