import { BENCH_PHASES, EMPTY_DISTRIBUTION, edgeFigures } from '../../../core/bench/statistics.ts'
import type { BenchPhase, Distribution, EdgeFigures } from '../../../core/bench/types.ts'
import { createTimeHistogram, decodeTimeHistogram, type TimeHistogram } from '../histogram.ts'
import { type Recording, recording } from '../messages.ts'

/** Figures of one edge at one size, merged over processes and repetitions. */
export interface Tally {
  /** Takes what one end answered to `collect`. */
  add(answer: unknown): void
  /** Takes the time that a rate is made of: within transfers, or from the first to the last of them. */
  addTime(answer: unknown, of: 'busy' | 'window'): void
  figures(): EdgeFigures
  readonly peakBytes: number
}

/** What one end answered to `collect`; null when it had nothing to tell. */
export function recordingOf(answer: unknown): Recording | null {
  const parsed = recording.safeParse(answer)
  return parsed.success ? parsed.data : null
}

export function createTally(edge: string, sizeBytes: number): Tally {
  const phases = new Map<string, TimeHistogram>()
  let size = sizeBytes
  let failures = 0
  let checked = 0
  let mismatched = 0
  let busyUs = 0
  let peakBytes = 0

  const distribution = (phase: BenchPhase): Distribution =>
    phases.get(phase)?.distribution() ?? EMPTY_DISTRIBUTION

  return {
    get peakBytes() {
      return peakBytes
    },
    add(answer) {
      const part = recordingOf(answer)
      if (part === null) return
      for (const [phase, text] of Object.entries(part.phases)) {
        const histogram = phases.get(phase) ?? createTimeHistogram()
        histogram.add(decodeTimeHistogram(text))
        phases.set(phase, histogram)
      }
      size = part.sizeBytes || size
      failures += part.failures
      checked += part.checked
      mismatched += part.mismatched
      peakBytes = Math.max(peakBytes, part.peakBytes)
    },
    addTime(answer, of) {
      const part = recordingOf(answer)
      busyUs += (of === 'busy' ? part?.busyUs : part?.windowUs) ?? 0
    },
    figures: () =>
      edgeFigures({
        edge,
        sizeBytes: size,
        failures,
        phases: Object.fromEntries(BENCH_PHASES.map(phase => [phase, distribution(phase)])) as Record<
          BenchPhase,
          Distribution
        >,
        busyUs,
        integrity: { checked, failed: mismatched },
        histogram: phases.get('total')?.buckets() ?? [],
      }),
  }
}
