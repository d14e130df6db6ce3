import { ASCEND_AR_DIT } from './ascend-ar-dit.ts'
import { BAGEL } from './bagel.ts'
import { COSYVOICE3 } from './cosyvoice3.ts'
import { EMPTY } from './empty.ts'
import { FAN_OUT } from './fan-out.ts'
import { GLM_IMAGE } from './glm-image.ts'
import { HUNYUAN_IMAGE_3 } from './hunyuan-image-3.ts'
import { HYBRID_CHAIN } from './hybrid-chain.ts'
import { MIMO_AUDIO } from './mimo-audio.ts'
import { QWEN2_5_OMNI } from './qwen2-5-omni.ts'
import { QWEN3_OMNI } from './qwen3-omni.ts'
import { QWEN3_TTS } from './qwen3-tts.ts'
import type { Template } from './types.ts'

export type { Template } from './types.ts'

/** Every template, in the order in which the gallery shows them. */
export const TEMPLATES: readonly Template[] = [
  QWEN3_OMNI,
  QWEN2_5_OMNI,
  QWEN3_TTS,
  COSYVOICE3,
  MIMO_AUDIO,
  BAGEL,
  HUNYUAN_IMAGE_3,
  ASCEND_AR_DIT,
  GLM_IMAGE,
  HYBRID_CHAIN,
  FAN_OUT,
  EMPTY,
]

/** The template of that id; null when there is none. */
export const templateById = (id: string): Template | null =>
  TEMPLATES.find(template => template.id === id) ?? null
