import type { SpawnStage } from '../bench/coordinator/stage-child.ts'
import { createBenchRunner } from '../bench/runner.ts'
import { createHost, type Host } from './host.ts'

export interface DefaultHostOptions {
  /** Folder of the app's own data. */
  readonly appData: string
  /** Path of the built entry of a stage process. */
  readonly stageProcess: string
  /** How it is started; by Node's `fork` when absent. */
  readonly spawn?: SpawnStage
}

/** The host as both shells run it: every service, and the test bench of this machine. */
export const createDefaultHost = ({ appData, ...bench }: DefaultHostOptions): Promise<Host> =>
  createHost({ appData, bench: createBenchRunner(bench) })
