import { analyze } from '../../core/analyze.ts'
import { createDirectAnalyzer } from './analyzer.ts'
import { coreEngine } from './engine.ts'
import type { FakeHost } from './fake-host.ts'
import { startWorkbench } from './start.ts'
import { resetWorkbench, useWorkbench } from './workbench.ts'

/** The store as the window starts it, on a fake host, analysing at once; the answer stops it. For tests. */
export async function startOn(host: FakeHost): Promise<() => void> {
  resetWorkbench()
  return startWorkbench({
    host,
    engine: coreEngine,
    createAnalyzer: listener => createDirectAnalyzer(analyze, listener),
  })
}

/** A chain of two stages over one connector, with comments that must survive. */
export const CHAIN = `# two stages
async_chunk: false

connectors:
  shm:
    name: SharedMemoryConnector

stages:
  - stage_id: 0   # first
    devices: "0"
    output_connectors:
      to_stage_1: shm
  - stage_id: 1
    devices: "1"
    input_connectors:
      from_stage_0: shm
`

export const state = () => useWorkbench.getState()
