import { DUPLEX_FIELDS } from './duplex-fields.ts'
import { atLeastOne, field } from './field.ts'
import type { FieldInfo } from './types.ts'

/** An item of `edges`, in both dialects. */
export const EDGE_FIELDS: readonly FieldInfo[] = [
  field('from', ['integer', 'text'], 'From', 'Sending stage; an item without both ends is skipped.', {
    group: 'identity',
    common: true,
  }),
  field('to', ['integer', 'text'], 'To', 'Receiving stage; an item without both ends is skipped.', {
    group: 'identity',
    common: true,
  }),
  field('window_size', 'integer', 'Window', 'Units after which the next stage starts; -1 waits for all.', {
    default: -1,
    minimum: -1,
    group: 'batching',
    common: true,
  }),
  field('max_inflight', 'integer', 'In flight', 'Requests between the two stages at once.', {
    ...atLeastOne,
    default: 1,
    group: 'batching',
    common: true,
  }),
]

const connectors = field(
  'connectors',
  'map',
  'Connectors',
  'Named connectors that the stages’ inputs and outputs refer to.',
  { group: 'wiring' },
)
const edges = field(
  'edges',
  'list',
  'Edges',
  'Edges of the graph; one without a connector becomes shared memory.',
  { group: 'wiring', children: EDGE_FIELDS },
)
const asyncChunk = (initial: boolean): FieldInfo =>
  field(
    'async_chunk',
    'boolean',
    'Async chunks',
    'Stages stream chunks to each other instead of whole outputs.',
    {
      default: initial,
      nullable: false,
      group: 'streaming',
      common: true,
    },
  )

/** Top level of a deploy file (runtime: DeployConfig). */
export const DEPLOY_TOP_FIELDS: readonly FieldInfo[] = [
  field('base_config', 'text', 'Base file', 'File that this one is laid over, relative to this file.', {
    group: 'identity',
    common: true,
  }),
  field('pipeline', 'text', 'Pipeline', 'Registry key of the topology, where the model’s own is not meant.', {
    group: 'identity',
    common: true,
  }),
  asyncChunk(true),
  field('session_mode', 'text', 'Session', 'One turn at a time, or speaking and listening at once.', {
    choices: ['turn', 'duplex'],
    default: 'turn',
    group: 'session',
  }),
  field('duplex_session', 'map', 'Duplex session', 'Limits of duplex sessions.', {
    group: 'session',
    children: DUPLEX_FIELDS,
  }),
  field(
    'model_runner',
    'text',
    'Model runner',
    'Generation of the model runner; v2 is not for npu and xpu.',
    {
      choices: ['v1', 'v2'],
      default: 'v1',
      group: 'engine',
    },
  ),
  field('active_stream_window', 'integer', 'Stream window', 'Streams that are active at once; 0 is off.', {
    minimum: 0,
    default: 0,
    group: 'streaming',
  }),
  connectors,
  edges,
  field('stages', 'list', 'Stages', 'Settings of the pipeline’s stages, matched by stage_id.', {
    nullable: false,
    group: 'identity',
  }),
  field('platforms', 'map', 'Platforms', 'What differs on npu, rocm, xpu, cuda or musa.', {
    group: 'placement',
  }),
  field('trust_remote_code', 'boolean', 'Trust remote code', 'Run code that comes with the model.', {
    group: 'model',
    common: true,
  }),
  field('enable_prefix_caching', 'boolean', 'Prefix caching', 'Reuse KV blocks of equal prompt beginnings.', {
    group: 'engine',
  }),
  field('enable_chunked_prefill', 'boolean', 'Chunked prefill', 'Cut long prompts into several steps.', {
    group: 'engine',
  }),
  field('distributed_executor_backend', 'text', 'Executor', 'How the ranks of a stage are started.', {
    choices: ['mp', 'ray', 'uni', 'external_launcher'],
    group: 'engine',
  }),
  field('dtype', 'text', 'Data type', 'Element type of weights and activations.', { group: 'model' }),
  field('quantization', 'text', 'Quantisation', 'How the weights are quantised (fp8 …).', { group: 'model' }),
  field('custom_voice_dir', 'text', 'Voices', 'Folder with voices of your own.', { group: 'model' }),
  field('data_parallel_size', 'integer', 'Data parallel', 'Copies inside one replica.', {
    ...atLeastOne,
    group: 'parallel',
  }),
  field(
    'pipeline_parallel_size',
    'integer',
    'Pipeline parallel',
    'Ranks that share the layers one after another.',
    {
      ...atLeastOne,
      group: 'parallel',
    },
  ),
  field('cuda_mps', 'boolean', 'CUDA MPS', 'Start NVIDIA’s multi-process service.', {
    default: false,
    group: 'engine',
    since: '2026-09',
  }),
  field('parallel_stage_init', 'boolean', 'Start together', 'Start the stages side by side.', {
    group: 'engine',
    since: '2026-09',
  }),
]

/** A section of `platforms`. */
export const PLATFORM_FIELDS: readonly FieldInfo[] = [
  field('model_runner', 'text', 'Model runner', 'Generation of the model runner on this platform.', {
    choices: ['v1', 'v2'],
    group: 'engine',
  }),
  field('cuda_mps', 'boolean', 'CUDA MPS', 'Start NVIDIA’s multi-process service.', {
    group: 'engine',
    since: '2026-09',
  }),
  field('stages', 'list', 'Stages', 'What differs per stage, matched by stage_id.', {
    nullable: false,
    group: 'identity',
  }),
]

const runtimeDefaults: readonly FieldInfo[] = [
  field('window_size', 'integer', 'Window', 'Units after which a next stage starts; -1 waits for all.', {
    default: -1,
    minimum: -1,
    group: 'batching',
    common: true,
  }),
  field('max_inflight', 'integer', 'In flight', 'Requests between two stages at once.', {
    ...atLeastOne,
    default: 1,
    group: 'batching',
    common: true,
  }),
]

/** `runtime` of a legacy file. */
export const LEGACY_RUNTIME_TOP_FIELDS: readonly FieldInfo[] = [
  field('enabled', 'boolean', 'Enabled', 'Informational: the parser does not read it.', { group: 'other' }),
  field('defaults', 'map', 'Defaults', 'Values for edges that have none.', {
    group: 'batching',
    children: runtimeDefaults,
  }),
  connectors,
  edges,
]

/** Top level of a legacy file. */
export const LEGACY_TOP_FIELDS: readonly FieldInfo[] = [
  field(
    'async_chunk',
    'boolean',
    'Async chunks',
    'Stages stream chunks to each other (files of early 2026).',
    {
      nullable: false,
      group: 'streaming',
      common: true,
    },
  ),
  field('stage_args', 'list', 'Stages', 'The stages, with ids from 0 upwards.', {
    required: true,
    nullable: false,
    group: 'identity',
  }),
  field('runtime', 'map', 'Runtime', 'Connectors, edges and their defaults.', {
    nullable: false,
    group: 'wiring',
    children: LEGACY_RUNTIME_TOP_FIELDS,
  }),
]

/** The runtime section of a legacy file as a form shows it, with paths from the root. */
export const LEGACY_RUNTIME_ALL: readonly FieldInfo[] = [
  ...LEGACY_RUNTIME_TOP_FIELDS.filter(item => item.key === 'enabled').map(item => ({
    ...item,
    path: ['runtime', ...item.path],
  })),
  ...runtimeDefaults.map(item => ({ ...item, path: ['runtime', 'defaults', ...item.path] })),
]
