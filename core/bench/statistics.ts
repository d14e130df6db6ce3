import type { BenchPhase, Distribution, EdgeFigures } from './types.ts'

export const BENCH_PHASES: readonly BenchPhase[] = ['encode', 'put', 'notify', 'get', 'decode', 'total']

export const EMPTY_DISTRIBUTION: Distribution = {
  count: 0,
  min: 0,
  mean: 0,
  p50: 0,
  p90: 0,
  p95: 0,
  p99: 0,
  p999: 0,
  max: 0,
}

/** 10^9 bytes per second when `bytes` take `micros`; 0 when nothing was timed. */
export const gbPerSecond = (bytes: number, micros: number): number => (micros > 0 ? bytes / micros / 1000 : 0)

/** 2^20 bytes per second when `bytes` take `micros`; 0 when nothing was timed. */
export const mibPerSecond = (bytes: number, micros: number): number =>
  micros > 0 ? bytes / 2 ** 20 / (micros / 1e6) : 0

export interface FigureInput {
  readonly edge: string
  readonly sizeBytes: number
  readonly failures: number
  readonly phases: Readonly<Record<BenchPhase, Distribution>>
  /** Time that the transfers took in all, without hashing; microseconds. */
  readonly busyUs: number
  readonly integrity: { readonly checked: number; readonly failed: number }
  readonly histogram?: EdgeFigures['histogram']
}

/** Figures of one edge at one size. Rates are of the median total time, so that a single stall does not bend them. */
export function edgeFigures(input: FigureInput): EdgeFigures {
  const { total } = input.phases
  return {
    edge: input.edge,
    sizeBytes: input.sizeBytes,
    count: total.count,
    failures: input.failures,
    bytes: total.count * input.sizeBytes,
    phases: input.phases,
    gbPerSecond: gbPerSecond(input.sizeBytes, total.p50),
    mibPerSecond: mibPerSecond(input.sizeBytes, total.p50),
    messagesPerSecond: input.busyUs > 0 ? total.count / (input.busyUs / 1e6) : 0,
    integrity: input.integrity,
    ...(input.histogram === undefined ? {} : { histogram: input.histogram }),
  }
}
