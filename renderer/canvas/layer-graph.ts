import type { Point } from '../state/index.ts'
import type { LayoutGraph, Positions } from './layout.ts'
import { COLUMN_GAP, NODE_HEIGHT, NODE_WIDTH, ROW_GAP } from './node-size.ts'

/** Edges without those that lead back to a node still being visited, and every node after its predecessors. */
function order({ ids, edges }: LayoutGraph) {
  const next = new Map<string, string[]>(ids.map(id => [id, []]))
  for (const { from, to } of edges) if (from !== to && next.has(to)) next.get(from)?.push(to)
  const state = new Map<string, 'open' | 'done'>()
  const forward: (readonly [string, string])[] = []
  const finished: string[] = []
  for (const root of ids) {
    if (state.has(root)) continue
    state.set(root, 'open')
    const stack: { readonly id: string; at: number }[] = [{ id: root, at: 0 }]
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const target = next.get(top.id)?.[top.at]
      top.at += 1
      if (target === undefined) {
        state.set(top.id, 'done')
        finished.push(top.id)
        stack.pop()
      } else if (state.get(target) !== 'open') {
        forward.push([top.id, target])
        if (!state.has(target)) {
          state.set(target, 'open')
          stack.push({ id: target, at: 0 })
        }
      }
    }
  }
  return { forward, sorted: finished.reverse() }
}

/**
 * A layered layout in linear time for graphs that are too large for crossing minimisation: a node stands one column
 * after its furthest predecessor, and within a column near the middle of its predecessors.
 */
export function layerGraph(graph: LayoutGraph): Positions {
  const { forward, sorted } = order(graph)
  const sources = new Map<string, string[]>()
  for (const [from, to] of forward) {
    const known = sources.get(to)
    if (known === undefined) sources.set(to, [from])
    else known.push(from)
  }
  const column = new Map<string, number>()
  for (const id of sorted)
    column.set(id, Math.max(-1, ...(sources.get(id) ?? []).map(from => column.get(from) ?? 0)) + 1)

  const columns: string[][] = []
  for (const id of graph.ids) {
    const at = column.get(id) ?? 0
    const members = columns[at]
    if (members === undefined) columns[at] = [id]
    else members.push(id)
  }
  const row = new Map<string, number>()
  const positions: (readonly [string, Point])[] = []
  columns.forEach((members, x) => {
    const wish = (id: string): number => {
      const rows = (sources.get(id) ?? []).map(from => row.get(from) ?? 0)
      return rows.length === 0 ? 0 : rows.reduce((sum, value) => sum + value, 0) / rows.length
    }
    const ranked = members.map((id, index) => ({ id, index, wish: wish(id) }))
    ranked.sort((a, b) => a.wish - b.wish || a.index - b.index)
    const middle = ranked.reduce((sum, item) => sum + item.wish, 0) / ranked.length
    ranked.forEach(({ id }, index) => {
      row.set(id, middle + index - (ranked.length - 1) / 2)
      const y = (row.get(id) ?? 0) * (NODE_HEIGHT + ROW_GAP)
      positions.push([id, { x: x * (NODE_WIDTH + COLUMN_GAP), y: Math.round(y) }])
    })
  })
  return Object.fromEntries(positions)
}
