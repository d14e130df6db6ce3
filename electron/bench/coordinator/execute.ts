import { edgeFailure } from '../../../core/bench/advice.ts'
import { DRILLS } from '../../../core/bench/drills.ts'
import { totalTransfers } from '../../../core/bench/plan.ts'
import type {
  BenchOptions,
  BenchPlan,
  BenchProgress,
  BenchReport,
  DrillOutcome,
} from '../../../core/bench/types.ts'
import { newRunPrefix } from '../connectors/index.ts'
import { runDrills } from './drills/index.ts'
import type { ForkInSmallShm } from './drills/scene.ts'
import { benchEnvironment } from './environment.ts'
import { runFlowMode } from './flow-run.ts'
import { runPingMode, runSweepMode } from './ping-run.ts'
import { createRemaining, workParts } from './remaining.ts'
import { NO_RESIDUE, residueAfter, sweepAfter } from './residue.ts'
import { createRun, type Run } from './run.ts'
import { createRunFolder } from './run-folder.ts'
import { openSession } from './session.ts'
import type { ForkStage } from './stage-handle.ts'
import { createTracker, type Tracker } from './tracker.ts'

export interface ExecuteOptions {
  readonly runId: string
  readonly fileName: string
  readonly fork: ForkStage
  readonly forkInSmallShm: ForkInSmallShm | null
  readonly signal: AbortSignal
  readonly onProgress: (progress: BenchProgress) => void
}

/** A stage process gets this long to close its connectors. */
const CLOSE_MS = 3000

/** Carries out a plan from the first process to the sweep. Never throws for what a file or a process does. */
export async function execute(plan: BenchPlan, options: ExecuteOptions): Promise<BenchReport> {
  const { runId, signal, onProgress } = options
  const startedAt = new Date().toISOString()
  const started = performance.now()
  const tracker = createTracker({
    runId,
    totalTransfers: totalTransfers(plan),
    remaining: createRemaining({
      parts: workParts(plan),
      kind: plan.options.payload.kind,
      durationMs: plannedMs(plan.options),
      totalTransfers: totalTransfers(plan),
    }),
    emit: onProgress,
  })
  onProgress(tracker.snapshot())
  // Looked up while nothing is timed and nobody waits for the end.
  const environment = benchEnvironment(plan)
  signal.addEventListener('abort', tracker.cancel, { once: true })
  const work = plan.options.mode === 'drill' ? drill : transfer
  const measured = await work(plan, options, tracker).catch(error => unforeseen(plan, error))
  tracker.stop()
  return {
    runId,
    startedAt,
    elapsedMs: performance.now() - started,
    fileName: options.fileName,
    plan,
    state: signal.aborted ? 'cancelled' : isWorth(measured) ? 'done' : 'failed',
    ...measured,
    environment,
  }
}

type Measured = Pick<
  BenchReport,
  'figures' | 'failures' | 'drills' | 'kvKeys' | 'openLoop' | 'timeline' | 'peakShmBytes' | 'residue'
>

/** What the system refuses the bench itself (no room for its folder, no process): told for every edge. */
const unforeseen = (plan: BenchPlan, error: unknown): Measured => ({
  figures: [],
  failures: plan.edges.map(edge =>
    edgeFailure(edge, {
      code: 'bench-error',
      message: error instanceof Error ? error.message : String(error),
    }),
  ),
  drills: [],
  timeline: [],
  peakShmBytes: 0,
  residue: NO_RESIDUE,
})

const isWorth = ({ figures, drills }: Measured): boolean =>
  drills.length > 0 || figures.some(({ count }) => count > 0)

async function transfer(
  plan: BenchPlan,
  { fork, signal }: ExecuteOptions,
  tracker: Tracker,
): Promise<Measured> {
  const prefix = newRunPrefix()
  const folder = await createRunFolder(prefix)
  const session = await openSession(plan, { fork, prefix, folder, signal })
  for (const failure of session.failures) tracker.failed(failure)
  session.onFailure(tracker.failed)
  session.onReport(report => {
    if (report.kind === 'progress') tracker.live(report)
  })
  const run = createRun(plan, session, tracker, signal)
  await untilAborted(runMode(run), signal)
  // A cancelled run keeps what its stages have told so far; they are not asked for more.
  const figures = signal.aborted ? tracker.snapshot().figures : run.figures()
  const { failures, pids } = session
  const kvKeys = run.kvKeys()
  const openLoop = run.lateness.openLoop()
  await session.close(CLOSE_MS)
  await sweepAfter(prefix, folder)
  return {
    figures,
    failures,
    drills: [],
    ...(kvKeys.length === 0 ? {} : { kvKeys }),
    ...(openLoop === null ? {} : { openLoop }),
    timeline: run.timeline,
    peakShmBytes: run.peakShmBytes(),
    residue: await residueAfter(prefix, folder, pids),
  }
}

async function drill(
  plan: BenchPlan,
  { fork, forkInSmallShm, signal }: ExecuteOptions,
  tracker: Tracker,
): Promise<Measured> {
  const drills: DrillOutcome[] = []
  const residue = await runDrills(plan, {
    fork,
    forkInSmallShm,
    signal,
    onDrill(kind, edge, place) {
      tracker.phase(`${DRILLS[kind].title}, ${place.number} of ${place.of}`)
      tracker.active([edge.id])
    },
    onOutcome: outcome => void drills.push(outcome),
  })
  return { figures: [], failures: [], drills, timeline: [], peakShmBytes: 0, residue }
}

function runMode(run: Run): Promise<void> {
  switch (run.plan.options.mode) {
    case 'sweep':
      return runSweepMode(run)
    case 'flow':
    case 'load':
      return runFlowMode(run)
    default:
      return runPingMode(run)
  }
}

/** A cancelled run does not wait for orders that are still under way. */
function untilAborted(work: Promise<void>, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve()
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => resolve(), { once: true })
    work.then(resolve, reject)
  })
}

/** How long a run lasts whose end is a time: as asked for, or by its rate of requests; null for all others. */
function plannedMs({ mode, durationMs, loop, ratePerSecond, requests, warmup }: BenchOptions): number | null {
  if (mode !== 'load') return null
  if (durationMs !== undefined) return durationMs
  return loop === 'open' && ratePerSecond !== undefined ? ((requests + warmup) / ratePerSecond) * 1000 : null
}
