import type { StageView } from '../../core/contract/analysis.ts'

/** A stage for tests, with what the test does not care about filled in. */
export const stageOf = (patch: Partial<StageView>): StageView => ({
  id: '0',
  index: 0,
  path: ['stages', 0],
  name: null,
  kind: 'llm_ar',
  devices: ['0'],
  tensorParallelSize: 1,
  worldSize: 1,
  replicas: 1,
  gpuMemoryUtilization: 0.5,
  finalOutput: null,
  asyncChunk: false,
  needSendCache: false,
  needRecvCache: false,
  origin: 'file',
  ...patch,
})
