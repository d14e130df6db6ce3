import type { PayloadSpec } from '../bench/types.ts'
import { edgePayloads, type Pipeline } from '../pipelines/index.ts'
import { PAYLOAD_PRESETS, payloadPreset } from './presets.ts'
import type { PayloadPreset } from './types.ts'

/** What the bench sends for a preset. */
export function presetSpec(preset: PayloadPreset): PayloadSpec {
  const single = preset.parts.length === 1 && preset.parts[0]?.count === 1 ? preset.parts[0] : undefined
  return {
    kind: preset.kind,
    bytes: preset.bytes,
    preset: preset.id,
    ...(single === undefined ? {} : { dtype: single.dtype, shape: single.shape }),
  }
}

/** Presets that fit an edge, the pipeline's own first, then those for any edge; all of them without a pipeline. */
export function presetsForEdge(pipeline: Pipeline | null, edgeId: string): readonly PayloadPreset[] {
  if (pipeline === null) return PAYLOAD_PRESETS
  const own = edgePayloads(pipeline, edgeId).flatMap(id => payloadPreset(id) ?? [])
  return [...own, ...PAYLOAD_PRESETS.filter(preset => preset.mark === 'generic' && !own.includes(preset))]
}

/** The payload that an edge of a known pipeline carries most often; null when the catalogue has none for it. */
export const edgePreset = (pipeline: Pipeline | null, edgeId: string): PayloadPreset | null =>
  pipeline === null
    ? null
    : (edgePayloads(pipeline, edgeId).flatMap(id => payloadPreset(id) ?? [])[0] ?? null)
