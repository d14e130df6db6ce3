import { randomUUID } from 'node:crypto'
import { networkInterfaces } from 'node:os'
import { analyze } from '../../core/analyze.ts'
import { planBench } from '../../core/bench/plan.ts'
import { renderReport } from '../../core/bench/report/render.ts'
import type { BenchPlan, BenchProgress, BenchReport } from '../../core/bench/types.ts'
import { fail, ok } from '../../core/contract/result.ts'
import type { BenchEvent, BenchRequest, BenchRunner } from '../host/bench-runner.ts'
import { sweepDeadRuns } from './connectors/index.ts'
import { execute } from './coordinator/execute.ts'
import { sweepDeadFolders } from './coordinator/run-folder.ts'
import { createForkStage } from './coordinator/stage-handle.ts'
import { loopbacks } from './loopback.ts'

export interface BenchRunnerOptions {
  /** Path of the built entry of a stage process. */
  readonly stageProcess: string
}

interface Going {
  readonly runId: string
  readonly abort: AbortController
  readonly done: Promise<void>
}

/** The test bench of this machine: one run at a time, started by whatever window or command asks for it. */
export function createBenchRunner({ stageProcess }: BenchRunnerOptions): BenchRunner {
  const listeners = new Set<(event: BenchEvent) => void>()
  let going: Going | null = null
  let progress: BenchProgress | null = null
  let report: BenchReport | null = null

  const emit = (event: BenchEvent) => {
    for (const listener of listeners) listener(event)
  }
  const begin = (plan: BenchPlan, fileName: string): string => {
    const runId = randomUUID().slice(0, 8)
    const abort = new AbortController()
    const onProgress = (value: BenchProgress) => {
      if (going?.runId !== runId) return
      progress = value
      emit({ kind: 'progress', progress: value })
    }
    const fork = createForkStage(stageProcess)
    const done = execute(plan, { runId, fileName, fork, signal: abort.signal, onProgress }).then(value => {
      going = null
      progress = null
      report = value
      emit({ kind: 'done', report: value })
    })
    going = { runId, abort, done }
    return runId
  }

  return {
    async start(request) {
      if (going !== null)
        return fail('busy', 'A run goes on already; cancel it or wait for its end before you start another.')
      const plan = await planOf(request)
      if (!plan.ok) return plan
      if (going !== null) return fail('busy', 'Another run has just been started; wait for its end.')
      sweepDeadRuns()
      await sweepDeadFolders()
      return ok({ runId: begin(plan.value, request.fileName) })
    },
    async cancel(runId) {
      if (going === null || going.runId !== runId) return fail('not-running', 'This run is over already.')
      const { abort, done } = going
      abort.abort()
      await done
      return ok(null)
    },
    current: () => ({ progress, report }),
    render: renderReport,
    on(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    idle: async () => {
      await going?.done
    },
    async close() {
      going?.abort.abort()
      await going?.done
    },
  }
}

async function planOf({ text, fileName, context, options }: BenchRequest) {
  const analysis = analyze(text, { fileName, ...context })
  const ownAddresses = new Set(
    Object.values(networkInterfaces())
      .flat()
      .flatMap(address => address?.address ?? []),
  )
  return planBench(analysis, options, { ownAddresses, loopbacks: await loopbacks() })
}
