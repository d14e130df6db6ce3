import { randomUUID } from 'node:crypto'
import { setMaxListeners } from 'node:events'
import { analyze } from '../../core/analyze.ts'
import { DRILL_KINDS } from '../../core/bench/drills.ts'
import { planBench } from '../../core/bench/plan.ts'
import { renderReport } from '../../core/bench/report/render.ts'
import type { BenchOptions, BenchPlan, BenchProgress, BenchReport } from '../../core/bench/types.ts'
import { fail, ok, type Result } from '../../core/contract/result.ts'
import type { BenchEvent, BenchRequest, BenchRunner } from '../host/bench-runner.ts'
import { ownAddresses } from '../host/preflight/loopback.ts'
import { sweepDeadRuns } from './connectors/index.ts'
import { stageAffinity } from './coordinator/affinity.ts'
import type { ForkInSmallShm } from './coordinator/drills/scene.ts'
import { execute } from './coordinator/execute.ts'
import { sweepDeadFolders } from './coordinator/run-folder.ts'
import { findSmallShm } from './coordinator/small-shm.ts'
import { type SpawnStage, spawnByFork } from './coordinator/stage-child.ts'
import { createForkStage, type ForkStage } from './coordinator/stage-handle.ts'
import { loopbacks } from './loopback.ts'

export interface BenchRunnerOptions {
  /** Path of the built entry of a stage process. */
  readonly stageProcess: string
  /** How it is started; by Node's `fork` when absent. */
  readonly spawn?: SpawnStage
}

interface Going {
  readonly runId: string
  readonly abort: AbortController
  readonly done: Promise<void>
}

/** The test bench of this machine: one run at a time, started by whatever window or command asks for it. */
export function createBenchRunner(runner: BenchRunnerOptions): BenchRunner {
  const listeners = new Set<(event: BenchEvent) => void>()
  let going: Going | null = null
  let starting = false
  let closed = false
  let progress: BenchProgress | null = null
  let report: BenchReport | null = null

  const emit = (event: BenchEvent) => {
    for (const listener of listeners) listener(event)
  }
  const begin = ({ plan, fork, forkInSmallShm }: Prepared, fileName: string): string => {
    const runId = randomUUID().slice(0, 8)
    const abort = new AbortController()
    // Every process, drill and repetition listens.
    setMaxListeners(0, abort.signal)
    const onProgress = (value: BenchProgress) => {
      progress = value
      emit({ kind: 'progress', progress: value })
    }
    const done = execute(plan, {
      runId,
      fileName,
      fork,
      forkInSmallShm,
      signal: abort.signal,
      onProgress,
    }).then(value => {
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
      // What has been cancelled is only being taken down; whoever starts anew meanwhile waits for that.
      if (going?.abort.signal.aborted === true) await going.done
      if (going !== null || starting)
        return fail('busy', 'A run goes on already; cancel it or wait for its end before you start another.')
      starting = true
      try {
        const prepared = await prepare(request, runner)
        if (!prepared.ok) return prepared
        if (closed) return fail('closed', 'The bench has been closed; no run is started any more.')
        return ok({ runId: begin(prepared.value, request.fileName) })
      } finally {
        starting = false
      }
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
      closed = true
      going?.abort.abort()
      await going?.done
    },
  }
}

interface Prepared {
  readonly plan: BenchPlan
  readonly fork: ForkStage
  readonly forkInSmallShm: ForkInSmallShm | null
}

const isFillingShm = ({ mode, drills }: BenchOptions): boolean =>
  mode === 'drill' && (drills ?? DRILL_KINDS).includes('fill-shm')

/** Plans the run, and takes away what dead runs left, so that it cannot get into this one's way. */
async function prepare(
  request: BenchRequest,
  { stageProcess, spawn = spawnByFork }: BenchRunnerOptions,
): Promise<Result<Prepared>> {
  const plan = await planOf(request)
  if (!plan.ok) return plan
  const stages = plan.value.stages.map(({ id }) => id)
  const affinity = request.options.affinity === true ? stageAffinity(stages) : ok(null)
  if (!affinity.ok) return affinity
  sweepDeadRuns()
  await sweepDeadFolders()
  const small = isFillingShm(request.options) && spawn === spawnByFork ? findSmallShm() : null
  return ok({
    plan: plan.value,
    fork: createForkStage(stageProcess, spawn, affinity.value),
    forkInSmallShm: small === null ? null : bytes => createForkStage(stageProcess, small(bytes)),
  })
}

async function planOf({ text, fileName, context, options }: BenchRequest) {
  const analysis = analyze(text, { fileName, ...context })
  return planBench(analysis, options, { ownAddresses: ownAddresses(), loopbacks: await loopbacks() })
}
