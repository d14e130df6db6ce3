import type { BenchPlan, EdgeFigures, KvKeySets, TimelineSpan } from '../../../core/bench/types.ts'
import { createTally, type Tally } from './figures.ts'
import { createLateness, type Lateness } from './lateness.ts'
import type { Session } from './session.ts'
import type { Tracker } from './tracker.ts'

/** A run in progress, as the modes see it. */
export interface Run {
  readonly plan: BenchPlan
  readonly session: Session
  readonly tracker: Tracker
  readonly signal: AbortSignal
  readonly timeline: TimelineSpan[]
  readonly lateness: Lateness
  nextJob(): number
  tally(edge: string, sizeBytes: number): Tally
  /** Notes the keys that one end of an edge put or asks for. */
  noteKeys(edge: string, end: 'sent' | 'asked', keys: readonly string[]): void
  /** Keys of both ends of every edge that moved KV caches. */
  kvKeys(): readonly KvKeySets[]
  /** Figures so far: per edge in the plan's order, sizes ascending. */
  figures(): readonly EdgeFigures[]
  /**
   * Most bytes unread in shared memory at one time. Where edges work at the same time it is the sum of their own
   * peaks, an upper bound: no clock is shared that closely.
   */
  peakShmBytes(): number
}

export function createRun(plan: BenchPlan, session: Session, tracker: Tracker, signal: AbortSignal): Run {
  const tallies = new Map<
    string,
    { readonly edge: string; readonly sizeBytes: number; readonly tally: Tally }
  >()
  const keys = new Map<string, { readonly sent: Set<string>; readonly asked: Set<string> }>()
  let lastJob = 0
  const order = new Map(plan.edges.map(({ id }, index) => [id, index]))
  return {
    plan,
    session,
    tracker,
    signal,
    timeline: [],
    lateness: createLateness(),
    nextJob: () => ++lastJob,
    tally(edge, sizeBytes) {
      const key = `${edge} ${sizeBytes}`
      const known = tallies.get(key) ?? { edge, sizeBytes, tally: createTally(edge, sizeBytes) }
      tallies.set(key, known)
      return known.tally
    },
    noteKeys(edge, end, noted) {
      if (noted.length === 0) return
      const known = keys.get(edge) ?? { sent: new Set(), asked: new Set() }
      keys.set(edge, known)
      for (const key of noted) known[end].add(key)
    },
    kvKeys: () =>
      [...keys].map(([edge, { sent, asked }]) => ({
        edge,
        sent: [...sent].sort(),
        asked: [...asked].sort(),
      })),
    figures: () =>
      [...tallies.values()]
        .sort((a, b) => (order.get(a.edge) ?? 0) - (order.get(b.edge) ?? 0) || a.sizeBytes - b.sizeBytes)
        .map(({ tally }) => tally.figures())
        .filter(({ count, failures }) => count > 0 || failures > 0),
    peakShmBytes() {
      const shared = new Set(
        plan.edges.filter(({ transport }) => transport === 'shared-memory').map(({ id }) => id),
      )
      const peaks = [...tallies.values()].flatMap(({ edge, tally }) =>
        shared.has(edge) ? [tally.peakBytes] : [],
      )
      const atOnce = plan.options.mode === 'flow' || plan.options.mode === 'load'
      return atOnce ? peaks.reduce((sum, peak) => sum + peak, 0) : Math.max(0, ...peaks)
    },
  }
}
