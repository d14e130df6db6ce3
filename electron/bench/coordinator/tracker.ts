import { EMPTY_DISTRIBUTION, edgeFigures } from '../../../core/bench/statistics.ts'
import type {
  BenchPhase,
  BenchProgress,
  Distribution,
  EdgeFailure,
  EdgeFigures,
} from '../../../core/bench/types.ts'
import type { Report } from '../messages.ts'

type ProgressReport = Extract<Report, { kind: 'progress' }>

/** Follows a run and tells at most ten times a second how it goes. */
export interface Tracker {
  phase(text: string): void
  active(edges: readonly string[]): void
  /** Transfers that count as done once their job is over, whatever became of them. */
  settled(transfers: number, sizeBytes: number): void
  live(report: ProgressReport): void
  figures(figures: readonly EdgeFigures[]): void
  failed(failure: EdgeFailure): void
  /** Tells at once that nothing moves any more: whoever cancelled should not wait to see it. */
  cancel(): void
  snapshot(): BenchProgress
  stop(): void
}

export interface TrackerOptions {
  readonly runId: string
  readonly totalTransfers: number | null
  /** Work in all, in the unit of `workOf`; null when time decides. */
  readonly totalWork: number | null
  /** How long the run goes on where time decides, in milliseconds. */
  readonly durationMs: number | null
  readonly emit: (progress: BenchProgress) => void
}

const INTERVAL_MS = 100

/** What a transfer costs, roughly: a fixed part and one per byte, so that a sweep's remaining time makes sense. */
export const workOf = (transfers: number, sizeBytes: number): number => transfers * (1 + sizeBytes / 262_144)

export function createTracker(options: TrackerOptions): Tracker {
  const started = performance.now()
  const failures: EdgeFailure[] = []
  const running = new Map<string, ProgressReport>()
  let phase = 'starting'
  let activeEdges: readonly string[] = []
  let figures: readonly EdgeFigures[] = []
  let doneTransfers = 0
  let doneWork = 0
  let cancelled = false
  let timer: NodeJS.Timeout | undefined

  const snapshot = (): BenchProgress => {
    const now = [...running.values()]
    const elapsedMs = performance.now() - started
    const work = now.reduce((sum, { transfers, sizeBytes }) => sum + workOf(transfers, sizeBytes), doneWork)
    return {
      runId: options.runId,
      doneTransfers: now.reduce((sum, { transfers }) => sum + transfers, doneTransfers),
      totalTransfers: options.totalTransfers,
      elapsedMs,
      remainingMs: cancelled ? 0 : remaining(options, elapsedMs, work),
      phase,
      figures: [...figures, ...now.map(liveFigures)],
      failures: [...failures],
      activeEdges: cancelled ? [] : activeEdges,
      ...(cancelled ? { cancelled } : {}),
    }
  }
  const emitSoon = () => {
    if (cancelled) return
    timer ??= setTimeout(() => {
      timer = undefined
      options.emit(snapshot())
    }, INTERVAL_MS)
  }

  return {
    phase(text) {
      phase = text
      emitSoon()
    },
    active(edges) {
      activeEdges = edges
      emitSoon()
    },
    settled(transfers, sizeBytes) {
      running.clear()
      doneTransfers += transfers
      doneWork += workOf(transfers, sizeBytes)
      emitSoon()
    },
    live(report) {
      running.set(report.edge, mergeReports(running.get(report.edge), report))
      emitSoon()
    },
    figures(value) {
      figures = value
      emitSoon()
    },
    failed(failure) {
      failures.push(failure)
      emitSoon()
    },
    cancel() {
      cancelled = true
      clearTimeout(timer)
      timer = undefined
      options.emit(snapshot())
    },
    snapshot,
    stop() {
      clearTimeout(timer)
      timer = undefined
    },
  }
}

/** Both ends of an edge report: the sender what it took to put, the receiver the rest. */
function mergeReports(before: ProgressReport | undefined, report: ProgressReport): ProgressReport {
  if (before === undefined || before.job !== report.job) return report
  const most = (key: 'sizeBytes' | 'done' | 'transfers' | 'checked' | 'mismatched') =>
    Math.max(before[key], report[key])
  return {
    ...report,
    sizeBytes: most('sizeBytes'),
    done: most('done'),
    transfers: most('transfers'),
    checked: most('checked'),
    mismatched: most('mismatched'),
    phases: { ...before.phases, ...report.phases },
  }
}

function remaining(options: TrackerOptions, elapsedMs: number, work: number): number | null {
  if (options.durationMs !== null) return Math.max(0, options.durationMs - elapsedMs)
  if (options.totalWork === null || work <= 0) return null
  return Math.max(0, (elapsedMs / work) * (options.totalWork - work))
}

function liveFigures(report: ProgressReport): EdgeFigures {
  const of = (phase: BenchPhase): Distribution => report.phases[phase] ?? EMPTY_DISTRIBUTION
  const total = of('total')
  return edgeFigures({
    edge: report.edge,
    sizeBytes: report.sizeBytes,
    failures: 0,
    phases: {
      encode: of('encode'),
      put: of('put'),
      notify: of('notify'),
      get: of('get'),
      decode: of('decode'),
      total,
    },
    busyUs: total.mean * total.count,
    integrity: { checked: report.checked, failed: report.mismatched },
  })
}
