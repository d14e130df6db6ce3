import type { BenchReport, EdgeFigures, PeerRow } from './types.ts'

/** What the Python peer is asked to do: the same transport, size and number of transfers. */
export interface PeerJob {
  readonly op: 'shm' | 'tcp-turns'
  readonly size: number
  readonly count: number
  readonly warmup: number
}

/** Python allocates every payload anew, so more than this would take minutes and tell nothing more. */
const MOST_TRANSFERS = 200

/** Figures that have a counterpart in Python, each with its job. KV caches and loads have none. */
export function peerJobs(
  report: BenchReport,
): readonly { readonly figures: EdgeFigures; readonly job: PeerJob }[] {
  const { plan } = report
  if (plan.options.mode !== 'ping' && plan.options.mode !== 'sweep') return []
  return report.figures.flatMap(figures => {
    const edge = plan.edges.find(({ id }) => id === figures.edge)
    if (edge === undefined || edge.kv !== undefined || figures.count === 0 || figures.sizeBytes === 0)
      return []
    const op = edge.transport === 'tcp' ? 'tcp-turns' : 'shm'
    const count = Math.min(figures.count, MOST_TRANSFERS)
    return [{ figures, job: { op, size: figures.sizeBytes, count, warmup: plan.options.warmup } as const }]
  })
}

/** One row of the comparison; null when either side has no time. */
export function peerRow(figures: EdgeFigures, pythonUs: readonly number[]): PeerRow | null {
  if (figures.messagesPerSecond <= 0 || pythonUs.length === 0) return null
  const benchUs = 1e6 / figures.messagesPerSecond
  const python = pythonUs.reduce((sum, value) => sum + value, 0) / pythonUs.length
  return {
    edge: figures.edge,
    sizeBytes: figures.sizeBytes,
    benchUs,
    pythonUs: python,
    ratio: python / benchUs,
  }
}
