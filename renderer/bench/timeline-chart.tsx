import { useMemo, useState } from 'react'
import { formatMillis } from '../../core/bench/format.ts'
import type { BenchPlan, TimelineSpan } from '../../core/bench/types.ts'
import { NumberField, useWidth } from '../panel/index.ts'
import { EmptyState } from '../ui/index.ts'
import { linearTicks, seriesColor } from './scales.ts'

const LEFT = 132
const RIGHT = 16
const LANE = 24
const TOP = 6
const BOTTOM = 24
const MOST_SPANS = 3000

export interface TimelineChartProps {
  readonly spans: readonly TimelineSpan[]
  readonly plan: Pick<BenchPlan, 'stages' | 'edges'>
}

/** Who was busy when: a lane per stage and edge, a bar per request. */
export function TimelineChart({ spans, plan }: TimelineChartProps) {
  const requests = useMemo(() => [...new Set(spans.map(span => span.request))].sort((a, b) => a - b), [spans])
  const [first, setFirst] = useState(0)
  const [count, setCount] = useState(10)
  if (spans.length === 0)
    return <EmptyState title="No timeline">A flow records when each stage and edge was busy.</EmptyState>
  const chosen = new Set(requests.slice(first, first + count))
  const shown = spans.filter(span => chosen.has(span.request))
  return (
    <>
      <div className="sw-chart-bar-row sw-bench-requests">
        <NumberField
          label="From request"
          minimum={0}
          maximum={Math.max(0, requests.length - 1)}
          value={first}
          onChange={setFirst}
        />
        <NumberField
          label="Requests shown"
          minimum={1}
          maximum={Math.max(1, requests.length)}
          value={Math.min(count, Math.max(1, requests.length))}
          onChange={setCount}
        />
        <span className="sw-muted">{requests.length} were recorded.</span>
      </div>
      <Lanes spans={shown.slice(0, MOST_SPANS)} lanes={lanesOf(spans, plan)} />
      {shown.length > MOST_SPANS && (
        <p className="sw-muted">
          The first {MOST_SPANS.toLocaleString('en-US')} of {shown.length.toLocaleString('en-US')} bars are
          drawn.
        </p>
      )}
    </>
  )
}

/** Stages in the plan's order, each followed by the edges that leave it; what the plan does not know comes last. */
export function lanesOf(spans: readonly TimelineSpan[], plan: TimelineChartProps['plan']): readonly string[] {
  const seen = new Set(spans.map(span => span.lane))
  const planned = plan.stages.flatMap(stage => [
    stage.id,
    ...plan.edges.filter(edge => edge.from === stage.id).map(edge => edge.id),
  ])
  return [...new Set([...planned, ...seen])].filter(lane => seen.has(lane))
}

function Lanes({
  spans,
  lanes,
}: {
  readonly spans: readonly TimelineSpan[]
  readonly lanes: readonly string[]
}) {
  const { ref, width } = useWidth<HTMLDivElement>(640)
  const start = Math.min(...spans.map(span => span.startMs))
  const end = Math.max(...spans.map(span => span.endMs))
  const inner = width - LEFT - RIGHT
  const length = Math.max(end - start, 1e-6)
  const x = (ms: number) => LEFT + ((ms - start) / length) * inner
  const height = TOP + lanes.length * LANE + BOTTOM
  return (
    <div ref={ref} className="sw-chart">
      <svg
        width={width}
        height={height}
        role="img"
        aria-label={`Timeline of ${lanes.length} stages and edges`}
      >
        {linearTicks(length, Math.max(2, Math.floor(inner / 90))).map(tick => (
          <g key={tick}>
            <line
              className="sw-chart-grid"
              x1={x(start + tick)}
              x2={x(start + tick)}
              y1={TOP}
              y2={height - BOTTOM}
            />
            <text x={x(start + tick)} y={height - 8} textAnchor="middle">
              {formatMillis(tick)}
            </text>
          </g>
        ))}
        {lanes.map((lane, index) => (
          <text key={lane} x={LEFT - 8} y={TOP + index * LANE + LANE / 2 + 4} textAnchor="end">
            {laneText(lane, spans)}
            <title>{lane}</title>
          </text>
        ))}
        {spans.map(span => (
          <rect
            key={`${span.request}:${span.lane}:${span.startMs}`}
            x={x(span.startMs)}
            width={Math.max(1.5, x(span.endMs) - x(span.startMs))}
            y={TOP + lanes.indexOf(span.lane) * LANE + (span.kind === 'stage' ? 3 : 7)}
            height={span.kind === 'stage' ? LANE - 6 : LANE - 14}
            rx={2}
            fill={seriesColor(span.request)}
          >
            <title>
              Request {span.request}, {span.lane}: {formatMillis(span.endMs - span.startMs)} from{' '}
              {formatMillis(span.startMs)}
            </title>
          </rect>
        ))}
      </svg>
    </div>
  )
}

const MOST_LETTERS = 20

function laneText(lane: string, spans: readonly TimelineSpan[]): string {
  const stage = spans.some(span => span.lane === lane && span.kind === 'stage')
  const text = stage ? `stage ${lane}` : lane
  return text.length > MOST_LETTERS ? `${text.slice(0, MOST_LETTERS - 1)}…` : text
}
