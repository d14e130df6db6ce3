import { atLeastOne, field } from './field.ts'
import { NATIVE_KV_FIELDS, OMNI_KV_FIELDS } from './kv-fields.ts'
import type { FieldInfo } from './types.ts'

const number = ['number', 'integer'] as const
const llm = { engine: 'llm' } as const
const diffusion = { engine: 'diffusion', group: 'diffusion' } as const
const parallel = { engine: 'diffusion', group: 'parallel', ...atLeastOne } as const

/** `parallel_config` of a diffusion stage; the product of the sizes is its number of workers. */
const PARALLEL_CONFIG_FIELDS: readonly FieldInfo[] = [
  field('tensor_parallel_size', 'integer', 'TP', 'Tensor-parallel ranks.', {
    ...parallel,
    default: 1,
    common: true,
  }),
  field('data_parallel_size', 'integer', 'DP', 'Data-parallel ranks.', { ...parallel, default: 1 }),
  field('pipeline_parallel_size', 'integer', 'PP', 'Pipeline-parallel ranks.', { ...parallel, default: 1 }),
  field(
    'sequence_parallel_size',
    'integer',
    'SP',
    'Sequence-parallel ranks; the product of ulysses_degree and ring_degree.',
    { ...parallel, defaultText: 'ulysses_degree × ring_degree' },
  ),
  field('ulysses_degree', 'integer', 'Ulysses', 'Ranks that split attention heads.', {
    ...parallel,
    default: 1,
  }),
  field('ring_degree', 'integer', 'Ring', 'Ranks that pass keys and values around.', {
    ...parallel,
    default: 1,
  }),
  field('cfg_parallel_size', 'integer', 'CFG', 'Ranks that share the guidance passes.', {
    ...parallel,
    default: 1,
  }),
  field('vae_patch_parallel_size', 'integer', 'VAE', 'Ranks that share the decode.', {
    ...parallel,
    default: 1,
  }),
  field('enable_expert_parallel', 'boolean', 'Experts apart', 'Spread experts over the ranks.', {
    engine: 'diffusion',
    group: 'parallel',
  }),
  field('use_hsdp', 'boolean', 'HSDP', 'Shard the weights over the ranks.', {
    engine: 'diffusion',
    group: 'parallel',
    default: false,
  }),
  field('hsdp_shard_size', 'integer', 'HSDP shards', 'Ranks of one shard group; -1 takes all.', {
    engine: 'diffusion',
    group: 'parallel',
    minimum: -1,
    default: -1,
  }),
  field('hsdp_replicate_size', 'integer', 'HSDP copies', 'Shard groups.', { ...parallel, default: 1 }),
  field('world_size', 'integer', 'Workers', 'All ranks together.', {
    ...parallel,
    defaultText: 'the product',
  }),
]

/** What an engine reads: flat on the stage of a deploy file, below `engine_args` in a legacy one. */
export const ENGINE_FIELDS: readonly FieldInfo[] = [
  field(
    'gpu_memory_utilization',
    number,
    'GPU memory share',
    'Share of each card that the stage takes; stages on one card add up.',
    { unit: 'share', exclusiveMinimum: 0, maximum: 1, default: 0.9, group: 'memory', common: true },
  ),
  field('mm_processor_cache_gb', number, 'Processor cache', 'Cache of processed images and sounds.', {
    ...llm,
    unit: 'GB',
    minimum: 0,
    group: 'memory',
  }),
  field('kv_cache_memory_bytes', 'integer', 'KV cache', 'Size of the KV cache, instead of a share.', {
    ...llm,
    unit: 'bytes',
    minimum: 0,
    group: 'memory',
  }),
  field('tensor_parallel_size', 'integer', 'Tensor parallel', 'Ranks that share each layer.', {
    ...atLeastOne,
    default: 1,
    group: 'parallel',
    common: true,
  }),
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
  field('enable_expert_parallel', 'boolean', 'Expert parallel', 'Spread experts over the ranks.', {
    group: 'parallel',
  }),
  field(
    'parallel_config',
    'map',
    'Parallel sizes',
    'Sizes of a diffusion stage; its tensor_parallel_size counts for KV transfer, the stage’s own does not.',
    { engine: 'diffusion', group: 'parallel', children: PARALLEL_CONFIG_FIELDS },
  ),
  field('max_num_seqs', 'integer', 'Requests at once', 'Requests that one step takes together.', {
    ...atLeastOne,
    default: 128,
    group: 'batching',
    common: true,
  }),
  field(
    'max_num_batched_tokens',
    'integer',
    'Tokens per step',
    'Tokens that one step takes together; at least max_num_seqs.',
    { ...llm, unit: 'tokens', minimum: 1, group: 'batching', common: true },
  ),
  field(
    'max_model_len',
    'integer',
    'Longest sequence',
    'Tokens of prompt and output; -1 fits it to memory.',
    {
      ...llm,
      unit: 'tokens',
      minimum: -1,
      group: 'batching',
      common: true,
    },
  ),
  field('block_size', 'integer', 'KV block', 'Tokens per KV block.', {
    ...llm,
    minimum: 1,
    group: 'batching',
  }),
  field('enforce_eager', 'boolean', 'Eager', 'Run without CUDA graphs.', { group: 'engine', common: true }),
  field('async_scheduling', 'boolean', 'Async scheduling', 'Schedule the next step while this one runs.', {
    ...llm,
    group: 'engine',
  }),
  field('trust_remote_code', 'boolean', 'Trust remote code', 'Run code that comes with the model.', {
    group: 'model',
  }),
  field('enable_prefix_caching', 'boolean', 'Prefix caching', 'Reuse KV blocks of equal prompt beginnings.', {
    ...llm,
    group: 'engine',
  }),
  field('enable_chunked_prefill', 'boolean', 'Chunked prefill', 'Cut long prompts into several steps.', {
    ...llm,
    group: 'engine',
  }),
  field('distributed_executor_backend', 'text', 'Executor', 'How the ranks of a stage are started.', {
    choices: ['mp', 'ray', 'uni', 'external_launcher'],
    group: 'engine',
  }),
  field('model', 'text', 'Model', 'Name or folder of the stage’s own model.', { group: 'model' }),
  field('dtype', 'text', 'Data type', 'Element type of weights and activations.', { group: 'model' }),
  field('quantization', 'text', 'Quantisation', 'How the weights are quantised (fp8 …).', { group: 'model' }),
  field('load_format', 'text', 'Load format', 'How weights are read; dummy makes them up.', {
    group: 'model',
  }),
  field('config_format', 'text', 'Config format', 'How the model’s configuration is read.', {
    ...llm,
    group: 'model',
  }),
  field('tokenizer_mode', 'text', 'Tokenizer', 'Which tokenizer implementation is used.', {
    ...llm,
    group: 'model',
  }),
  field('hf_overrides', 'map', 'Model overrides', 'Keys laid over the model’s configuration.', {
    group: 'model',
  }),
  field(
    'limit_mm_per_prompt',
    'map',
    'Inputs per prompt',
    'Images, sounds and videos that one prompt may bring.',
    {
      ...llm,
      group: 'model',
    },
  ),
  field('mamba_ssm_cache_dtype', 'text', 'SSM cache type', 'Element type of state-space caches.', {
    ...llm,
    group: 'model',
  }),
  field('disable_hybrid_kv_cache_manager', 'boolean', 'No hybrid KV', 'Use one kind of KV blocks only.', {
    ...llm,
    group: 'engine',
  }),
  field(
    'skip_mm_profiling',
    'boolean',
    'Skip profiling',
    'Leave multimodal inputs out of the memory profile.',
    {
      ...llm,
      group: 'engine',
    },
  ),
  field(
    'enable_flashinfer_autotune',
    'boolean',
    'FlashInfer autotune',
    'Tune FlashInfer kernels at the start.',
    {
      ...llm,
      group: 'engine',
    },
  ),
  field('attention_backend', 'text', 'Attention', 'Attention implementation.', { group: 'engine' }),
  field('moe_backend', 'text', 'MoE', 'Implementation of the experts.', { group: 'engine' }),
  field('linear_backend', 'text', 'Linear', 'Implementation of linear layers.', { group: 'engine' }),
  field('compilation_config', ['map', 'integer'], 'Compilation', 'CUDA graph and compiler settings.', {
    group: 'engine',
  }),
  field('profiler_config', 'map', 'Profiler', 'Settings of the profiler.', { group: 'engine' }),
  field('additional_config', 'map', 'Additional', 'Settings of a platform’s plugin.', { group: 'engine' }),
  field('enable_sleep_mode', 'boolean', 'Sleep mode', 'Let the engine give its memory back while idle.', {
    group: 'engine',
  }),
  field('omni_kv_config', 'map', 'KV transfer', 'KV cache that goes to or comes from another stage.', {
    group: 'kv',
    children: OMNI_KV_FIELDS,
  }),
  field(
    'kv_transfer_config',
    'map',
    'Native KV transfer',
    'vLLM’s own KV connector between two stages; not for a pipeline with async_chunk.',
    { group: 'kv', children: NATIVE_KV_FIELDS },
  ),
  field('model_class_name', 'text', 'Pipeline class', 'Diffusion pipeline class.', diffusion),
  field('engine_backend', 'text', 'Engine', 'Dotted path of another engine class.', diffusion),
  field('diffusion_load_format', 'text', 'Load format', 'How diffusion weights are read.', diffusion),
  field('diffusion_kv_mode', 'text', 'KV mode', 'How a diffusion stage keeps keys and values.', diffusion),
  field(
    'diffusion_kv_cache_dtype',
    'text',
    'KV type',
    'Element type of diffusion keys and values.',
    diffusion,
  ),
  field('diffusion_attention_backend', 'text', 'Attention', 'Attention implementation.', diffusion),
  field('diffusion_attention_config', 'map', 'Attention settings', 'Settings of the attention.', diffusion),
  field('diffusion_quantization_config', 'map', 'Quantisation', 'Quantisation settings.', diffusion),
  field('diffusion_compile_granularity', 'text', 'Compile', 'What is compiled as a unit.', diffusion),
  field('diffusion_compile_dynamic', 'boolean', 'Dynamic shapes', 'Compile for any shape.', diffusion),
  field(
    'diffusers_load_kwargs',
    'map',
    'Load arguments',
    'Arguments of the pipeline’s constructor.',
    diffusion,
  ),
  field('diffusers_call_kwargs', 'map', 'Call arguments', 'Arguments of the pipeline’s call.', diffusion),
  field('lora_path', ['text', 'text-list'], 'LoRA', 'Adapter or adapters to load.', diffusion),
  field('lora_backend', 'text', 'LoRA backend', 'How adapters are applied.', diffusion),
  field('lora_scale', number, 'LoRA scale', 'Weight of the adapter.', diffusion),
  field('cache_backend', 'text', 'Step cache', 'Cache that skips denoising work.', diffusion),
  field('cache_config', 'map', 'Step cache settings', 'Settings of the step cache.', diffusion),
  field('enable_cache_dit_summary', 'boolean', 'Cache summary', 'Log what the step cache saved.', diffusion),
  field('enable_diffusion_pipeline_profiler', 'boolean', 'Profile', 'Log the time of each part.', diffusion),
  field('step_execution', 'boolean', 'Step by step', 'Schedule each denoising step on its own.', diffusion),
  field('vae_use_slicing', 'boolean', 'VAE slices', 'Decode one picture at a time.', diffusion),
  field('vae_use_tiling', 'boolean', 'VAE tiles', 'Decode in tiles, with less memory.', diffusion),
  field('vae_parallel_mode', 'text', 'VAE parallel', 'How ranks share the decode.', diffusion),
  field('boundary_ratio', number, 'Boundary', 'Where two expert models hand over.', diffusion),
  field('flow_shift', number, 'Flow shift', 'Shift of the noise schedule.', diffusion),
  field('auxiliary_text_encoder', ['text', 'map'], 'Text encoder', 'A second text encoder.', diffusion),
  field('max_generated_image_size', 'integer', 'Largest picture', 'Pixels that a request may ask for.', {
    ...diffusion,
    minimum: 1,
  }),
  ...(
    [
      'ulysses_degree',
      'ring_degree',
      'allgather_degree',
      'sequence_parallel_size',
      'cfg_parallel_size',
    ] as const
  ).map(key => field(key, 'integer', key.replaceAll('_', ' '), 'Diffusion ranks along this axis.', parallel)),
  ...(['vae_patch_parallel_size', 'text_encoder_tp_size', 'hsdp_replicate_size'] as const).map(key =>
    field(key, 'integer', key.replaceAll('_', ' '), 'Diffusion ranks along this axis.', parallel),
  ),
  field('hsdp_shard_size', 'integer', 'HSDP shards', 'Ranks of one shard group; -1 takes all.', {
    engine: 'diffusion',
    group: 'parallel',
    minimum: -1,
  }),
  field('use_hsdp', 'boolean', 'HSDP', 'Shard the weights over the ranks.', {
    engine: 'diffusion',
    group: 'parallel',
  }),
  field('ulysses_mode', 'text', 'Ulysses mode', 'How heads are exchanged.', {
    engine: 'diffusion',
    group: 'parallel',
  }),
  field('ulysses_a2a_permute', 'boolean', 'Ulysses permute', 'Permute before the exchange.', {
    engine: 'diffusion',
    group: 'parallel',
  }),
  field('tts_max_instructions_length', 'integer', 'Instruction length', 'Characters of voice instructions.', {
    ...llm,
    minimum: 1,
  }),
]
