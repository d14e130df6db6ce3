import { pipeline, RECEIVE, SEND_AFTER_PREFILL, SEND_AT_END, stage } from './build.ts'
import type { KvDims, Pipeline, PipelineKv } from './types.ts'

/** 57,344 bytes per token; 7,664 tokens make the 439,484,416 bytes of a published log. */
const BAGEL_KV: KvDims = {
  layers: 28,
  kvHeads: 4,
  headDim: 128,
  dtype: 'bfloat16',
  certainty: 'measured',
  typicalTokens: 7664,
  keysPerRequest: 3,
}

/** 32,768 bytes per token and rank at TP 4; 6,715 tokens make the 220,037,120 bytes of a published log. */
const HUNYUAN_KV: KvDims = {
  layers: 32,
  kvHeads: 8,
  headDim: 128,
  dtype: 'bfloat16',
  certainty: 'measured',
  typicalTokens: 6715,
  keysPerRequest: 1,
}

const bagelStages = (send: PipelineKv, expand: string) => [
  stage(0, 'thinker', 'llm_ar', {
    final: 'text',
    out: 'text',
    tokenizer: true,
    processors: { promptExpand: expand },
    kv: send,
  }),
  stage(1, 'dit', 'diffusion', {
    final: 'image',
    processors: { cfgKvCollect: 'collect_cfg_kv_caches' },
    kv: RECEIVE,
  }),
]

const hunyuanStages = [
  stage(0, 'AR', 'llm_ar', { final: 'text', out: 'latent', tokenizer: true }),
  stage(1, 'dit', 'diffusion', { final: 'image', processors: { input: 'ar2diffusion' } }),
]

/** Pictures, video and robot actions: an AR stage and diffusion, or diffusion cut into stages. */
export const IMAGE_PIPELINES: readonly Pipeline[] = [
  pipeline({
    key: 'bagel',
    title: 'BAGEL',
    about: 'The thinker’s KV cache goes to the diffusion stage after prefill, with two guidance companions.',
    modelArch: 'OmniBagelForConditionalGeneration',
    processors: 'bagel',
    stages: bagelStages(SEND_AFTER_PREFILL, 'expand_cfg_prompts'),
    kvDims: { '0': BAGEL_KV },
    payloads: { '0->1': ['bagel-kv-7664', 'bagel-kv-x3', 'kv-186MB'] },
  }),
  pipeline({
    key: 'bagel_think',
    title: 'BAGEL, thinking first',
    about: 'The thinker finishes its thought before the KV cache goes to the diffusion stage.',
    modelArch: 'OmniBagelForConditionalGeneration',
    processors: 'bagel',
    stages: bagelStages(SEND_AT_END, 'expand_cfg_prompts_think'),
    kvDims: { '0': BAGEL_KV },
    payloads: { '0->1': ['bagel-kv-7664', 'bagel-kv-x3', 'kv-186MB'] },
  }),
  pipeline({
    key: 'bagel_single_stage',
    title: 'BAGEL in one stage',
    about: 'One diffusion stage with its own language model; nothing travels.',
    modelArch: 'BagelForConditionalGeneration',
    stages: [stage(0, 'dit', 'diffusion', { final: 'image' })],
  }),
  pipeline({
    key: 'hunyuan_image_3_moe',
    title: 'HunyuanImage-3',
    about: 'An AR stage plans the picture and hands its KV cache to the diffusion stage, rank by rank.',
    fileNames: ['hunyuan_image_3'],
    modelArch: 'HunyuanImage3ForCausalMM',
    processors: 'hunyuan_image3',
    stages: hunyuanStages,
    kvDims: { '0': HUNYUAN_KV },
    payloads: { '0->1': ['hy3-kv-6715-tp4', 'hy3-kv-6715-all'] },
  }),
  pipeline({
    key: 'hunyuan_image3',
    title: 'HunyuanImage-3 (older key)',
    about: 'The same two stages under the key of early 2026.',
    modelArch: 'HunyuanImage3ForCausalMM',
    processors: 'hunyuan_image3',
    stages: hunyuanStages,
    kvDims: { '0': HUNYUAN_KV },
    payloads: { '0->1': ['hy3-kv-6715-tp4', 'hy3-kv-6715-all'] },
  }),
  pipeline({
    key: 'hunyuan_image3_ar',
    title: 'HunyuanImage-3, AR only',
    about: 'The AR stage alone, text out.',
    modelArch: 'HunyuanImage3ForCausalMM',
    stages: [stage(0, 'AR', 'llm_ar', { final: 'text', out: 'latent' })],
  }),
  pipeline({
    key: 'hunyuan_image3_dit',
    title: 'HunyuanImage-3, DiT only',
    about: 'The diffusion stage alone.',
    modelArch: 'HunyuanImage3ForCausalMM',
    stages: [stage(0, 'dit', 'diffusion', { final: 'image' })],
  }),
  pipeline({
    key: 'glm_image',
    title: 'GLM-Image',
    about: 'An AR stage writes image tokens, a diffusion stage paints them.',
    modelArch: 'GlmImageForConditionalGeneration',
    processors: 'glm_image',
    stages: [
      stage(0, 'ar', 'llm_ar', { out: 'token_ids', tokenizer: true }),
      stage(1, 'dit', 'diffusion', { final: 'image' }),
    ],
  }),
  pipeline({
    key: 'mammoth_moda2',
    title: 'MammothModa2',
    about: 'An AR stage makes latents, the DiT stage makes the picture.',
    modelArch: 'MammothModa2ForConditionalGeneration',
    processors: 'mammoth_moda2',
    stages: [
      stage(0, 'ar', 'llm_ar', {
        out: 'latent',
        tokenizer: true,
        processors: { next: 'ar2dit_full_payload' },
      }),
      stage(1, 'dit', 'llm_generation', { final: 'image', out: 'image' }),
    ],
    payloads: { '0->1': ['mammoth-1824', 'mammoth-1824-fp32'] },
  }),
  pipeline({
    key: 'mammoth_moda2_ar',
    title: 'MammothModa2, understanding only',
    about: 'The AR stage alone, text out.',
    modelArch: 'MammothModa2ForConditionalGeneration',
    stages: [stage(0, 'ar', 'llm_ar', { final: 'text', out: 'text', tokenizer: true })],
  }),
  pipeline({
    key: 'cosmos3_super_t2i_disagg',
    title: 'Cosmos3 Super, text to image',
    about: 'A reasoner and a generator, both diffusion stages, on a card each.',
    fileNames: ['cosmos3_omni_disagg'],
    stages: [
      stage(0, 'reasoner', 'diffusion', { tokenizer: true }),
      stage(1, 'generator', 'diffusion', { final: 'image' }),
    ],
  }),
  pipeline({
    key: 'minimax_h3_disaggregated',
    title: 'MiniMax-H3, disaggregated',
    about: 'A text encoder feeds a diffusion stage; its payload is small.',
    stages: [
      stage(0, 'encoder', 'diffusion', { tokenizer: true }),
      stage(1, 'dit', 'diffusion', { final: 'video' }),
    ],
    payloads: { '0->1': ['h3-text-35', 'h3-text-512'] },
  }),
  pipeline({
    key: 'wan2_2_disaggregated',
    title: 'Wan2.2, disaggregated',
    about: 'Text encoder, denoiser and decoder as stages of their own; dimensions are general knowledge.',
    registered: false,
    stages: [
      stage(0, 'encode', 'diffusion'),
      stage(1, 'denoise', 'diffusion'),
      stage(2, 'decode', 'diffusion', { final: 'video' }),
    ],
    payloads: { '0->1': ['wan-encode'], '1->2': ['wan-latent-480p', 'wan-latent-720p'] },
  }),
  pipeline({
    key: 'dreamzero',
    title: 'DreamZero',
    about: 'One diffusion stage that plans robot actions.',
    modelArch: 'DreamZeroPipeline',
    stages: [stage(0, 'diffusion', 'diffusion', { final: 'image' })],
  }),
  pipeline({
    key: 'dreamzero_disaggregated',
    title: 'DreamZero, disaggregated',
    about: 'Encode, denoise and action stages hand payloads over inline.',
    modelArch: 'DreamZeroPipeline',
    processors: 'diffusion_disagg',
    stages: [
      stage(0, 'encode', 'diffusion'),
      stage(1, 'denoise', 'diffusion', { processors: { input: 'diffusion_stage_handoff' } }),
      stage(2, 'action_post', 'diffusion', {
        final: 'action',
        processors: { input: 'diffusion_stage_handoff' },
      }),
    ],
  }),
  pipeline({
    key: 'hunyuan_video_15',
    title: 'HunyuanVideo-1.5',
    about: 'One diffusion stage, video out.',
    stages: [stage(0, 'diffusion', 'diffusion', { final: 'video' })],
  }),
]
