import { useMemo, useRef } from 'react'
import type { Analysis } from '../../core/contract/analysis.ts'
import { useWorkbench } from '../state/index.ts'
import { spokenEdge } from './edge-face.ts'
import { graphOf } from './graph.ts'
import { sameList } from './intern.ts'
import { edgeLanes } from './lanes.ts'
import type { Positions } from './layout.ts'
import { ownReport } from './own-run.ts'
import type { TransferEdgeType } from './transfer-edge.tsx'

/** Lanes of the edges at nodes that are being moved; all others keep theirs until the nodes come to rest. */
function movingLanes(analysis: Analysis | null, positions: Positions, moved: Positions) {
  const ids = Object.keys(moved)
  if (analysis === null || ids.length === 0) return null
  const { edgesOf } = graphOf(analysis)
  const edges = new Set(ids.flatMap(id => edgesOf.get(id) ?? []))
  return { edges, lanes: edgeLanes([...edges], { ...positions, ...moved }) }
}

/** Edges for the canvas; an edge that did not change stays the same object. */
export function useFlowEdges(
  analysis: Analysis | null,
  positions: Positions,
  moved: Positions,
): TransferEdgeType[] {
  const multi = useWorkbench(state => state.multi)
  const before = useRef(new Map<string, TransferEdgeType>())
  const list = useRef<TransferEdgeType[]>([])
  const views = analysis === null ? undefined : graphOf(analysis).edges
  const report = useWorkbench(ownReport)
  const lanes = useMemo(() => edgeLanes(views ?? [], positions), [views, positions])
  const moving = useMemo(() => movingLanes(analysis, positions, moved), [analysis, positions, moved])
  const names = useMemo(
    () =>
      new Map(
        analysis === null ? [] : (views ?? []).map(edge => [edge.id, spokenEdge(analysis, edge, report)]),
      ),
    [analysis, views, report],
  )
  return useMemo(() => {
    const selected = new Set(multi.flatMap(item => (item.kind === 'edge' ? [item.id] : [])))
    const edges = (views ?? []).map((view): TransferEdgeType => {
      const { id, from, to } = view
      const old = before.current.get(id)
      const isSelected = selected.has(id)
      const lane = (moving?.edges.has(view) ? moving.lanes : lanes).get(id) ?? null
      const ariaLabel = names.get(id) ?? ''
      return old !== undefined &&
        old.source === from &&
        old.target === to &&
        old.selected === isSelected &&
        old.data?.lane === lane &&
        old.ariaLabel === ariaLabel
        ? old
        : { id, type: 'transfer', source: from, target: to, data: { lane }, selected: isSelected, ariaLabel }
    })
    before.current = new Map(edges.map(edge => [edge.id, edge]))
    list.current = sameList(list.current, edges)
    return list.current
  }, [views, lanes, moving, names, multi])
}
