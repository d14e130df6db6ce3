import { formatBytes, formatMicros } from '../../core/bench/format.ts'
import type { EdgeFigures } from '../../core/bench/types.ts'
import { decades, decadeTicks, logPosition } from './scales.ts'
import { useChartSize } from './use-chart-size.ts'

/** The highest that the chart gets, and what stands below it. */
const MOST = 280
const BELOW = 10
const LEFT = 52
const RIGHT = 16
const TOP = 26
const BOTTOM = 30
/** A bucket is a tenth of a decade wide. */
const BUCKET = 10 ** 0.1

const MARKS = ['p50', 'p90', 'p99', 'max'] as const

/** Marks closer together than this share a label; on one line, labels take about so much room. */
const SAME = 6
const LABEL = 34

interface MarkLabel {
  readonly marks: readonly string[]
  readonly at: number
  /** 0 is the upper line of labels, 1 the lower. */
  readonly line: number
}

/** Labels of marks from left to right: marks that coincide share one, near neighbours take turns of two lines. */
export function markLabels(
  marks: readonly { readonly mark: string; readonly at: number }[],
): readonly MarkLabel[] {
  const labels: MarkLabel[] = []
  for (const { mark, at } of marks) {
    const before = labels.at(-1)
    if (before !== undefined && at - before.at < SAME)
      labels[labels.length - 1] = { ...before, marks: [...before.marks, mark] }
    else labels.push({ marks: [mark], at, line: lineBeside(before, at) })
  }
  return labels
}

/** The words of a mark stand at its right, at its left where the chart ends. */
function MarkText(props: {
  readonly at: number
  readonly width: number
  readonly y: number
  readonly marks: readonly string[]
}) {
  const { at, marks } = props
  const fits = at + marks.length * LABEL < props.width
  return (
    <text x={fits ? at + 3 : at - 3} y={props.y} textAnchor={fits ? 'start' : 'end'}>
      {marks.join(', ')}
    </text>
  )
}

const lineBeside = (before: MarkLabel | undefined, at: number): number =>
  before !== undefined && at - before.at < before.marks.length * LABEL ? 1 - before.line : 0

/** How the total times of one edge and size are spread, with the percentiles that the table gives. */
export function HistogramChart({ figure }: { readonly figure: EdgeFigures }) {
  const { ref, width, height } = useChartSize<HTMLDivElement>(MOST, BELOW)
  const { total } = figure.phases
  const buckets = figure.histogram ?? []
  const span = decades([
    total.min,
    total.max,
    ...buckets.flatMap(bucket => [bucket.upToUs / BUCKET, bucket.upToUs]),
  ])
  if (span === null) return null
  const inner = width - LEFT - RIGHT
  const x = (micros: number) => LEFT + logPosition(micros, span[0], span[1], inner)
  const most = Math.max(1, ...buckets.map(bucket => bucket.count))
  const y = (count: number) => height - BOTTOM - (count / most) * (height - TOP - BOTTOM)
  return (
    <div ref={ref} className="sw-chart">
      <svg
        width={width}
        height={height}
        role="img"
        aria-label={`Times of ${figure.edge} at ${formatBytes(figure.sizeBytes)}: median ${formatMicros(total.p50)}, 99 % within ${formatMicros(total.p99)}`}
      >
        {decadeTicks(span[0], span[1]).map(tick => (
          <g key={tick}>
            <line className="sw-chart-grid" x1={x(tick)} x2={x(tick)} y1={TOP} y2={height - BOTTOM} />
            <text x={x(tick)} y={height - 10} textAnchor="middle">
              {formatMicros(tick)}
            </text>
          </g>
        ))}
        <text x={LEFT - 8} y={y(most) + 4} textAnchor="end">
          {buckets.length > 0 && most.toLocaleString('en-US')}
        </text>
        {buckets.map(bucket => (
          <rect
            key={bucket.upToUs}
            className="sw-chart-bar"
            x={x(bucket.upToUs / BUCKET) + 0.5}
            width={Math.max(1, x(bucket.upToUs) - x(bucket.upToUs / BUCKET) - 1)}
            y={y(bucket.count)}
            height={height - BOTTOM - y(bucket.count)}
          >
            <title>
              {bucket.count.toLocaleString('en-US')} up to {formatMicros(bucket.upToUs)}
            </title>
          </rect>
        ))}
        {markLabels(MARKS.map(mark => ({ mark, at: x(total[mark]) }))).map(({ marks, at, line }) => (
          <MarkText key={marks.join()} at={at} width={width} y={11 + line * 11} marks={marks} />
        ))}
        {MARKS.map(mark => (
          <line
            key={mark}
            className="sw-chart-mark"
            x1={x(total[mark])}
            x2={x(total[mark])}
            y1={TOP}
            y2={height - BOTTOM}
          >
            <title>
              {mark} {formatMicros(total[mark])}
            </title>
          </line>
        ))}
      </svg>
    </div>
  )
}
