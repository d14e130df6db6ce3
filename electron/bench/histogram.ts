import { decodeFromCompressedBase64, encodeIntoCompressedBase64, Int32Histogram } from 'hdr-histogram-js'
import { EMPTY_DISTRIBUTION } from '../../core/bench/statistics.ts'
import type { Distribution, HistogramBucket } from '../../core/bench/types.ts'

/** A histogram of times in microseconds; it holds nanoseconds at three significant digits. */
export interface TimeHistogram {
  record(micros: number): void
  add(other: TimeHistogram): void
  distribution(): Distribution
  /** Counts in buckets of a tenth of a decade, from the lowest to the highest that holds something. */
  buckets(): readonly HistogramBucket[]
  encode(): string
  readonly raw: Int32Histogram
}

const SIGNIFICANT_DIGITS = 3

export function createTimeHistogram(): TimeHistogram {
  const raw = new Int32Histogram(1, 2, SIGNIFICANT_DIGITS)
  raw.autoResize = true
  return wrap(raw)
}

/** Throws on a text that `encode` did not make. */
export function decodeTimeHistogram(text: string): TimeHistogram {
  const raw = decodeFromCompressedBase64(text, 32, false)
  if (!(raw instanceof Int32Histogram)) throw new TypeError('Not a histogram of 32-bit counts.')
  raw.autoResize = true
  return wrap(raw)
}

function wrap(raw: Int32Histogram): TimeHistogram {
  return {
    raw,
    record: micros => raw.recordValue(Math.max(1, Math.round(micros * 1000))),
    add: other => raw.add(other.raw),
    distribution: () => distributionOf(raw),
    buckets: () => bucketsOf(raw),
    encode: () => encodeIntoCompressedBase64(raw),
  }
}

function distributionOf(raw: Int32Histogram): Distribution {
  if (raw.totalCount === 0) return EMPTY_DISTRIBUTION
  const at = (percentile: number) => raw.getValueAtPercentile(percentile) / 1000
  return {
    count: raw.totalCount,
    min: raw.minNonZeroValue / 1000,
    mean: raw.mean / 1000,
    p50: at(50),
    p90: at(90),
    p95: at(95),
    p99: at(99),
    p999: at(99.9),
    max: raw.maxValue / 1000,
  }
}

const BUCKETS_PER_DECADE = 10

/** Step whose upper end `10^(step/10)` is the first at or above the value; rounding must not lift exact powers. */
const stepOf = (micros: number): number => Math.ceil(Math.log10(micros) * BUCKETS_PER_DECADE - 1e-9)

function bucketsOf(raw: Int32Histogram): readonly HistogramBucket[] {
  const counts = new Map<number, number>()
  const recorded = raw.recordedValuesIterator
  recorded.reset()
  while (recorded.hasNext()) {
    const { valueIteratedTo, countAddedInThisIterationStep } = recorded.next()
    const step = stepOf(valueIteratedTo / 1000)
    counts.set(step, (counts.get(step) ?? 0) + countAddedInThisIterationStep)
  }
  if (counts.size === 0) return []
  const first = Math.min(...counts.keys())
  const last = Math.max(...counts.keys())
  return Array.from({ length: last - first + 1 }, (_, offset) => ({
    upToUs: 10 ** ((first + offset) / BUCKETS_PER_DECADE),
    count: counts.get(first + offset) ?? 0,
  }))
}
