/**
 * Names of vLLM engine arguments that no form here shows: unknown stage keys go to the engine, so these are meant and
 * not misspelt (vLLM: EngineArgs).
 */
const NAMES = `
served_model_name tokenizer hf_config_path runner convert task skip_tokenizer_init enable_prompt_embeds
allowed_local_media_path allowed_media_domains download_dir kv_cache_dtype seed cudagraph_capture_sizes
max_cudagraph_capture_size master_addr master_port nnodes node_rank prefill_context_parallel_size
decode_context_parallel_size dcp_kv_cache_interleave_size data_parallel_rank data_parallel_start_rank
data_parallel_size_local data_parallel_address data_parallel_rpc_port data_parallel_hybrid_lb data_parallel_backend
all2all_backend enable_dbo ubatch_size dbo_decode_token_threshold enable_eplb expert_placement_strategy
max_parallel_loading_workers prefix_caching_hash_algo disable_sliding_window disable_cascade_attn swap_space
cpu_offload_gb max_num_partial_prefills max_long_partial_prefills long_prefill_token_threshold max_logprobs
logprobs_mode disable_log_stats aggregate_engine_logging revision code_revision hf_token tokenizer_revision
disable_custom_all_reduce enable_mm_embeds interleave_mm_strings media_io_kwargs mm_processor_kwargs
mm_processor_cache_type mm_shm_cache_max_object_size_mb mm_encoder_only mm_encoder_tp_mode mm_encoder_attn_backend
video_pruning_rate enable_lora max_loras max_lora_rank max_cpu_loras lora_dtype default_mm_loras
fully_sharded_loras ray_workers_use_nsight num_gpu_blocks_override model_loader_extra_config ignore_patterns
disable_chunked_mm_input structured_outputs_config reasoning_parser logits_processors logits_processor_pattern
speculative_config show_hidden_metrics_for_version otlp_traces_endpoint collect_detailed_traces scheduling_policy
scheduler_cls pooler_config pooling_task attention_config kernel_config kv_events_config worker_cls
worker_extension_cls ec_transfer_config generation_config override_generation_config model_impl
override_attention_dtype calculate_kv_scales mamba_cache_dtype mamba_block_size use_tqdm_on_load
pt_load_map_location stream_interval kv_sharing_fast_prefill optimization_level kv_offloading_size
kv_offloading_backend tokens_only guided_decoding_backend preemption_mode rope_scaling rope_theta
compilation_level cuda_graph_sizes disable_mm_preprocessor_cache enable_return_routed_experts model_config
additional_config numa_bind numa_bind_nodes numa_bind_cpus architecture default_voice instance_id port
`

export const ENGINE_KEYS: ReadonlySet<string> = new Set(NAMES.split(/\s+/).filter(name => name !== ''))

/** Older names of keys, refused or ignored under them. */
export const RENAMED_KEYS: Readonly<Record<string, string>> = {
  diffusion_kv_max_rows_per_request: 'diffusion_kv_max_sequences_per_request',
}

/** Keys that the runtime decides itself and refuses in `engine_extras`. */
export const FORBIDDEN_EXTRAS: ReadonlySet<string> = new Set([
  'use_v2_model_runner',
  'supports_native_mrv2_data_plane',
])
