import { createBenchRunner } from '../bench/runner.ts'
import { createHost, type Host } from './host.ts'

export interface DefaultHostOptions {
  /** Folder of the app's own data. */
  readonly appData: string
  /** Path of the built entry of a stage process. */
  readonly stageProcess: string
}

/** The host as both shells run it: every service, and the test bench of this machine. */
export const createDefaultHost = ({ appData, stageProcess }: DefaultHostOptions): Promise<Host> =>
  createHost({ appData, bench: createBenchRunner({ stageProcess }) })
