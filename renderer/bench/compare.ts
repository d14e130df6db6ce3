import type { BenchReport, EdgeFigures } from '../../core/bench/types.ts'

/** The same edge and size in two runs. A ratio above 1 means that the later run was faster. */
export interface ComparedFigure {
  readonly edge: string
  readonly sizeBytes: number
  readonly before: EdgeFigures | null
  readonly after: EdgeFigures | null
  /** Rates, later by earlier; null where one is missing or 0. */
  readonly rate: number | null
  /** Time of the slowest hundredth, earlier by later; null where one is missing or 0. */
  readonly tail: number | null
}

const ratio = (above: number | undefined, below: number | undefined): number | null =>
  above !== undefined && below !== undefined && above > 0 && below > 0 ? above / below : null

/** Figures of both runs side by side, in the later run's order; what only one has comes last or alone. */
export function compareRuns(
  before: Pick<BenchReport, 'figures'>,
  after: Pick<BenchReport, 'figures'>,
): readonly ComparedFigure[] {
  const same = (a: EdgeFigures) => (b: EdgeFigures) => a.edge === b.edge && a.sizeBytes === b.sizeBytes
  const both = after.figures.map(figure => pair(before.figures.find(same(figure)) ?? null, figure))
  const gone = before.figures
    .filter(figure => !after.figures.some(same(figure)))
    .map(figure => pair(figure, null))
  return [...both, ...gone]
}

function pair(before: EdgeFigures | null, after: EdgeFigures | null): ComparedFigure {
  const known = after ?? before
  return {
    edge: known?.edge ?? '',
    sizeBytes: known?.sizeBytes ?? 0,
    before,
    after,
    rate: ratio(after?.gbPerSecond, before?.gbPerSecond),
    tail: ratio(before?.phases.total.p99, after?.phases.total.p99),
  }
}
