import { pipeline, stage } from './build.ts'
import type { KvDims, Pipeline } from './types.ts'

/** 98,304 bytes per token over all ranks; the dimensions are general knowledge of the model. */
const QWEN3_THINKER_KV: KvDims = {
  layers: 48,
  kvHeads: 4,
  headDim: 128,
  dtype: 'bfloat16',
  certainty: 'assumed',
  typicalTokens: 1024,
  keysPerRequest: 1,
}

const qwen3Thinker = stage(0, 'thinker', 'llm_ar', {
  final: 'text',
  out: 'latent',
  tokenizer: true,
  hfConfig: 'thinker_config',
  processors: { next: 'thinker2talker_full_payload', asyncNext: 'thinker2talker_async_chunk' },
})
const qwen3Talker = stage(1, 'talker', 'llm_ar', {
  out: 'latent',
  hfConfig: 'talker_config',
  processors: {
    syncInput: 'thinker2talker_token_only',
    next: 'talker2code2wav_full_payload',
    asyncNext: 'talker2code2wav_async_chunk',
  },
})
const qwen3Vocoder = stage(2, 'code2wav', 'llm_generation', {
  final: 'audio',
  out: 'audio',
  hfConfig: 'thinker_config',
})

const qwen25Thinker = stage(0, 'thinker', 'llm_ar', {
  final: 'text',
  out: 'latent',
  tokenizer: true,
  hfConfig: 'thinker_config',
  processors: { next: 'thinker2talker_full_payload' },
})

/** Pipelines that take several modalities and answer in text and speech (or text and image). */
export const OMNI_PIPELINES: readonly Pipeline[] = [
  pipeline({
    key: 'qwen2_5_omni',
    title: 'Qwen2.5-Omni',
    about: 'Thinker, talker and vocoder; each waits for the whole output of the one before it.',
    modelArch: 'Qwen2_5OmniForConditionalGeneration',
    processors: 'qwen2_5_omni',
    stages: [
      qwen25Thinker,
      stage(1, 'talker', 'llm_ar', {
        out: 'latent',
        hfConfig: 'talker_config',
        processors: { syncInput: 'thinker2talker_token_only', next: 'talker2code2wav_full_payload' },
      }),
      stage(2, 'code2wav', 'llm_generation', {
        final: 'audio',
        out: 'audio',
        hfConfig: 'thinker_config',
        processors: { syncInput: 'talker2code2wav_token_only' },
      }),
    ],
    payloads: { '0->1': ['q25o-prompt'] },
  }),
  pipeline({
    key: 'qwen2_5_omni_thinker_only',
    title: 'Qwen2.5-Omni, thinker only',
    about: 'The thinker alone, text out.',
    modelArch: 'Qwen2_5OmniForConditionalGeneration',
    processors: 'qwen2_5_omni',
    stages: [qwen25Thinker],
  }),
  pipeline({
    key: 'qwen3_omni_moe',
    title: 'Qwen3-Omni',
    about: 'Thinker, talker and vocoder, streaming to each other in chunks.',
    modelArch: 'Qwen3OmniMoeForConditionalGeneration',
    processors: 'qwen3_omni',
    stages: [qwen3Thinker, qwen3Talker, qwen3Vocoder],
    kvDims: { '0': QWEN3_THINKER_KV },
    codec: { codebooks: 16, framesPerSecond: 12.5, certainty: 'assumed' },
    payloads: {
      '0->1': ['q3o-tok-bf16', 'q3o-44tok-fp32', 'q3o-2500tok-bf16', 'q3o-2500tok-fp32'],
      '1->2': ['q3o-codec-chunk', 'q3o-codec-full-10s', 'tts-first-chunk-5'],
    },
  }),
  pipeline({
    key: 'qwen3_omni_moe_duplex',
    title: 'Qwen3-Omni, duplex sessions',
    about: 'The same three stages behind a full-duplex session (session_mode: duplex).',
    modelArch: 'Qwen3OmniMoeForConditionalGeneration',
    processors: 'qwen3_omni',
    stages: [qwen3Thinker, qwen3Talker, qwen3Vocoder],
    kvDims: { '0': QWEN3_THINKER_KV },
    codec: { codebooks: 16, framesPerSecond: 12.5, certainty: 'assumed' },
    payloads: {
      '0->1': ['q3o-tok-bf16', 'q3o-44tok-fp32'],
      '1->2': ['q3o-codec-chunk', 'q3o-codec-full-10s'],
    },
  }),
  pipeline({
    key: 'qwen3_omni_moe_thinker_only',
    title: 'Qwen3-Omni, thinker only',
    about: 'The thinker alone, text out.',
    modelArch: 'Qwen3OmniMoeForConditionalGeneration',
    processors: 'qwen3_omni',
    stages: [
      stage(0, 'thinker', 'llm_ar', {
        final: 'text',
        out: 'text',
        tokenizer: true,
        hfConfig: 'thinker_config',
      }),
    ],
  }),
  pipeline({
    key: 'qwen3_omni_moe_pd_separation',
    title: 'Qwen3-Omni with prefill and decode apart',
    about: 'Two thinkers share the work through vLLM’s own KV connector; talker and vocoder follow.',
    registered: false,
    modelArch: 'Qwen3OmniMoeForConditionalGeneration',
    processors: 'qwen3_omni',
    stages: [
      stage(0, 'thinker', 'llm_ar', { out: 'latent', tokenizer: true, hfConfig: 'thinker_config' }),
      stage(1, 'thinker', 'llm_ar', { final: 'text', out: 'latent', hfConfig: 'thinker_config' }),
      stage(2, 'talker', 'llm_ar', { out: 'latent', hfConfig: 'talker_config' }),
      stage(3, 'code2wav', 'llm_generation', { final: 'audio', out: 'audio', hfConfig: 'thinker_config' }),
    ],
    kvDims: { '0': QWEN3_THINKER_KV },
    codec: { codebooks: 16, framesPerSecond: 12.5, certainty: 'assumed' },
    payloads: {
      '0->1': ['q3o-pd-1k', 'q3o-pd-8k'],
      '1->2': ['q3o-44tok-fp32', 'q3o-2500tok-bf16'],
      '2->3': ['q3o-codec-full-10s', 'q3o-codec-chunk'],
    },
  }),
  pipeline({
    key: 'aura_omni',
    title: 'Aura Omni',
    about: 'Speech recognition, a vision-language model, talker and vocoder in one duplex session.',
    modelArch: 'Qwen3ASRForConditionalGeneration',
    processors: 'aura_omni',
    stages: [
      stage(0, 'asr', 'llm_ar', { out: 'text', tokenizer: true }),
      stage(1, 'aura', 'llm_ar', {
        final: 'text',
        out: 'text',
        tokenizer: true,
        arch: 'AuraQwen3VLForConditionalGeneration',
        processors: { input: 'asr2aura' },
      }),
      stage(2, 'qwen3_tts', 'llm_ar', {
        out: 'latent',
        tokenizer: true,
        arch: 'Qwen3TTSTalkerForConditionalGeneration',
        processors: {
          input: 'aura2tts',
          next: 'talker2code2wav_full_payload',
          asyncNext: 'talker2code2wav_async_chunk',
        },
      }),
      stage(3, 'code2wav', 'llm_generation', {
        final: 'audio',
        out: 'audio',
        arch: 'Qwen3TTSCode2Wav',
        processors: { syncInput: 'talker2code2wav_token_only' },
      }),
    ],
    codec: { codebooks: 16, framesPerSecond: null, certainty: 'assumed' },
    payloads: { '2->3': ['q3o-codec-chunk', 'tts-first-chunk-5'] },
  }),
  pipeline({
    key: 'ming_flash_omni',
    title: 'Ming-flash-omni',
    about: 'The thinker’s text goes to a talker that speaks it.',
    modelArch: 'MingFlashOmniForConditionalGeneration',
    processors: 'ming_flash_omni',
    stages: [
      stage(0, 'thinker', 'llm_ar', { final: 'text', out: 'text', tokenizer: true, hfConfig: 'llm_config' }),
      stage(1, 'talker', 'llm_generation', { final: 'audio', out: 'audio' }),
    ],
  }),
  pipeline({
    key: 'minicpmo_4_5',
    title: 'MiniCPM-o 4.5',
    about: 'Thinker and a talker that makes the waveform in the same process.',
    modelArch: 'MiniCPMO45OmniForConditionalGeneration',
    processors: 'minicpmo_4_5_omni',
    stages: [
      stage(0, 'llm', 'llm_ar', { final: 'text', out: 'latent', tokenizer: true }),
      stage(1, 'tts', 'llm_ar', { final: 'audio', out: 'audio' }),
    ],
    payloads: { '0->1': ['mcpo-handoff-list'] },
  }),
  pipeline({
    key: 'dynin_omni',
    title: 'Dynin-Omni',
    about: 'Tokens to text, then to an image, then to sound; all on the generation worker.',
    modelArch: 'DyninOmniForConditionalGeneration',
    processors: 'dynin_omni',
    stages: [
      stage(0, 'token2text', 'llm_generation', {
        final: 'text',
        out: 'latent',
        tokenizer: true,
        processors: { next: 'token2text_to_token2image_full_payload' },
      }),
      stage(1, 'token2image', 'llm_generation', {
        final: 'image',
        out: 'latent',
        processors: { syncInput: 'token2text_to_token2image' },
      }),
      stage(2, 'token2audio', 'llm_generation', {
        final: 'audio',
        out: 'latent',
        processors: { syncInput: 'token2image_to_token2audio' },
      }),
    ],
  }),
  pipeline({
    key: 'hyperclovax_seed_omni',
    title: 'HyperCLOVA X SEED Omni',
    about: 'Thinker and vocoder on one card; known from legacy files.',
    registered: false,
    stages: [
      stage(0, 'thinker', 'llm_ar', { final: 'text', tokenizer: true }),
      stage(1, 'code2wav', 'llm_generation', { final: 'audio', out: 'audio' }),
    ],
  }),
  pipeline({
    key: 'longcat_next',
    title: 'LongCat-Next, text only',
    about: 'The thinker alone on four cards.',
    registered: false,
    modelArch: 'LongcatNextForCausalLM',
    stages: [stage(0, 'thinker', 'llm_ar', { final: 'text', tokenizer: true })],
  }),
]
