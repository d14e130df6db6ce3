import type { EdgeSpec } from '../../../contract/analysis.ts'
import { dictGet, isInt, type PyDict } from '../../../value/index.ts'
import { placeAt } from '../../config.ts'
import { setValue } from '../../fixes.ts'
import { connectorPath, shownEdge } from '../../lookups.ts'
import { EVERY_TARGET } from '../../targets.ts'
import type { FindingDraft, Place, Rule } from '../../types.ts'
import { fieldPlace, type RuleView } from '../../view.ts'
import { countWords, wholeNumber } from '../../words.ts'

const integer = (extra: PyDict, key: string): number | null => {
  const value = dictGet(extra, key)
  return isInt(value) && typeof value === 'number' ? value : null
}

/** Where a key of an edge's connector stands: in its named definition or in place. */
function placeOfKey(view: RuleView, edge: EdgeSpec, key: string): Place {
  const shown = shownEdge(view, edge)
  const definition = connectorPath(view, shown?.connectorLabel ?? null)
  const home = definition ?? shown?.inputPath ?? shown?.outputPath
  return home === undefined || home === null
    ? { path: [view.config.listKey], elsewhere: true }
    : placeAt(view.document, [...home, 'extra', key])
}

function firstChunk(view: RuleView, edge: EdgeSpec): readonly FindingDraft[] {
  const { extra } = edge.spec
  const [initial, chunk] = [
    integer(extra, 'initial_codec_chunk_frames'),
    integer(extra, 'codec_chunk_frames'),
  ]
  if (initial === null || chunk === null || initial <= chunk) return []
  const place = placeOfKey(view, edge, 'initial_codec_chunk_frames')
  return [
    {
      message: `Edge ${edge.from}→${edge.to}: the first chunk of ${countWords(initial, 'frame')} is larger than the later ones of ${chunk}, so the first sound comes later than without it. Set initial_codec_chunk_frames to ${chunk} or less.`,
      arithmetic: `${initial} > ${chunk}`,
      place,
      ...(place.elsewhere === true
        ? {}
        : { fix: () => setValue(view.document, place.path, chunk, `Start with ${chunk} frames`) }),
      edges: [{ from: edge.from, to: edge.to }],
      related: [
        { ...placeOfKey(view, edge, 'codec_chunk_frames'), message: `codec_chunk_frames is ${chunk}` },
      ],
    },
  ]
}

/** What one step of the vocoder has to take: all streams' chunks with their context, in every codebook. */
function tokenBudget(view: RuleView, edge: EdgeSpec): readonly FindingDraft[] {
  const codebooks = view.pipeline?.codec?.codebooks ?? null
  const vocoder = view.stageById.get(edge.to)
  const chunk = integer(edge.spec.extra, 'codec_chunk_frames')
  if (codebooks === null || chunk === null || vocoder?.kind !== 'llm_generation' || !vocoder.asyncChunk)
    return []
  const context = integer(edge.spec.extra, 'codec_left_context_frames') ?? 0
  const [tokens, seqs] = [view.field(edge.to, 'max_num_batched_tokens'), view.field(edge.to, 'max_num_seqs')]
  if (tokens === null || seqs === null || !isInt(tokens.value) || !isInt(seqs.value)) return []
  if (tokens.source.provenance === 'default' || seqs.source.provenance === 'default') return []
  const streams = Number(seqs.value)
  const need = (chunk + context) * codebooks * streams
  if (Number(tokens.value) >= need) return []
  const fits = Math.floor(Number(tokens.value) / ((chunk + context) * codebooks))
  const frameRate = view.pipeline?.codec?.framesPerSecond ?? null
  const sound = frameRate === null ? '' : ` (a chunk is ${Number((chunk / frameRate).toFixed(2))} s of sound)`
  return [
    {
      message: `Stage ${edge.to} decodes up to ${countWords(streams, 'stream')} at once, but one step holds the chunks of only ${fits}${sound}. Set max_num_batched_tokens to ${wholeNumber(need)} or lower max_num_seqs.`,
      arithmetic: `(${chunk} + ${context}) frames × ${countWords(codebooks, 'codebook')} × ${countWords(streams, 'stream')} = ${wholeNumber(need)} > ${wholeNumber(tokens.value)}`,
      consequence: 'wastes',
      place: fieldPlace(tokens),
      ...(fieldPlace(tokens).elsewhere === true
        ? {}
        : {
            fix: () => setValue(view.document, tokens.source.path, need, `Set it to ${wholeNumber(need)}`),
          }),
      stages: [edge.to],
      edges: [{ from: edge.from, to: edge.to }],
      related: [{ ...fieldPlace(seqs), message: `max_num_seqs is ${streams}` }],
    },
  ]
}

export const CODEC: Rule = {
  code: 'CHUNK-3',
  family: 'streaming',
  title: 'Codec chunk sizes that do not fit',
  explanation:
    'The first chunk of sound (`initial_codec_chunk_frames`) is meant to be smaller than the later ones (`codec_chunk_frames`), so that the first sound comes early. The vocoder’s token budget has to hold the chunks of all its streams: (chunk + left context) × codebooks × streams. The codebooks come from the pipeline; where they are not known, the budget is not checked. Wrong kinds and negative sizes are EXTRA-1.',
  source: '#1239, PR 4054, PR 5904',
  targets: EVERY_TARGET,
  severity: 'warning',
  consequence: 'wastes',
  check: view =>
    (view.transfer.ok ? (view.transfer.value?.connectors ?? []) : []).flatMap(edge => [
      ...firstChunk(view, edge),
      ...tokenBudget(view, edge),
    ]),
}
