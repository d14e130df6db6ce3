import { pairsOf, payloadOf, sweepRequests, sweepSizes, transferBytes } from '../../../core/bench/plan.ts'
import type { BenchPlan, PayloadKind } from '../../../core/bench/types.ts'

/** Transfers of one edge at one size, which are made one after the other. */
export interface WorkPart {
  readonly edge: string
  readonly sizeBytes: number
  readonly transfers: number
}

/** What a run has to do, part by part; null where time decides or all edges work at once. */
export function workParts(plan: BenchPlan): readonly WorkPart[] | null {
  const { options, edges } = plan
  const times = (requests: number) => (requests + options.warmup) * options.repetitions
  if (options.mode === 'ping')
    return edges.map(edge => ({
      edge: edge.id,
      sizeBytes: transferBytes(edge, payloadOf(options, edge.id)),
      transfers: pairsOf(edge) * times(options.requests),
    }))
  if (options.mode === 'sweep')
    return edges.flatMap(edge =>
      sweepSizes(options).map(size => ({
        edge: edge.id,
        sizeBytes: transferBytes(edge, { kind: options.payload.kind, bytes: size }),
        transfers: pairsOf(edge) * times(sweepRequests(options, size)),
      })),
    )
  return null
}

export interface RemainingOptions {
  readonly parts: readonly WorkPart[] | null
  readonly kind: PayloadKind
  /** How long the run goes on where time decides, in milliseconds. */
  readonly durationMs: number | null
  readonly totalTransfers: number | null
  readonly now?: () => number
}

/** Guesses how long a run still takes. */
export interface Remaining {
  /** Transfers of an edge and size begin. */
  begin(edge: string, sizeBytes: number): void
  /** So many of them have been made since. */
  moved(transfers: number): void
  /** They are over, whatever became of them. */
  end(transfers: number): void
  /** Milliseconds; null while nothing tells. */
  ms(doneTransfers: number): number | null
}

/**
 * Every size that has been timed counts as timed; those still to come are guessed from the nearest below and a rate
 * per byte, which is assumed until large payloads have shown theirs. What is told moves towards the guess within a
 * second or two instead of jumping to it.
 */
export function createRemaining(options: RemainingOptions): Remaining {
  const { parts, kind, durationMs, totalTransfers, now = () => performance.now() } = options
  const startedAt = now()
  const left = new Map<string, { readonly part: WorkPart; transfers: number }>()
  for (const part of parts ?? []) left.set(keyOf(part), { part, transfers: part.transfers })
  const seen = new Map<string, Seen>()
  let current: { readonly key: string; readonly seen: Seen; readonly at: number } | null = null
  let begun = false
  const smooth = createSmoother(now)

  const moved = (transfers: number) => {
    if (current === null || transfers <= 0) return
    current.seen.transfers = current.seen.before.transfers + transfers
    current.seen.ms = current.seen.before.ms + (now() - current.at)
  }
  const guess = (): number => {
    const model = modelOf([...seen.values()], kind)
    return [...left.values()].reduce((sum, { part, transfers }) => {
      const key = keyOf(part)
      const here = key === current?.key ? current.seen.transfers - current.seen.before.transfers : 0
      return sum + Math.max(0, transfers - here) * (timeOf(seen.get(key)) ?? model(part.sizeBytes))
    }, 0)
  }

  return {
    begin(edge, sizeBytes) {
      const key = keyOf({ edge, sizeBytes })
      const known = seen.get(key) ?? { sizeBytes, transfers: 0, ms: 0, before: NOTHING }
      known.before = { transfers: known.transfers, ms: known.ms }
      seen.set(key, known)
      current = { key, seen: known, at: now() }
      begun = true
    },
    moved,
    end(transfers) {
      moved(transfers)
      const rest = current === null ? undefined : left.get(current.key)
      if (rest !== undefined) rest.transfers = Math.max(0, rest.transfers - transfers)
      current = null
    },
    ms(doneTransfers) {
      const elapsed = now() - startedAt
      if (durationMs !== null) return Math.max(0, durationMs - elapsed)
      // Before the first transfer the clock runs for the processes that start, not for the work that is guessed.
      if (parts !== null) return begun ? smooth(guess()) : null
      if (totalTransfers === null || doneTransfers <= 0) return null
      return smooth((elapsed / doneTransfers) * Math.max(0, totalTransfers - doneTransfers))
    },
  }
}

/** What the transfers of one edge and size took; `before` is what was known when the present ones began. */
interface Seen {
  readonly sizeBytes: number
  transfers: number
  ms: number
  before: { readonly transfers: number; readonly ms: number }
}

const NOTHING = { transfers: 0, ms: 0 }

const keyOf = ({ edge, sizeBytes }: Pick<WorkPart, 'edge' | 'sizeBytes'>): string => `${sizeBytes} ${edge}`

const timeOf = (seen: Seen | undefined): number | null =>
  seen === undefined || seen.transfers === 0 ? null : seen.ms / seen.transfers

/** One transfer of next to nothing, milliseconds. */
const FIXED_MS = 0.15
/** Milliseconds per byte as this goes on usual machines, the check of the content included. */
const BYTE_MS: Readonly<Record<PayloadKind, number>> = {
  bytes: 2e-6,
  tensor: 2e-6,
  nested: 2.5e-6,
  list: 1e-4,
}
/** From this size on an observed rate says all about larger sizes; below, only its part. */
const TELLING_BYTES = 16 * 1024 ** 2

/** Time of a transfer by its size, from whatever sizes have been timed. */
function modelOf(all: readonly Seen[], kind: PayloadKind): (sizeBytes: number) => number {
  const timed = all
    .flatMap(seen => {
      const ms = timeOf(seen)
      return ms === null ? [] : [{ sizeBytes: seen.sizeBytes, ms }]
    })
    .sort((a, b) => a.sizeBytes - b.sizeBytes)
  const largest = timed.at(-1)
  const trust = Math.min(1, (largest?.sizeBytes ?? 0) / TELLING_BYTES)
  const observed = largest === undefined || largest.sizeBytes === 0 ? 0 : largest.ms / largest.sizeBytes
  const byteMs = (1 - trust) * BYTE_MS[kind] + trust * observed
  return sizeBytes => {
    const below = timed.findLast(other => other.sizeBytes <= sizeBytes)
    if (below !== undefined) return below.ms + (sizeBytes - below.sizeBytes) * byteMs
    return FIXED_MS + sizeBytes * byteMs
  }
}

/** A change of the guess is followed with this time constant. */
const FOLLOW_MS = 1500

const LEAST_MS = 50

/** Counts down by the clock and leans towards each new guess: by a share of the ratio, so that no step is large. */
function createSmoother(now: () => number): (guess: number) => number {
  let shown: number | null = null
  let at = 0
  return guess => {
    const time = now()
    if (shown === null) shown = guess
    else {
      const passed = time - at
      const counted = Math.max(LEAST_MS, shown - passed)
      shown = guess === 0 ? 0 : counted * (guess / counted) ** (1 - Math.exp(-passed / FOLLOW_MS))
    }
    at = time
    return shown
  }
}
