import { resolve } from 'node:path'
import type { BenchOptions, BenchReport } from '../../../core/bench/types.ts'
import type { AnalysisContext } from '../../../core/contract/analysis.ts'
import { createBenchRunner } from '../../bench/runner.ts'
import { unusable } from '../output.ts'
import { createLiveLine } from './live.ts'

export interface CliRun {
  readonly name: string
  readonly text: string
  readonly context: AnalysisContext
  readonly options: BenchOptions
}

/** Runs the bench with a line of progress on a terminal. Ctrl+C cancels: the report then holds what was measured. */
export async function runBench(run: CliRun, stageProcess: string): Promise<BenchReport> {
  const runner = createBenchRunner({ stageProcess })
  const live = createLiveLine()
  let cancelled = false
  const cancel = () => {
    if (!cancelled) {
      live.clear()
      process.stderr.write('Cancelled; the stage processes are being taken down.\n')
    }
    cancelled = true
    void runner.close()
  }
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  for (const signal of signals) process.on(signal, cancel)
  runner.on(event => {
    if (event.kind === 'progress' && !cancelled) live.show(event.progress)
  })
  try {
    const { text, context, options } = run
    const started = await runner.start({ text, fileName: run.name, context, options: absolute(options) })
    if (!started.ok && cancelled) return unusable('Cancelled before the run began.')
    if (!started.ok) return unusable(`${run.name}: ${started.error.message}`)
    await runner.idle()
    const { report } = runner.current()
    return report ?? unusable(`${run.name}: the run left no report.`)
  } finally {
    live.clear()
    for (const signal of signals) process.off(signal, cancel)
    await runner.close()
  }
}

/** Stage processes have no current folder to go by. */
function absolute(options: BenchOptions): BenchOptions {
  const place = <T extends BenchOptions['payload']>(spec: T): T =>
    spec.file === undefined ? spec : { ...spec, file: resolve(spec.file) }
  const { edgePayloads } = options
  return {
    ...options,
    payload: place(options.payload),
    ...(edgePayloads === undefined
      ? {}
      : {
          edgePayloads: Object.fromEntries(
            Object.entries(edgePayloads).map(([edge, spec]) => [edge, place(spec)]),
          ),
        }),
  }
}
