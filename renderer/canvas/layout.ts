import { Graph, layout } from '@dagrejs/dagre'
import type { Point } from '../state/index.ts'
import { foldLayers } from './fold-layers.ts'
import { layerGraph } from './layer-graph.ts'
import { COLUMN_GAP, NODE_HEIGHT, NODE_WIDTH, ROW_GAP } from './node-size.ts'

export interface LayoutGraph {
  readonly ids: readonly string[]
  readonly edges: readonly { readonly from: string; readonly to: string }[]
}

export type Positions = Readonly<Record<string, Point>>

/** A stage may be called `constructor`: only what the record itself holds is a place. */
export const placeOf = (positions: Positions, id: string): Point | undefined =>
  Object.hasOwn(positions, id) ? positions[id] : undefined

/** Past this, crossing minimisation takes longer than a user waits (3.6 s for 1,000 nodes). */
const FINE_UP_TO = 260

/** Mirrored from top to bottom when more neighbours in a column stand against the file's order than with it. */
function inFileOrder(ids: readonly string[], positions: Positions): Positions {
  const columns = new Map<number, number[]>()
  for (const id of ids) {
    const at = placeOf(positions, id)
    if (at !== undefined) columns.set(at.x, [...(columns.get(at.x) ?? []), at.y])
  }
  let balance = 0
  for (const ys of columns.values())
    for (let index = 1; index < ys.length; index += 1)
      balance += Math.sign((ys[index] ?? 0) - (ys[index - 1] ?? 0))
  if (balance >= 0) return positions
  return Object.fromEntries(Object.entries(positions).map(([id, { x, y }]) => [id, { x, y: -y }]))
}

function fineLayout({ ids, edges }: LayoutGraph): Positions {
  const graph = new Graph()
  graph.setGraph({ rankdir: 'LR', nodesep: ROW_GAP, ranksep: COLUMN_GAP, acyclicer: 'greedy' })
  graph.setDefaultEdgeLabel(() => ({}))
  // The layout keeps its nodes in plain objects: an id such as `__proto__` would be no name there, a number is.
  const names = new Map(ids.map((id, index) => [id, String(index)]))
  const nameOf = (id: string) => names.get(id) ?? id
  for (const name of names.values()) graph.setNode(name, { width: NODE_WIDTH, height: NODE_HEIGHT })
  for (const { from, to } of edges) if (from !== to) graph.setEdge(nameOf(from), nameOf(to))
  layout(graph)
  const positions = ids.map(id => {
    const { x = 0, y = 0 } = graph.node(nameOf(id)) ?? {}
    return [id, { x: Math.round(x - NODE_WIDTH / 2), y: Math.round(y - NODE_HEIGHT / 2) }] as const
  })
  return inFileOrder(ids, Object.fromEntries(positions))
}

const signature = ({ ids, edges }: LayoutGraph): string =>
  JSON.stringify([ids, edges.map(({ from, to }) => [from, to])])

let last: { readonly signature: string; readonly positions: Positions } | null = null

/** Layers from left to right along the edges, long chains in rows; the same graph gives the same object. */
export function layoutGraph(graph: LayoutGraph): Positions {
  const key = signature(graph)
  if (last?.signature !== key) {
    const positions = foldLayers(graph.ids.length > FINE_UP_TO ? layerGraph(graph) : fineLayout(graph))
    last = { signature: key, positions }
  }
  return last.positions
}
