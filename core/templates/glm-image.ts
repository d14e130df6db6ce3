import type { Template } from './types.ts'

export const GLM_IMAGE: Template = {
  id: 'glm-image',
  title: 'GLM-Image, tokens to pixels',
  about: 'An AR stage writes image tokens, a diffusion stage paints them; payloads are small.',
  fileName: 'glm_image.yaml',
  pipeline: 'glm_image',
  text: `pipeline: glm_image
async_chunk: false

stages:
  - stage_id: 0
    devices: "0"
    max_num_seqs: 1
    gpu_memory_utilization: 0.6
    default_sampling_params:
      temperature: 0.95
      max_tokens: 4353
      stop_token_ids: [16385]

  - stage_id: 1
    devices: "1"
    max_num_seqs: 1
    default_sampling_params:
      num_inference_steps: 50

platforms:
  npu:
    stages:
      - stage_id: 0
        devices: "0,1,2,3"
        tensor_parallel_size: 4
      - stage_id: 1
        devices: "0,1,2,3"
        parallel_config:
          ulysses_degree: 4
`,
}
