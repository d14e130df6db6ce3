import type { PayloadKind } from '../bench/types.ts'
import { formatTensor, payloadBytes } from './shape.ts'
import type { PayloadMark, PayloadPart, PayloadPreset } from './types.ts'

interface PresetFacts {
  readonly title: string
  readonly edge: string
  readonly parts: readonly PayloadPart[]
  readonly kind?: PayloadKind
  readonly header?: number
  readonly keys?: number
  readonly mark: PayloadMark
  readonly note: string
}

const part = (name: string, shape: readonly number[], dtype: string, count = 1): PayloadPart => ({
  name,
  shape,
  dtype,
  count,
})

const group = (value: number): string => value.toLocaleString('en-US')

const partBytes = (item: PayloadPart): number => payloadBytes(item.shape, item.dtype) ?? 0

function formulaText(parts: readonly PayloadPart[], bytes: number): string {
  const tensors = parts.map(item => `${item.count === 1 ? '' : `${item.count} × `}${formatTensor(item)}`)
  const numbers = parts.map(item => `${item.count === 1 ? '' : `${item.count} × `}${group(partBytes(item))}`)
  const plain = parts.length === 1 && parts[0]?.count === 1
  return plain
    ? `${tensors.join(' + ')} = ${group(bytes)} B`
    : `${tensors.join(' + ')} = ${numbers.join(' + ')} = ${group(bytes)} B`
}

function preset(id: string, facts: PresetFacts): PayloadPreset {
  const bytes = facts.parts.reduce((sum, item) => sum + item.count * partBytes(item), 0)
  const tensors = facts.parts.reduce((sum, item) => sum + item.count, 0)
  return {
    id,
    title: facts.title,
    edge: facts.edge,
    kind: facts.kind ?? (tensors === 1 ? 'tensor' : 'nested'),
    parts: facts.parts,
    bytes,
    keys: facts.keys ?? 1,
    headerBytes: facts.header ?? null,
    formula: formulaText(facts.parts, bytes),
    mark: facts.mark,
    note: facts.note,
  }
}

/** Keys and values of every layer, for one rank. */
const kvParts = (layers: number, tokens: number, heads: number, headDim: number, copies = 1) => [
  part('keys', [tokens, heads, headDim], 'bfloat16', layers * copies),
  part('values', [tokens, heads, headDim], 'bfloat16', layers * copies),
]

const QWEN3_0_1 = 'Qwen3-Omni 0->1'

/** Payloads of real edges with shape, dtype and bytes; the figures agree with the published ones. */
export const PAYLOAD_PRESETS: readonly PayloadPreset[] = [
  preset('ctl-1k', {
    title: 'Control message, 1 KiB',
    edge: 'any',
    kind: 'bytes',
    parts: [part('bytes', [1024], 'uint8')],
    mark: 'generic',
    note: 'Shows the fixed cost of a transfer.',
  }),
  preset('ctl-4k', {
    title: 'Control message, 4 KiB',
    edge: 'any',
    kind: 'bytes',
    parts: [part('bytes', [4096], 'uint8')],
    mark: 'generic',
    note: 'One page of memory.',
  }),
  preset('q3o-tok-bf16', {
    title: 'One decode step',
    edge: `${QWEN3_0_1}, async chunks`,
    parts: [part('embed', [1, 2048], 'bfloat16'), part('hidden', [1, 2048], 'bfloat16')],
    mark: 'derived',
    note: 'Embedding and hidden state of one token; dimensions from sglang-omni 1573.',
  }),
  preset('q3o-44tok-fp32', {
    title: 'Short chat, 44 tokens',
    edge: `${QWEN3_0_1}, whole payload`,
    parts: [
      part('layers 0 and 24', [44, 2048], 'float32', 2),
      part('tts embeds', [1, 1, 2048], 'float32', 3),
    ],
    mark: 'derived',
    note: 'Fits the 748,365 B that #602 logged, ids and headers apart.',
  }),
  preset('q3o-2500tok-fp32', {
    title: 'Image or video prompt, float32',
    edge: QWEN3_0_1,
    parts: [part('layers 0 and 24', [2500, 2048], 'float32', 2)],
    mark: 'derived',
    note: 'PR 1097 logged a prompt of 2,491 tokens.',
  }),
  preset('q3o-2500tok-bf16', {
    title: 'Image or video prompt, bfloat16',
    edge: QWEN3_0_1,
    parts: [part('layers 0 and 24', [2500, 2048], 'bfloat16', 2)],
    mark: 'derived',
    note: 'Half of what the same states take in float32.',
  }),
  preset('q3o-codec-chunk', {
    title: 'Codec chunk, 25 new and 25 context frames',
    edge: 'Qwen3-Omni 1->2',
    parts: [part('codes', [16, 50], 'int64')],
    mark: 'derived',
    note: 'Documented defaults; 16 codebooks.',
  }),
  preset('q3o-codec-full-10s', {
    title: 'Ten seconds of codec frames',
    edge: 'Qwen3-Omni 1->2, whole payload',
    parts: [part('codes', [16, 125], 'int64')],
    mark: 'assumed',
    note: '12.5 frames per second is general knowledge.',
  }),
  preset('tts-first-chunk-5', {
    title: 'First chunk of five frames',
    edge: 'speech pipelines, initial_codec_chunk_frames 5',
    parts: [part('codes', [16, 5], 'int64')],
    mark: 'derived',
    note: 'What the first sound waits for.',
  }),
  preset('q25o-prompt', {
    title: 'Multimodal prompt',
    edge: 'Qwen2.5-Omni 0->1',
    parts: [part('hidden', [2763, 3584], 'float32', 2)],
    mark: 'derived',
    note: 'A tenth of the total that PR 716 measured over ten prompts.',
  }),
  preset('bagel-kv-7664', {
    title: 'KV cache of 7,664 tokens',
    edge: 'BAGEL 0->1',
    parts: kvParts(28, 7664, 4, 128),
    header: 6820,
    mark: 'measured',
    note: 'PR 3569 logged 439,491,236 B: this and 6,820 B of header.',
  }),
  preset('bagel-kv-x3', {
    title: 'KV cache, prompt and two companions',
    edge: 'BAGEL 0->1, three keys',
    parts: kvParts(28, 7664, 4, 128, 3),
    keys: 3,
    mark: 'derived',
    note: 'Upper bound: companions are usually shorter.',
  }),
  preset('kv-186MB', {
    title: 'Documentation’s benchmark point',
    edge: 'any KV edge',
    kind: 'bytes',
    parts: [part('bytes', [186_000_000], 'uint8')],
    mark: 'published',
    note: 'The transfer-engine page compares 810 ms by store with 14 ms by engine.',
  }),
  preset('hy3-kv-6715-tp4', {
    title: 'KV cache of one of four ranks',
    edge: 'HunyuanImage-3 0->1, TP 4',
    parts: kvParts(32, 6715, 2, 128),
    header: 5795,
    mark: 'measured',
    note: '#3595 logged 220,042,915 B per rank: this and 5,795 B of header.',
  }),
  preset('hy3-kv-6715-all', {
    title: 'KV cache of all four ranks',
    edge: 'HunyuanImage-3 0->1',
    parts: kvParts(32, 6715, 8, 128),
    keys: 4,
    mark: 'derived',
    note: 'Four times the rank’s share.',
  }),
  preset('q3o-pd-1k', {
    title: 'Thinker KV of 1,024 tokens',
    edge: 'Qwen3-Omni prefill to decode',
    parts: kvParts(48, 1024, 4, 128),
    mark: 'assumed',
    note: '98,304 B per token; dimensions are general knowledge.',
  }),
  preset('q3o-pd-8k', {
    title: 'Thinker KV of 8,192 tokens',
    edge: 'Qwen3-Omni prefill to decode',
    parts: kvParts(48, 8192, 4, 128),
    mark: 'assumed',
    note: '98,304 B per token; dimensions are general knowledge.',
  }),
  preset('mammoth-1824', {
    title: 'AR hidden states, bfloat16',
    edge: 'MammothModa2 0->1',
    parts: [part('hidden', [1824, 4096], 'bfloat16')],
    mark: 'measured',
    note: 'PR 7102: half the time of float32 in every step.',
  }),
  preset('mammoth-1824-fp32', {
    title: 'AR hidden states, float32',
    edge: 'MammothModa2 0->1',
    parts: [part('hidden', [1824, 4096], 'float32')],
    mark: 'measured',
    note: 'PR 7102: what the payload was before it kept the model’s dtype.',
  }),
  preset('h3-text-35', {
    title: 'Text states of 35 tokens',
    edge: 'MiniMax-H3 0->1',
    parts: [part('text', [35, 5120], 'bfloat16')],
    header: 375,
    mark: 'measured',
    note: 'PR 6264 logged 358,775 B: this and 375 B of header. An edge not worth tuning.',
  }),
  preset('h3-text-512', {
    title: 'Text states of 512 tokens',
    edge: 'MiniMax-H3 0->1',
    parts: [part('text', [512, 5120], 'bfloat16')],
    mark: 'derived',
    note: 'A long prompt.',
  }),
  preset('wan-encode', {
    title: 'Prompt and negative prompt',
    edge: 'Wan2.2 encode->denoise',
    parts: [part('text', [1, 512, 4096], 'bfloat16', 2)],
    mark: 'assumed',
    note: 'Dimensions are general knowledge.',
  }),
  preset('wan-latent-480p', {
    title: 'Video latent, 480p, 81 frames',
    edge: 'Wan2.2 denoise->decode',
    parts: [part('latent', [1, 16, 21, 60, 104], 'float32')],
    mark: 'assumed',
    note: 'Dimensions are general knowledge.',
  }),
  preset('wan-latent-720p', {
    title: 'Video latent, 720p, 81 frames',
    edge: 'Wan2.2 denoise->decode',
    parts: [part('latent', [1, 16, 21, 90, 160], 'float32')],
    mark: 'assumed',
    note: 'Dimensions are general knowledge.',
  }),
  preset('mcpo-handoff-list', {
    title: 'Hidden states as nested lists',
    edge: 'MiniCPM-o thinker->talker',
    kind: 'list',
    parts: [part('hidden', [256, 4096], 'float32')],
    mark: 'assumed',
    note: 'The same numbers as Python lists: shows what the serialiser costs (about 100 ms per reply).',
  }),
]

/** Payload sizes of a sweep in bytes: powers of four from 1 KiB to 1 GiB. */
export const SWEEP_SIZES: readonly number[] = Array.from({ length: 11 }, (_, step) => 1024 * 4 ** step)

/** The round decimal sizes that networks are measured by: 1, 10, 100 MB and 1 GB. */
export const DECIMAL_SIZES: readonly number[] = [1e6, 1e7, 1e8, 1e9]

/** The preset with that id; null when there is none. */
export const payloadPreset = (id: string): PayloadPreset | null =>
  PAYLOAD_PRESETS.find(item => item.id === id) ?? null
