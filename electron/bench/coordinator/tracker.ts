import { EMPTY_DISTRIBUTION, edgeFigures } from '../../../core/bench/statistics.ts'
import type {
  BenchPhase,
  BenchProgress,
  Distribution,
  EdgeFailure,
  EdgeFigures,
} from '../../../core/bench/types.ts'
import type { Report } from '../messages.ts'
import type { Remaining } from './remaining.ts'

type ProgressReport = Extract<Report, { kind: 'progress' }>

/** Follows a run and tells at most ten times a second how it goes. */
export interface Tracker {
  phase(text: string): void
  active(edges: readonly string[]): void
  /** Transfers of one edge at one size begin, while all others rest. */
  begin(edge: string, sizeBytes: number): void
  /** Transfers that count as done once their job is over, whatever became of them. */
  settled(transfers: number): void
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
  readonly remaining: Remaining
  readonly emit: (progress: BenchProgress) => void
}

const INTERVAL_MS = 100
/** A large payload takes seconds, in which nothing else would be told. */
const BEAT_MS = 500

export function createTracker(options: TrackerOptions): Tracker {
  const started = performance.now()
  const failures: EdgeFailure[] = []
  const running = new Map<string, ProgressReport>()
  let phase = 'starting'
  let active: readonly string[] = []
  let figures: readonly EdgeFigures[] = []
  let doneTransfers = 0
  let cancelled = false
  let timer: NodeJS.Timeout | undefined

  const snapshot = (): BenchProgress => {
    const now = [...running.values()]
    const done = now.reduce((sum, { transfers }) => sum + transfers, doneTransfers)
    return {
      runId: options.runId,
      doneTransfers: done,
      totalTransfers: options.totalTransfers,
      elapsedMs: performance.now() - started,
      remainingMs: cancelled ? 0 : options.remaining.ms(done),
      phase,
      figures: [...figures, ...now.map(liveFigures)],
      failures: [...failures],
      activeEdges: cancelled ? [] : active,
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

  const beat = setInterval(emitSoon, BEAT_MS)
  beat.unref()
  const silence = () => {
    clearTimeout(timer)
    clearInterval(beat)
    timer = undefined
  }

  return {
    phase(text) {
      phase = text
      emitSoon()
    },
    active(edges) {
      active = edges
      emitSoon()
    },
    begin(edge, sizeBytes) {
      active = [edge]
      options.remaining.begin(edge, sizeBytes)
      emitSoon()
    },
    settled(transfers) {
      running.clear()
      doneTransfers += transfers
      options.remaining.end(transfers)
      emitSoon()
    },
    live(report) {
      const merged = mergeReports(running.get(report.edge), report)
      running.set(report.edge, merged)
      options.remaining.moved(merged.transfers)
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
      silence()
      options.emit(snapshot())
    },
    snapshot,
    stop: silence,
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
