import { Graph, layout } from '@dagrejs/dagre'
import type { Point } from '../state/index.ts'
import { layerGraph } from './layer-graph.ts'
import { COLUMN_GAP, NODE_HEIGHT, NODE_WIDTH, ROW_GAP } from './node-size.ts'

export interface LayoutGraph {
  readonly ids: readonly string[]
  readonly edges: readonly { readonly from: string; readonly to: string }[]
}

export type Positions = Readonly<Record<string, Point>>

/** Past this, crossing minimisation takes longer than a user waits (3.6 s for 1,000 nodes). */
const FINE_UP_TO = 260

function fineLayout({ ids, edges }: LayoutGraph): Positions {
  const graph = new Graph()
  graph.setGraph({ rankdir: 'LR', nodesep: ROW_GAP, ranksep: COLUMN_GAP, acyclicer: 'greedy' })
  graph.setDefaultEdgeLabel(() => ({}))
  for (const id of ids) graph.setNode(id, { width: NODE_WIDTH, height: NODE_HEIGHT })
  for (const { from, to } of edges) if (from !== to) graph.setEdge(from, to)
  layout(graph)
  const positions: Record<string, Point> = {}
  for (const id of ids) {
    const node = graph.node(id) as { readonly x: number; readonly y: number }
    positions[id] = { x: Math.round(node.x - NODE_WIDTH / 2), y: Math.round(node.y - NODE_HEIGHT / 2) }
  }
  return positions
}

const signature = ({ ids, edges }: LayoutGraph): string =>
  JSON.stringify([ids, edges.map(({ from, to }) => [from, to])])

let last: { readonly signature: string; readonly positions: Positions } | null = null

/** Layers from left to right along the edges; the same graph gives the same object. */
export function layoutGraph(graph: LayoutGraph): Positions {
  const key = signature(graph)
  if (last?.signature !== key) {
    const positions = graph.ids.length > FINE_UP_TO ? layerGraph(graph) : fineLayout(graph)
    last = { signature: key, positions }
  }
  return last.positions
}
