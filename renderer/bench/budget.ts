import { payloadOf } from '../../core/bench/plan.ts'
import type { BenchReport, EdgeFigures } from '../../core/bench/types.ts'

/** Whether an edge would keep up with a rate of requests, by what was measured here. */
export interface EdgeBudget {
  readonly edge: string
  readonly bytesPerRequest: number
  /** What the requests need, in 10^9 bytes per second. */
  readonly neededGbPerSecond: number
  /** What was measured at that size, or between the neighbouring sizes; null outside what was measured. */
  readonly measuredGbPerSecond: number | null
  /** Needed by measured; above 1 the edge can't keep up. */
  readonly share: number | null
}

/** Rate at a size: measured, or between the neighbouring sizes on logarithmic axes; null outside them. */
export function rateAt(figures: readonly EdgeFigures[], sizeBytes: number): number | null {
  const sorted = figures.filter(figure => figure.gbPerSecond > 0).sort((a, b) => a.sizeBytes - b.sizeBytes)
  const exact = sorted.find(figure => figure.sizeBytes === sizeBytes)
  if (exact !== undefined) return exact.gbPerSecond
  const below = sorted.findLast(figure => figure.sizeBytes < sizeBytes)
  const above = sorted.find(figure => figure.sizeBytes > sizeBytes)
  if (below === undefined || above === undefined || below.sizeBytes <= 0) return null
  const part = Math.log(sizeBytes / below.sizeBytes) / Math.log(above.sizeBytes / below.sizeBytes)
  return below.gbPerSecond * (above.gbPerSecond / below.gbPerSecond) ** part
}

/** Each edge's bytes per request × requests per second against its measured curve. */
export function budgetOf(
  report: Pick<BenchReport, 'plan' | 'figures'>,
  bytesPerRequest: Readonly<Record<string, number>>,
  requestsPerSecond: number,
): readonly EdgeBudget[] {
  return report.plan.edges.map(({ id }) => {
    const bytes = bytesPerRequest[id] ?? payloadOf(report.plan.options, id).bytes
    const needed = (bytes * requestsPerSecond) / 1e9
    const measured = rateAt(
      report.figures.filter(figure => figure.edge === id),
      bytes,
    )
    return {
      edge: id,
      bytesPerRequest: bytes,
      neededGbPerSecond: needed,
      measuredGbPerSecond: measured,
      share: measured === null ? null : needed / measured,
    }
  })
}
