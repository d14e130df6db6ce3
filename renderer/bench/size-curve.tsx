import { formatBytes, formatMicros, formatNumber, formatRate } from '../../core/bench/format.ts'
import type { BenchReport, EdgeFigures } from '../../core/bench/types.ts'
import { EmptyState } from '../ui/index.ts'
import { runTitle } from './history-view.tsx'
import { REFERENCE_POINTS, type ReferencePoint, referenceRate } from './reference-points.ts'
import { decades, decadeTicks, logPosition, seriesColor, sizeSpan, sizeTicks } from './scales.ts'
import { useChartSize } from './use-chart-size.ts'

export type CurveMeasure = 'rate' | 'time'

export interface SizeCurveProps {
  readonly figures: readonly EdgeFigures[]
  /** The run that it is compared with, drawn dashed. */
  readonly base: BenchReport | null
  readonly measure: CurveMeasure
  readonly references: boolean
}

/** The highest that the chart gets, and what stands below it. */
const MOST = 320
const BELOW = 38
const LEFT = 76
const RIGHT = 16
const TOP = 12
const BOTTOM = 30

interface Dot {
  readonly size: number
  readonly value: number
  readonly title: string
}

/** Rate or time by payload size, both axes logarithmic; a line per edge, published transfers as hollow dots. */
export function SizeCurve({ figures, base, measure, references }: SizeCurveProps) {
  const { ref, width, height } = useChartSize<HTMLDivElement>(MOST, BELOW)
  const edges = [...new Set(figures.map(figure => figure.edge))]
  const dotsOf = (of: readonly EdgeFigures[]) =>
    edges.map(edge => of.filter(figure => figure.edge === edge).flatMap(dotOf(measure)))
  const series = dotsOf(figures)
  const before = base === null ? [] : dotsOf(base.figures)
  const points = references ? REFERENCE_POINTS.map(referenceDot(measure)) : []
  const all = [...series.flat(), ...before.flat(), ...points]
  const spanX = sizeSpan(all.map(dot => dot.size))
  const spanY = decades(all.map(dot => dot.value))
  if (spanX === null || spanY === null || series.every(dots => dots.length === 0))
    return <EmptyState title="No figure yet">A sweep measures every size and draws the curve.</EmptyState>
  const x = (size: number) => LEFT + logPosition(size, spanX[0], spanX[1], width - LEFT - RIGHT)
  const y = (value: number) => height - BOTTOM - logPosition(value, spanY[0], spanY[1], height - TOP - BOTTOM)
  const write = measure === 'rate' ? (value: number) => `${formatNumber(value)} GB/s` : formatMicros
  const ticksX = sizeTicks(spanX[0], spanX[1], Math.floor((width - LEFT - RIGHT) / 64))
  return (
    <div ref={ref} className="sw-chart">
      <svg
        width={width}
        height={height}
        role="img"
        aria-label={`${measure === 'rate' ? 'Rate' : 'Median time'} by payload size of ${edges.length} edges; the table has the numbers`}
      >
        {decadeTicks(spanY[0], spanY[1]).map(tick => (
          <g key={tick}>
            <line className="sw-chart-grid" x1={LEFT} x2={width - RIGHT} y1={y(tick)} y2={y(tick)} />
            <text x={LEFT - 8} y={y(tick) + 4} textAnchor="end">
              {write(tick)}
            </text>
          </g>
        ))}
        {ticksX.map(tick => (
          <g key={tick}>
            <line className="sw-chart-grid" x1={x(tick)} x2={x(tick)} y1={TOP} y2={height - BOTTOM} />
            <text x={x(tick)} y={height - 10} textAnchor="middle">
              {formatBytes(tick)}
            </text>
          </g>
        ))}
        {points.map(dot => (
          <circle key={dot.title} className="sw-chart-reference" cx={x(dot.size)} cy={y(dot.value)} r={4}>
            <title>{dot.title}</title>
          </circle>
        ))}
        {before.map((dots, index) => (
          <polyline
            key={edges[index]}
            className="sw-chart-before"
            fill="none"
            stroke={seriesColor(index)}
            points={dots.map(dot => `${x(dot.size)},${y(dot.value)}`).join(' ')}
          />
        ))}
        {series.map((dots, index) => (
          <g key={edges[index]} stroke={seriesColor(index)} fill={seriesColor(index)}>
            <polyline
              fill="none"
              strokeWidth={1.5}
              points={dots.map(dot => `${x(dot.size)},${y(dot.value)}`).join(' ')}
            />
            {dots.map(dot => (
              <circle key={dot.size} cx={x(dot.size)} cy={y(dot.value)} r={3.5}>
                <title>{dot.title}</title>
              </circle>
            ))}
          </g>
        ))}
      </svg>
      <ul className="sw-chart-legend">
        {edges.map((edge, index) => (
          <li key={edge}>
            <span className="sw-chart-key" style={{ background: seriesColor(index) }} /> {edge}
          </li>
        ))}
        {base !== null && (
          <li className="sw-muted" aria-label={`Dashed: the compared run, ${runTitle(base)}`}>
            <span className="sw-chart-key-dashed" /> {runTitle(base)}
          </li>
        )}
        {references && (
          <li className="sw-muted">
            <span className="sw-chart-key sw-chart-key-hollow" /> published elsewhere, other hardware
          </li>
        )}
      </ul>
    </div>
  )
}

const dotOf =
  (measure: CurveMeasure) =>
  (figure: EdgeFigures): readonly Dot[] => {
    const value = measure === 'rate' ? figure.gbPerSecond : figure.phases.total.p50
    if (!(value > 0) || figure.sizeBytes <= 0) return []
    const title = `${figure.edge}, ${formatBytes(figure.sizeBytes)}: ${formatRate(figure.gbPerSecond)}, median ${formatMicros(figure.phases.total.p50)}`
    return [{ size: figure.sizeBytes, value, title }]
  }

const referenceDot =
  (measure: CurveMeasure) =>
  (point: ReferencePoint): Dot => ({
    size: point.sizeBytes,
    value: measure === 'rate' ? referenceRate(point) : point.micros,
    title: `${point.label} (${point.source}${point.derived ? ', derived' : ''}): ${formatBytes(point.sizeBytes)} in ${formatMicros(point.micros)}, ${formatRate(referenceRate(point))}`,
  })
