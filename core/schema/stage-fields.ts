import { ENGINE_FIELDS } from './engine-fields.ts'
import { below, field } from './field.ts'
import { SAMPLING_FIELDS } from './sampling-fields.ts'
import type { FieldInfo } from './types.ts'

const inputConnectors = field(
  'input_connectors',
  'map',
  'Inputs',
  'Connector of each inbound edge: from_stage_<id> and a label of connectors, or a connector written in place.',
  { group: 'wiring', nullable: false, common: true },
)
const outputConnectors = field(
  'output_connectors',
  'map',
  'Outputs',
  'Connector of each outbound edge: to_stage_<id> and a label of connectors, or a connector written in place.',
  { group: 'wiring', nullable: false, common: true },
)
const devices = field(
  'devices',
  ['devices', 'integer'],
  'Devices',
  'Logical indices into the visible cards, as quoted text: "0,1". One per rank, or that times the replicas.',
  { group: 'placement', common: true },
)
const replicas = field('num_replicas', 'integer', 'Replicas', 'Copies of the stage; 0 counts as 1.', {
  unit: 'count',
  minimum: 0,
  default: 1,
  nullable: false,
  group: 'placement',
  common: true,
})
const environment = field('env', 'map', 'Environment', 'Variables that are set while the stage starts.', {
  group: 'placement',
})
const pooling = field('default_pooling_params', 'map', 'Pooling', 'Pooling parameters (runner: pooling).', {
  group: 'sampling',
})
const sampling = field(
  'default_sampling_params',
  'map',
  'Sampling',
  'What a request gets that does not say otherwise.',
  { group: 'sampling', children: SAMPLING_FIELDS },
)

/** Fields of a deploy stage besides those that go to its engine (runtime: StageDeployConfig). */
const DEPLOY_STAGE_FIELDS: readonly FieldInfo[] = [
  field('stage_id', 'integer', 'Stage id', 'Number of the stage; ids run from 0 without a gap.', {
    minimum: 0,
    required: true,
    nullable: false,
    group: 'identity',
    common: true,
  }),
  devices,
  replicas,
  environment,
  field(
    'async_chunk',
    'boolean',
    'Async chunks',
    'false takes the stage out of chunk streaming; nothing else counts.',
    {
      group: 'streaming',
    },
  ),
  inputConnectors,
  outputConnectors,
  sampling,
  pooling,
  field(
    'subtalker_sampling_params',
    'map',
    'Subtalker sampling',
    'Sampling of the talker’s code predictor.',
    {
      group: 'sampling',
      children: [
        field('do_sample', 'boolean', 'Sample', 'Draw tokens instead of taking the likeliest.'),
        ...SAMPLING_FIELDS.filter(item => ['temperature', 'top_k', 'top_p'].includes(item.key)),
      ],
    },
  ),
  field('silence_ban_frames', 'integer', 'Silence ban', 'First frames in which silence is not allowed.', {
    unit: 'frames',
    minimum: 0,
    default: 0,
    group: 'streaming',
  }),
  field(
    'engine_extras',
    'map',
    'Engine extras',
    'Further keys for the engine; unknown stage keys end up here too.',
    {
      group: 'engine',
    },
  ),
  field('engine_args', 'map', 'Engine arguments', 'Keys laid over the flat ones; the older form.', {
    group: 'engine',
    children: ENGINE_FIELDS,
  }),
  field(
    'runtime',
    'map',
    'Runtime',
    'devices, num_replicas and env in the older form; they win over the flat ones.',
    {
      group: 'placement',
      children: [devices, replicas, environment],
    },
  ),
]

/** A deploy stage as a form shows it: its own fields and its engine's, all on one level. */
export const DEPLOY_STAGE_ALL: readonly FieldInfo[] = [...DEPLOY_STAGE_FIELDS, ...ENGINE_FIELDS]

const MODALITIES = ['text', 'audio', 'image', 'video', 'latent', 'action']

/** `engine_args` of a legacy stage: what topology owns since, and the engine's own fields. */
export const LEGACY_ENGINE_FIELDS: readonly FieldInfo[] = [
  field('model_stage', 'text', 'Model stage', 'Which part of the model the stage runs.', {
    group: 'identity',
    common: true,
  }),
  field('model_arch', 'text', 'Architecture', 'Model class of the stage.', { group: 'identity' }),
  field('worker_type', 'text', 'Worker', 'Autoregressive or generation worker.', {
    choices: ['ar', 'generation'],
    group: 'identity',
  }),
  field('worker_cls', 'text', 'Worker class', 'Dotted path of the worker class.', { group: 'identity' }),
  field('scheduler_cls', 'text', 'Scheduler class', 'Dotted path of the scheduler class.', {
    group: 'identity',
  }),
  field('engine_output_type', 'text', 'Output', 'What the engine hands on.', {
    choices: ['text', 'image', 'audio', 'latent', 'token_ids'],
    pattern: '^(text|image|audio|latent|token_ids)([+,](text|image|audio|latent|token_ids))*$',
    group: 'identity',
  }),
  field('hf_config_name', 'text', 'Config part', 'Part of the model’s configuration that the stage reads.', {
    group: 'identity',
  }),
  field('runner', 'text', 'Runner', 'generate or pooling.', { group: 'engine' }),
  field(
    'custom_process_next_stage_input_func',
    'text',
    'Next-stage processor',
    'Makes the next stage’s input.',
    {
      group: 'identity',
    },
  ),
  ...ENGINE_FIELDS,
]

/** `runtime` of a legacy stage. */
export const LEGACY_RUNTIME_FIELDS: readonly FieldInfo[] = [
  field('process', 'boolean', 'Own process', 'Run the stage in a process of its own.', {
    default: true,
    group: 'placement',
  }),
  devices,
  replicas,
  field('max_batch_size', 'integer', 'Batch size', 'Older name of max_num_seqs.', {
    minimum: 1,
    group: 'batching',
    deprecated: 'Write engine_args.max_num_seqs.',
  }),
  environment,
]

/** Fields of a legacy stage on its own level. */
export const LEGACY_STAGE_FIELDS: readonly FieldInfo[] = [
  field('stage_id', ['integer', 'text'], 'Stage id', 'Number of the stage; ids run from 0 without a gap.', {
    minimum: 0,
    required: true,
    nullable: false,
    group: 'identity',
    common: true,
  }),
  field('stage_type', 'text', 'Kind', 'Language model or diffusion.', {
    choices: ['llm', 'diffusion'],
    default: 'llm',
    group: 'identity',
    common: true,
  }),
  field('runtime', 'map', 'Runtime', 'Where the stage runs.', {
    group: 'placement',
    children: LEGACY_RUNTIME_FIELDS,
  }),
  field('engine_args', 'map', 'Engine arguments', 'What the engine of the stage gets.', {
    group: 'engine',
    children: LEGACY_ENGINE_FIELDS,
  }),
  field(
    'engine_input_source',
    'integer-list',
    'Input from',
    'Stages whose output this one takes; makes the edges.',
    {
      group: 'wiring',
      nullable: false,
      common: true,
    },
  ),
  inputConnectors,
  outputConnectors,
  field('final_output', 'boolean', 'Final output', 'The stage’s output goes to the user.', {
    group: 'identity',
    common: true,
  }),
  field('final_output_type', 'text', 'Modality', 'What the user gets.', {
    choices: MODALITIES,
    group: 'identity',
    common: true,
  }),
  field('is_comprehension', 'boolean', 'Owns tokenizer', 'The stage that reads the prompt.', {
    group: 'identity',
  }),
  field('is_prefill_only', 'boolean', 'Prefill only', 'First half of a split thinker; makes one token.', {
    default: false,
    group: 'identity',
  }),
  field('is_decode_only', 'boolean', 'Decode only', 'Second half of a split thinker.', {
    default: false,
    group: 'identity',
  }),
  ...(
    [
      ['custom_process_input_func', 'Input processor', 'Makes this stage’s input from the one before.'],
      ['prompt_expand_func', 'Prompt expansion', 'Makes guidance companions of a prompt.'],
      ['cfg_kv_collect_func', 'KV collection', 'Collects the KV caches of the companions.'],
      ['prompt_transform_func', 'Prompt transformation', 'Rewrites the prompt.'],
    ] as const
  ).map(([key, title, text]) =>
    field(key, 'text', title, `${text} Dotted path of a function.`, { group: 'identity' }),
  ),
  sampling,
  pooling,
  field('tts_args', 'map', 'Speech settings', 'Settings of the speech model.', { group: 'model' }),
  field(
    'sampling_constraints',
    'map',
    'Sampling constraints',
    'Sampling values that a request cannot change.',
    {
      group: 'sampling',
    },
  ),
]

/** A legacy stage as a form shows it: every field with its path below the stage. */
export const LEGACY_STAGE_ALL: readonly FieldInfo[] = [
  ...LEGACY_STAGE_FIELDS.filter(item => item.key !== 'runtime' && item.key !== 'engine_args'),
  ...below('runtime', LEGACY_RUNTIME_FIELDS),
  ...below('engine_args', LEGACY_ENGINE_FIELDS),
]
