import type { EdgeFigures } from './types.ts'

export interface EdgeBudget {
  readonly edge: string
  readonly bytesPerRequest: number
  readonly requestsPerSecond: number
  /** Time that one request spends on this edge, from the measured curve; null when nothing was measured. */
  readonly microsPerRequest: number | null
  /** Share of a second that the edge is busy at this rate; above 1 it can't keep up with one transfer at a time. */
  readonly utilisation: number | null
  /** False when the size lies outside what was measured, and the nearest rate was taken. */
  readonly measured: boolean
  /** For example `6,400 B × 20/s = 128,000 B/s; 74 µs × 20/s = 0.15 % of a second`. */
  readonly formula: string
}

interface Point {
  readonly sizeBytes: number
  readonly micros: number
}

const pointsOf = (figures: readonly EdgeFigures[], edge: string): readonly Point[] =>
  figures
    .filter(row => row.edge === edge && row.count > 0 && row.sizeBytes > 0)
    .map(row => ({ sizeBytes: row.sizeBytes, micros: row.phases.total.p50 }))
    .sort((a, b) => a.sizeBytes - b.sizeBytes)

/** Whether an edge can carry so many requests a second, by its measured curve of median total times. */
export function edgeBudget(
  figures: readonly EdgeFigures[],
  edge: string,
  bytesPerRequest: number,
  requestsPerSecond: number,
): EdgeBudget {
  const points = pointsOf(figures, edge)
  const first = points[0]
  const last = points.at(-1)
  const microsPerRequest = microsAt(points, bytesPerRequest)
  const utilisation = microsPerRequest === null ? null : (microsPerRequest * requestsPerSecond) / 1e6
  const measured =
    first !== undefined &&
    last !== undefined &&
    bytesPerRequest >= first.sizeBytes &&
    bytesPerRequest <= last.sizeBytes
  const flow = `${group(bytesPerRequest)} B × ${group(requestsPerSecond)}/s = ${group(bytesPerRequest * requestsPerSecond)} B/s`
  const busy =
    microsPerRequest === null || utilisation === null
      ? ''
      : `; ${group(microsPerRequest)} µs × ${group(requestsPerSecond)}/s = ${group(utilisation * 100)} % of a second`
  return {
    edge,
    bytesPerRequest,
    requestsPerSecond,
    microsPerRequest,
    utilisation,
    measured,
    formula: flow + busy,
  }
}

const group = (value: number): string =>
  value.toLocaleString('en-US', { maximumFractionDigits: value < 100 ? 2 : 0 })

/**
 * Time at a size: between two measured sizes on the straight line of their logarithms; below the smallest as that
 * one, above the largest at its rate.
 */
function microsAt(points: readonly Point[], bytes: number): number | null {
  const above = points.findIndex(point => point.sizeBytes >= bytes)
  const last = points.at(-1)
  if (last === undefined) return null
  if (above === -1) return (last.micros / last.sizeBytes) * bytes
  const high = points[above]
  const low = points[above - 1]
  if (high === undefined) return null
  if (low === undefined || high.sizeBytes === bytes) return high.micros
  const share = Math.log(bytes / low.sizeBytes) / Math.log(high.sizeBytes / low.sizeBytes)
  return low.micros * (high.micros / low.micros) ** share
}
