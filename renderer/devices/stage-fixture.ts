import type { AnalysisContext, StageView } from '../../core/contract/analysis.ts'
import type { Launch } from '../../core/diagnose/devices.ts'
import type { HostInventory } from '../../core/inventory/index.ts'
import { parseLaunch } from '../../core/launch/index.ts'

/** A launch on these hosts. */
export const launchOf = (hosts: HostInventory | null, context: AnalysisContext = {}): Launch => ({
  hosts,
  launch: parseLaunch(context.command ?? ''),
  context,
})

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
