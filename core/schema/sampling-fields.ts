import { field } from './field.ts'
import type { FieldInfo } from './types.ts'

const number = ['number', 'integer'] as const
const llm = { group: 'sampling', engine: 'llm' } as const
const diffusion = { group: 'sampling', engine: 'diffusion' } as const

/** `default_sampling_params`: what a request gets that does not say otherwise. */
export const SAMPLING_FIELDS: readonly FieldInfo[] = [
  field('temperature', number, 'Temperature', 'Randomness; 0 always takes the likeliest token.', {
    ...llm,
    minimum: 0,
    common: true,
  }),
  field('top_p', number, 'Top p', 'Share of probability to sample from.', {
    ...llm,
    exclusiveMinimum: 0,
    maximum: 1,
  }),
  field('top_k', 'integer', 'Top k', 'Tokens to sample from; -1 takes all.', { ...llm, minimum: -1 }),
  field('max_tokens', 'integer', 'Longest output', 'Tokens after which the stage stops.', {
    ...llm,
    unit: 'tokens',
    minimum: 1,
    common: true,
  }),
  field('min_tokens', 'integer', 'Shortest output', 'Tokens before which stop tokens are ignored.', {
    ...llm,
    unit: 'tokens',
    minimum: 0,
  }),
  field('seed', 'integer', 'Seed', 'Start of the random numbers.', { group: 'sampling', common: true }),
  field('detokenize', 'boolean', 'Detokenise', 'Turn tokens into text.', llm),
  field('repetition_penalty', number, 'Repetition penalty', 'Above 1 discourages repeats.', {
    ...llm,
    exclusiveMinimum: 0,
  }),
  field('stop_token_ids', 'integer-list', 'Stop tokens', 'Tokens that end the output.', llm),
  field('ignore_eos', 'boolean', 'Ignore end', 'Go on past the end-of-sequence token.', llm),
  field('skip_special_tokens', 'boolean', 'Skip special', 'Leave special tokens out of the text.', llm),
  field(
    'include_stop_str_in_output',
    'boolean',
    'Keep stop text',
    'Keep the text that stopped the output.',
    llm,
  ),
  field('num_inference_steps', 'integer', 'Steps', 'Denoising steps.', {
    ...diffusion,
    minimum: 1,
    common: true,
  }),
  field('guidance_scale', number, 'Guidance', 'How closely to follow the prompt.', diffusion),
  field('height', 'integer', 'Height', 'Pixels.', { ...diffusion, minimum: 1 }),
  field('width', 'integer', 'Width', 'Pixels.', { ...diffusion, minimum: 1 }),
  field('num_outputs_per_prompt', 'integer', 'Outputs', 'Pictures per prompt.', { ...diffusion, minimum: 1 }),
]
