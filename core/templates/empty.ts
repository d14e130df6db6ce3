import type { Template } from './types.ts'

export const EMPTY: Template = {
  id: 'empty',
  title: 'Empty',
  about: 'A deploy file without a stage; draw your own.',
  fileName: 'untitled.yaml',
  pipeline: null,
  text: `# A deploy file for vLLM-Omni.
async_chunk: false

stages: []
`,
}
