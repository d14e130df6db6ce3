import { pipeline, stage } from './build.ts'
import type { Pipeline } from './types.ts'

/** A talker that writes codec tokens and a decoder that turns them into sound: the shape of most of them. */
const talkerAndDecoder = (
  talker: string,
  decoder: string,
  processors: { readonly next?: string; readonly asyncNext?: string; readonly syncInput?: string },
  decoderArch?: string,
) => [
  stage(0, talker, 'llm_ar', {
    out: 'latent',
    tokenizer: true,
    processors: {
      ...(processors.next === undefined ? {} : { next: processors.next }),
      ...(processors.asyncNext === undefined ? {} : { asyncNext: processors.asyncNext }),
    },
  }),
  stage(1, decoder, 'llm_generation', {
    final: 'audio',
    out: 'audio',
    ...(decoderArch === undefined ? {} : { arch: decoderArch }),
    ...(processors.syncInput === undefined ? {} : { processors: { syncInput: processors.syncInput } }),
  }),
]

/** Text or speech to speech. */
export const SPEECH_PIPELINES: readonly Pipeline[] = [
  pipeline({
    key: 'qwen3_tts',
    title: 'Qwen3-TTS',
    about: 'The talker streams codec chunks to the vocoder.',
    modelArch: 'Qwen3TTSTalkerForConditionalGeneration',
    processors: 'qwen3_tts',
    stages: talkerAndDecoder(
      'qwen3_tts',
      'code2wav',
      {
        next: 'talker2code2wav_full_payload',
        asyncNext: 'talker2code2wav_async_chunk',
        syncInput: 'talker2code2wav_token_only',
      },
      'Qwen3TTSCode2Wav',
    ),
    codec: { codebooks: 16, framesPerSecond: 12, certainty: 'derived' },
    payloads: { '0->1': ['q3o-codec-chunk', 'tts-first-chunk-5'] },
  }),
  pipeline({
    key: 'mimo_audio',
    title: 'MiMo-Audio',
    about: 'A fused thinker and talker, and a vocoder.',
    modelArch: 'MiMoAudioModel',
    processors: 'mimo_audio',
    stages: [
      stage(0, 'fused_thinker_talker', 'llm_ar', {
        final: 'text',
        out: 'latent',
        tokenizer: true,
        processors: { asyncNext: 'llm2code2wav_async_chunk' },
      }),
      stage(1, 'code2wav', 'llm_generation', {
        final: 'audio',
        out: 'audio',
        processors: { syncInput: 'llm2code2wav' },
      }),
    ],
  }),
  pipeline({
    key: 'cosyvoice3',
    title: 'CosyVoice3',
    about: 'The talker writes speech tokens, flow matching turns them into a waveform.',
    modelArch: 'CosyVoice3Model',
    processors: 'cosyvoice3',
    stages: [
      stage(0, 'cosyvoice3_talker', 'llm_ar', {
        out: 'latent',
        tokenizer: true,
        processors: { next: 'text2flow_full_payload', asyncNext: 'talker2code2wav_async_chunk' },
      }),
      stage(1, 'cosyvoice3_code2wav', 'llm_generation', {
        final: 'audio',
        out: 'latent',
        processors: { syncInput: 'text2flow_token_only' },
      }),
    ],
    codec: { codebooks: 1, framesPerSecond: 25, certainty: 'assumed' },
  }),
  pipeline({
    key: 'fish_qwen3_omni',
    title: 'Fish Speech S2 Pro',
    about: 'A slow AR stage streams codec chunks to the DAC decoder.',
    modelArch: 'FishSpeechSlowARForConditionalGeneration',
    processors: 'fish_speech',
    stages: talkerAndDecoder(
      'fish_speech_slow_ar',
      'dac_decoder',
      { asyncNext: 'slow_ar_to_dac_decoder_async_chunk' },
      'FishSpeechDACDecoder',
    ),
    codec: { codebooks: null, framesPerSecond: 21, certainty: 'derived' },
  }),
  pipeline({
    key: 'higgs_multimodal_qwen3',
    title: 'Higgs Audio v3',
    about: 'The talker streams eight codebooks to the vocoder.',
    modelArch: 'HiggsAudioV3TalkerForConditionalGeneration',
    processors: 'higgs_audio_v3',
    stages: talkerAndDecoder('higgs_audio_v3', 'code2wav', {
      next: 'talker2code2wav_full_payload',
      asyncNext: 'talker2code2wav_async_chunk',
      syncInput: 'talker2code2wav',
    }),
    codec: { codebooks: 8, framesPerSecond: null, certainty: 'derived' },
  }),
  pipeline({
    key: 'covo_audio',
    title: 'Covo-Audio',
    about: 'A fused thinker and talker, and a vocoder that waits for the whole output.',
    modelArch: 'CovoAudioForConditionalGeneration',
    processors: 'covo_audio',
    stages: [
      stage(0, 'fused_thinker_talker', 'llm_ar', {
        final: 'text',
        out: 'latent',
        tokenizer: true,
        processors: { next: 'llm2code2wav_full_payload' },
      }),
      stage(1, 'code2wav', 'llm_generation', { final: 'audio', out: 'audio' }),
    ],
  }),
  pipeline({
    key: 'moss_tts_delay',
    title: 'MOSS-TTS',
    about: 'The talker streams delayed codebooks to the codec decoder.',
    fileNames: ['moss_tts', 'moss_sound_effect'],
    modelArch: 'MossTTSDelayModel',
    processors: 'moss_tts',
    stages: talkerAndDecoder(
      'moss_tts',
      'moss_tts_codec',
      { asyncNext: 'talker2codec_delay_async_chunk', syncInput: 'talker2codec' },
      'MossTTSCodecDecoder',
    ),
    codec: { codebooks: null, framesPerSecond: 12.5, certainty: 'derived' },
  }),
  pipeline({
    key: 'moss_tts_realtime',
    title: 'MOSS-TTS Realtime',
    about: 'The small talker with a local depth transformer, for the earliest first sound.',
    modelArch: 'MossTTSRealtime',
    processors: 'moss_tts',
    stages: talkerAndDecoder(
      'moss_tts',
      'moss_tts_codec',
      { asyncNext: 'talker2codec_raw_async_chunk', syncInput: 'talker2codec' },
      'MossTTSCodecDecoder',
    ),
    codec: { codebooks: 16, framesPerSecond: 12.5, certainty: 'derived' },
  }),
  pipeline({
    key: 'step_audio_2',
    title: 'Step-Audio2',
    about: 'Thinker and a vocoder that shares its second card.',
    modelArch: 'StepAudio2ForConditionalGeneration',
    processors: 'step_audio2',
    stages: [
      stage(0, 'step_audio2_thinker', 'llm_ar', {
        final: 'text',
        out: 'latent',
        tokenizer: true,
        arch: 'StepAudio2ThinkerForConditionalGeneration',
        processors: { asyncNext: 'thinker2token2wav_async_chunk' },
      }),
      stage(1, 'token2wav', 'llm_generation', { final: 'audio', out: 'audio' }),
    ],
  }),
  pipeline({
    key: 'step_audio_2_asr',
    title: 'Step-Audio2, recognition only',
    about: 'The thinker alone, text out.',
    modelArch: 'StepAudio2ForConditionalGeneration',
    processors: 'step_audio2',
    stages: [stage(0, 'step_audio2_thinker', 'llm_ar', { final: 'text', tokenizer: true })],
  }),
  pipeline({
    key: 'soulxsinger_svc',
    title: 'SoulX-Singer, voice conversion',
    about: 'One diffusion stage, sound out.',
    stages: [stage(0, 'diffusion', 'diffusion', { final: 'audio' })],
  }),
  pipeline({
    key: 'soulxsinger_svs',
    title: 'SoulX-Singer, singing synthesis',
    about: 'One diffusion stage, sound out.',
    stages: [stage(0, 'diffusion', 'diffusion', { final: 'audio' })],
  }),
]
