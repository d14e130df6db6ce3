import type { Analysis } from '../../core/contract/analysis.ts'
import { edgePath } from '../canvas/edge-path.ts'
import { graphOf } from '../canvas/graph.ts'
import { edgeLanes } from '../canvas/lanes.ts'
import { layoutGraph } from '../canvas/layout.ts'
import { NODE_HEIGHT, NODE_WIDTH } from '../canvas/node-size.ts'
import { classNames } from '../ui/index.ts'

const MARGIN = 40
/** A picture of one stage is not blown up to fill the card. */
const MIN_WIDTH = 760
const MIN_HEIGHT = 300

const MAX_NAME = 10
const shorten = (name: string): string => (name.length > MAX_NAME ? `${name.slice(0, MAX_NAME - 1)}…` : name)

/** The graph of a file in the small: boxes in the colours of their kinds, and lines. */
export function GraphPicture({ analysis }: { readonly analysis: Analysis }) {
  const { ids, edges, stages } = graphOf(analysis)
  const places = layoutGraph({ ids, edges })
  const lanes = edgeLanes(edges, places)
  const at = (id: string) => places[id] ?? { x: 0, y: 0 }
  const xs = ids.map(id => at(id).x)
  const ys = ids.map(id => at(id).y)
  const [left, top] = [Math.min(...xs, Infinity), Math.min(...ys, Infinity)]
  const right = Math.max(...xs, -Infinity) + NODE_WIDTH
  const bottom = Math.max(...ys, -Infinity) + NODE_HEIGHT
  if (ids.length === 0) return <span className="sw-gallery-blank">no stages yet</span>
  const width = Math.max(right - left + 2 * MARGIN, MIN_WIDTH)
  const height = Math.max(bottom - top + 2 * MARGIN, MIN_HEIGHT)
  const x = (left + right - width) / 2
  const y = (top + bottom - height) / 2
  return (
    <svg viewBox={`${x} ${y} ${width} ${height}`} className="sw-picture" aria-hidden="true">
      {edges.map(edge => (
        <path
          key={edge.id}
          className={classNames('sw-picture-edge', edge.automatic && 'sw-picture-automatic')}
          d={
            edgePath(
              {
                sourceX: at(edge.from).x + NODE_WIDTH,
                sourceY: at(edge.from).y + NODE_HEIGHT / 2,
                targetX: at(edge.to).x,
                targetY: at(edge.to).y + NODE_HEIGHT / 2,
              },
              lanes.get(edge.id) ?? null,
            ).path
          }
        />
      ))}
      {ids.map(id => {
        const { x: nodeX, y: nodeY } = at(id)
        const stage = stages.get(id)
        return (
          <g key={id} className={`sw-picture-node sw-node-${stage?.kind ?? 'unknown'}`}>
            <rect x={nodeX} y={nodeY} width={NODE_WIDTH} height={NODE_HEIGHT} rx={14} />
            <text x={nodeX + NODE_WIDTH / 2} y={nodeY + NODE_HEIGHT / 2 + 12} textAnchor="middle">
              {shorten(stage?.name ?? `stage ${id}`)}
            </text>
          </g>
        )
      })}
    </svg>
  )
}
