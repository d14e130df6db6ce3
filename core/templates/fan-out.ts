import type { Template } from './types.ts'

export const FAN_OUT: Template = {
  id: 'fan-out',
  title: 'Fan-out, one stage feeds two',
  about:
    'A dialog stage feeds speech and image stages; edges are declared and the runtime fills in shared memory.',
  fileName: 'fan_out.yaml',
  pipeline: null,
  text: `# The transfer parser takes this graph; a worker that splits stage 0 into one input and one output does not.
async_chunk: false

stages:
  - stage_id: 0
    devices: "0"
    max_num_seqs: 4
    gpu_memory_utilization: 0.8

  - stage_id: 1
    devices: "1"
    max_num_seqs: 4
    gpu_memory_utilization: 0.4

  - stage_id: 2
    devices: "1"
    max_num_seqs: 1
    gpu_memory_utilization: 0.4

edges:
  - {from: 0, to: 1, window_size: -1}
  - {from: 0, to: 2, window_size: -1}
`,
}
