import { field } from './field.ts'
import type { FieldInfo } from './types.ts'

const criteria: readonly FieldInfo[] = [
  field('type', 'text', 'When', 'What makes the stage send: the end of prefill or one token.', {
    choices: ['prefill_finished', 'special_token'],
    nullable: false,
  }),
  field('token_id', 'integer', 'Token', 'Token that triggers the transfer (type special_token).', {
    minimum: 0,
  }),
  field('stop_after_transfer', 'boolean', 'Stop then', 'Stop decoding once the cache has been sent.', {
    default: true,
    since: '2026-09',
  }),
]

const rankMapping: readonly FieldInfo[] = [
  field('from_tp', 'integer', 'Sending ranks', 'TP size of the sender; must be what it really has.', {
    minimum: 1,
    default: 1,
  }),
  field('to_tp', 'integer', 'Receiving ranks', 'TP size of the receiver; must be what it really has.', {
    minimum: 1,
    default: 1,
  }),
]

const injected = (key: string, kinds: FieldInfo['kinds'], title: string, description: string): FieldInfo =>
  field(key, kinds, title, description, { internal: true, group: 'internal' })

/** `omni_kv_config` of a stage (runtime: kv_transfer_manager). */
export const OMNI_KV_FIELDS: readonly FieldInfo[] = [
  field('need_send_cache', 'boolean', 'Sends KV', 'The stage exports its KV cache to the next one.', {
    default: false,
    common: true,
    group: 'kv',
  }),
  field('need_recv_cache', 'boolean', 'Waits for KV', 'The stage waits for a KV cache before it runs.', {
    default: false,
    common: true,
    group: 'kv',
  }),
  field(
    'kv_transfer_criteria',
    'map',
    'Transfer when',
    'What triggers the transfer; without it the cache goes when the request has finished.',
    { children: criteria, group: 'kv' },
  ),
  field(
    'rank_mapping',
    'map',
    'Rank mapping',
    'TP sizes of both ends; left out they are taken from the stages, one of them must divide the other.',
    { children: rankMapping, group: 'kv' },
  ),
  field(
    'recv_timeout',
    ['number', 'integer'],
    'Receive limit',
    'How long the receiver waits for the cache.',
    {
      unit: 'seconds',
      default: 30,
      exclusiveMinimum: 0,
      group: 'kv',
    },
  ),
  field(
    'enable_kv_async_prefetch',
    'boolean',
    'Prefetch',
    'Receive in the background; switched off where companions are collected or the pool is not on the CPU.',
    { default: false, group: 'kv' },
  ),
  field(
    'kv_prefetch_min_free_mem_ratio',
    ['number', 'integer'],
    'Prefetch from',
    'Skip the prefetch below this free share of memory; 0 never skips.',
    { unit: 'share', default: 0, minimum: 0, maximum: 1, group: 'kv' },
  ),
  injected('connector_config', ['map'], 'Connector', 'What the framework resolved for the edge.'),
  injected('omni_from_stage', ['text'], 'From', 'Sending stage of the edge that the framework chose.'),
  injected('omni_to_stage', ['text'], 'To', 'Receiving stage of the edge that the framework chose.'),
  injected('stage_id', ['integer', 'text'], 'Stage', 'The stage itself.'),
  injected(
    'engine_input_source',
    ['integer-list'],
    'Sources',
    'Stages that it receives from; the first counts.',
  ),
]

/** vLLM's own KV transfer: a different mechanism from `omni_kv_config`. */
export const NATIVE_KV_FIELDS: readonly FieldInfo[] = [
  field('kv_connector', 'text', 'KV connector', 'vLLM’s KV connector class; both ends must name the same.', {
    common: true,
    group: 'kv',
    nullable: false,
  }),
  field('kv_role', 'text', 'Role', 'Producer, consumer or both.', {
    choices: ['kv_producer', 'kv_consumer', 'kv_both'],
    common: true,
    group: 'kv',
    nullable: false,
  }),
  field('kv_rank', 'integer', 'Rank', 'Number of this end among kv_parallel_size.', {
    minimum: 0,
    group: 'kv',
  }),
  field('kv_parallel_size', 'integer', 'Ends', 'How many ends take part; equal on all.', {
    minimum: 1,
    group: 'kv',
  }),
  field('engine_id', 'text', 'Engine', 'Name of this end; must differ from the others.', { group: 'kv' }),
  field('kv_ip', 'text', 'Address', 'Address that the other end dials.', { unit: 'host', group: 'kv' }),
  field('kv_port', 'integer', 'Port', 'Port that the other end dials.', {
    unit: 'port',
    minimum: 1,
    maximum: 65535,
    group: 'kv',
  }),
  field(
    'kv_connector_module_path',
    'text',
    'Module',
    'Python module of a connector that vLLM does not bring along.',
    { group: 'kv' },
  ),
  field('kv_connector_extra_config', 'map', 'Extra', 'Keys of the connector class.', { group: 'kv' }),
]
