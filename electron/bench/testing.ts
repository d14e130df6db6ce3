import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { BenchOptions, BenchReport } from '../../core/bench/types.ts'
import { DEFAULT_BENCH_OPTIONS } from '../../core/bench/types.ts'
import { bundleForNode } from '../../scripts/bundle.mjs'
import type { BenchRequest, BenchRunner } from '../host/bench-runner.ts'

export interface BuiltStageProcess {
  readonly path: string
  remove(): Promise<void>
}

const root = join(import.meta.dirname, '../..')

/** Bundles the stage process as the build does, into a folder below `node_modules`, where its packages are found. */
export async function buildStageProcess(): Promise<BuiltStageProcess> {
  const outDir = await mkdtemp(join(root, 'node_modules/.stage-process-'))
  const remove = () => rm(outDir, { recursive: true, force: true })
  await bundleForNode({ 'stage-process': 'electron/bench/stage-process.ts' }, outDir).catch(async error => {
    await remove()
    throw error
  })
  return { path: join(outDir, 'stage-process.mjs'), remove }
}

/** Options of a run that takes a moment. */
export const shortOptions = (options: Partial<BenchOptions> = {}): BenchOptions => ({
  ...DEFAULT_BENCH_OPTIONS,
  payload: { kind: 'bytes', bytes: 64 * 1024 },
  requests: 5,
  warmup: 1,
  timeoutMs: 5000,
  ...options,
})

/** Starts a run and waits for its report; a run that does not start fails the test with its sentence. */
export async function reportOf(
  runner: BenchRunner,
  text: string,
  options: BenchOptions,
  request: Partial<BenchRequest> = {},
): Promise<BenchReport> {
  const started = await runner.start({ text, fileName: 'config.yaml', context: {}, options, ...request })
  if (!started.ok) throw new Error(`${started.error.code}: ${started.error.message}`)
  await runner.idle()
  const { report } = runner.current()
  if (report === null) throw new Error('the run left no report')
  return report
}
