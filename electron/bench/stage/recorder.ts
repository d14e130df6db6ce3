import type { BenchPhase, Distribution } from '../../../core/bench/types.ts'
import { microsBetween } from '../clock.ts'
import { createTimeHistogram, type TimeHistogram } from '../histogram.ts'
import type { Recording } from '../messages.ts'

export interface Counts {
  recorded: number
  all: number
  readonly checked: number
  readonly mismatched: number
}

/** What one end of an edge sees of a job. The sender times encode and put, the receiver the rest. */
export interface Recorder {
  phase(phase: BenchPhase, micros: number): void
  size(bytes: number): void
  failed(): void
  checked(matches: boolean): void
  busy(micros: number): void
  /** Widens the time between the first start and the last end. */
  window(startNs: number, endNs: number): void
  inFlight(change: number): void
  /** A key of a KV transfer, its request left open. */
  key(template: string): void
  /** Transfers that were recorded, and all of them with the warm-up. */
  readonly counts: Counts
  distributions(): Readonly<Record<string, Distribution>>
  readonly sizeBytes: number
  recording(): Recording
}

export function createRecorder(): Recorder {
  const phases = new Map<BenchPhase, TimeHistogram>()
  const counts = { recorded: 0, all: 0, checked: 0, mismatched: 0 }
  const keys = new Set<string>()
  let sizeBytes = 0
  let failures = 0
  let busyUs = 0
  let inFlightBytes = 0
  let windowStart: number | null = null
  let windowEnd = 0
  let peakBytes = 0
  return {
    counts,
    get sizeBytes() {
      return sizeBytes
    },
    phase(phase, micros) {
      const histogram = phases.get(phase) ?? createTimeHistogram()
      phases.set(phase, histogram)
      histogram.record(micros)
    },
    size: bytes => {
      sizeBytes = bytes
    },
    failed: () => {
      failures += 1
    },
    checked(matches) {
      counts.checked += 1
      if (!matches) counts.mismatched += 1
    },
    busy: micros => {
      busyUs += Math.max(0, micros)
    },
    window(startNs, endNs) {
      if (windowStart === null || startNs < windowStart) windowStart = startNs
      if (endNs > windowEnd) windowEnd = endNs
    },
    inFlight(change) {
      inFlightBytes += change
      peakBytes = Math.max(peakBytes, inFlightBytes)
    },
    key: template => void keys.add(template),
    distributions: () =>
      Object.fromEntries([...phases].map(([phase, histogram]) => [phase, histogram.distribution()])),
    recording: () => ({
      phases: Object.fromEntries([...phases].map(([phase, histogram]) => [phase, histogram.encode()])),
      sizeBytes,
      failures,
      checked: counts.checked,
      mismatched: counts.mismatched,
      busyUs,
      windowUs: windowStart === null ? 0 : microsBetween(windowStart, windowEnd),
      peakBytes,
      keys: [...keys],
    }),
  }
}
