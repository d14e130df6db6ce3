import type { PayloadKind, PayloadSpec } from '../../core/bench/types.ts'
import {
  DTYPES,
  formatTensor,
  PAYLOAD_PRESETS,
  parseTensor,
  payloadBytes,
  payloadPreset,
  presetSpec,
  presetsForEdge,
} from '../../core/payload/index.ts'
import { findPipeline, type Pipeline, parsePipelineTexts } from '../../core/pipelines/index.ts'
import type { SelectOption } from '../ui/index.ts'

/** Bound of the host for one payload: 1 GiB. */
export const MAX_PAYLOAD = 1024 ** 3

const CUSTOM = 'custom:'
const PRESET = 'preset:'

const CUSTOM_KINDS: readonly { readonly kind: PayloadKind; readonly label: string }[] = [
  { kind: 'bytes', label: 'Bytes of a size' },
  { kind: 'tensor', label: 'Tensor of a shape' },
  { kind: 'nested', label: 'Nested mapping with tensors' },
  { kind: 'list', label: 'Nested lists of numbers' },
]

/** The topology that the analysis settled on, with its payloads; null when none is known. */
export const pipelineOf = (key: string | null, pipelineTexts: readonly string[]): Pipeline | null =>
  key === null
    ? null
    : findPipeline({ key, userPipelines: parsePipelineTexts(pipelineTexts).pipelines }).pipeline

/** Own shapes first, then what this pipeline's edges carry, then everything else that the catalogue knows. */
export function payloadOptions(
  pipeline: Pipeline | null,
  edgeIds: readonly string[],
): readonly SelectOption<string>[] {
  const own = new Set(
    pipeline === null
      ? []
      : edgeIds.flatMap(id => presetsForEdge(pipeline, id).filter(preset => preset.mark !== 'generic')),
  )
  const groupOf = (preset: (typeof PAYLOAD_PRESETS)[number]): string =>
    own.has(preset)
      ? `Edges of ${pipeline?.title}`
      : preset.mark === 'generic'
        ? 'Any edge'
        : 'Other pipelines'
  const order = (preset: (typeof PAYLOAD_PRESETS)[number]): number =>
    own.has(preset) ? 0 : preset.mark === 'generic' ? 1 : 2
  return [
    ...CUSTOM_KINDS.map(({ kind, label }) => ({ value: CUSTOM + kind, label })),
    ...[...PAYLOAD_PRESETS]
      .sort((a, b) => order(a) - order(b))
      .map(preset => ({
        value: PRESET + preset.id,
        label: `${preset.title} (${preset.edge})`,
        group: groupOf(preset),
      })),
  ]
}

export const payloadChoice = (payload: PayloadSpec): string =>
  payload.preset === undefined ? CUSTOM + payload.kind : PRESET + payload.preset

/** The payload for a chosen option; a custom one keeps the size of the one before. */
export function payloadFor(choice: string, before: PayloadSpec): PayloadSpec {
  if (choice.startsWith(PRESET)) {
    const preset = payloadPreset(choice.slice(PRESET.length))
    return preset === null ? before : presetSpec(preset)
  }
  const kind = CUSTOM_KINDS.find(item => CUSTOM + item.kind === choice)?.kind ?? 'bytes'
  const bytes = Math.min(before.bytes, MAX_PAYLOAD)
  if (kind !== 'tensor') return { kind, bytes }
  const elements = Math.max(1, Math.round(bytes / 4))
  return { kind, dtype: 'float32', shape: [elements], bytes: elements * 4 }
}

/** The tensor as text, `[2500, 2048] float32`; empty when it has no shape. */
export const tensorText = (payload: PayloadSpec): string =>
  payload.shape === undefined ? '' : formatTensor({ shape: payload.shape, dtype: payload.dtype ?? 'float32' })

/** Reads a tensor's shape and dtype; the reason when it is none or too large. */
export function readTensor(text: string): { readonly payload: PayloadSpec } | { readonly problem: string } {
  const tensor = parseTensor(text)
  const bytes = tensor === null ? null : payloadBytes(tensor.shape, tensor.dtype)
  if (tensor === null || bytes === null || tensor.shape.some(dimension => dimension < 1))
    return { problem: `Shape and type, such as [1824, 4096] bf16. Types: ${DTYPES.join(', ')}.` }
  if (bytes > MAX_PAYLOAD) return { problem: `That is ${bytes.toLocaleString('en-US')} B; at most 1 GiB.` }
  return { payload: { kind: 'tensor', bytes, dtype: tensor.dtype, shape: tensor.shape } }
}

/** How the size comes about, and where it is from. */
export function payloadFormula(payload: PayloadSpec): {
  readonly formula: string
  readonly note: string | null
} {
  const preset = payload.preset === undefined ? null : payloadPreset(payload.preset)
  if (preset !== null) return { formula: preset.formula, note: `${preset.note} (${preset.mark})` }
  const bytes = `${payload.bytes.toLocaleString('en-US')} B`
  return payload.shape === undefined
    ? { formula: bytes, note: null }
    : { formula: `${tensorText(payload)} = ${bytes}`, note: null }
}
