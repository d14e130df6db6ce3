import { dictGet, isDict, isInt, isString } from '../../../value/index.ts'
import { setValue } from '../../fixes.ts'
import { EVERY_TARGET } from '../../targets.ts'
import type { FindingDraft, Rule } from '../../types.ts'
import { fieldPlace, type RuleView } from '../../view.ts'
import { listWords, nearest, quote, wholeNumber } from '../../words.ts'

const OUTPUTS = ['text', 'image', 'audio', 'latent', 'token_ids']

/** Names that people write for an output type. */
const ALIASES: Readonly<Record<string, string>> = {
  speech: 'audio',
  wav: 'audio',
  waveform: 'audio',
  sound: 'audio',
  images: 'image',
  pixels: 'image',
  latents: 'latent',
  hidden_states: 'latent',
  hidden: 'latent',
  tokens: 'token_ids',
  token: 'token_ids',
  ids: 'token_ids',
  string: 'text',
}

function outputWord(word: string): string | null {
  const lower = word.toLowerCase()
  if (OUTPUTS.includes(lower)) return lower
  return (Object.hasOwn(ALIASES, lower) ? ALIASES[lower] : undefined) ?? nearest(lower, OUTPUTS)
}

/** The text with every part replaced by what was meant; null where a part means nothing. */
function meantOutput(text: string): string | null {
  const parts = text
    .split(/([+,])/)
    .map(part => (part === '+' || part === ',' ? part : outputWord(part.trim())))
  return parts.includes(null) ? null : parts.join('')
}

function outputTypes(view: RuleView): readonly FindingDraft[] {
  return view.stages.flatMap(stage => {
    const field = view.field(stage.id, 'engine_output_type')
    const layer =
      field?.source.provenance === 'pipeline' || field?.source.provenance === 'default' ? null : field
    if (layer === null || !isString(layer.value)) return []
    const { value, source } = layer
    if (value.split(/[+,]/).every(part => OUTPUTS.includes(part))) return []
    const meant = meantOutput(value)
    return {
      message: `Stage ${stage.id}: engine_output_type is ${quote(value)}; there are ${listWords(OUTPUTS)}, in lower case, joined by + or a comma.${meant === null ? '' : ` Write ${meant}.`}`,
      consequence: 'raises' as const,
      place: fieldPlace(layer),
      stages: [stage.id],
      ...(meant === null || source.file !== null
        ? {}
        : { fix: () => setValue(view.document, source.path, meant, `Use ${meant}`) }),
    }
  })
}

function maxTokens(view: RuleView, stage: string) {
  const field = view.field(stage, 'default_sampling_params')
  const value = isDict(field?.value) ? dictGet(field.value, 'max_tokens') : undefined
  return field !== null && isInt(value) ? { field, value: Number(value) } : null
}

/** Only where the answer of one language model becomes the prompt of the next is its length bound known. */
function promptLengths(view: RuleView): readonly FindingDraft[] {
  return view.edges.flatMap(edge => {
    const [from, to] = [view.stageById.get(edge.from), view.stageById.get(edge.to)]
    if (from?.kind !== 'llm_ar' || to?.kind !== 'llm_ar' || edge.ghost) return []
    const answer = maxTokens(view, edge.from)
    const limit = view.field(edge.to, 'max_model_len')
    if (answer === null || limit === null || !isInt(limit.value) || limit.source.provenance === 'default')
      return []
    const length = Number(limit.value)
    if (length < 1 || answer.value < length) return []
    return {
      severity: 'warning' as const,
      message: `Stage ${edge.from} may answer with ${wholeNumber(answer.value)} tokens, and stage ${edge.to}, which takes them as its prompt, holds ${wholeNumber(length)}. Raise max_model_len of stage ${edge.to} or lower max_tokens of stage ${edge.from}.`,
      arithmetic: `${wholeNumber(answer.value)} + prompt > ${wholeNumber(length)}`,
      place: fieldPlace(limit),
      stages: [edge.from, edge.to],
      edges: [{ from: edge.from, to: edge.to }],
      related: [{ ...fieldPlace(answer.field), message: `max_tokens is ${wholeNumber(answer.value)}` }],
    }
  })
}

export const COUPLING: Rule = {
  code: 'XS-1',
  family: 'streaming',
  title: 'Stages that do not fit each other',
  explanation:
    'Two values of neighbouring stages have to fit. `engine_output_type` says what goes to the next stage and takes `text`, `image`, `audio`, `latent` and `token_ids`, exactly so, joined by `+` or a comma; older names are refused. Where the answer of one autoregressive stage is the prompt of the next, `max_model_len` there must hold `max_tokens` from here.',
  source: '#710, PR 749, PR 5031 (review)',
  targets: EVERY_TARGET,
  severity: 'error',
  consequence: 'silently-wrong',
  check: view => [...outputTypes(view), ...promptLengths(view)],
}
