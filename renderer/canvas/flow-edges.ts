import { useMemo, useRef } from 'react'
import type { Analysis } from '../../core/contract/analysis.ts'
import { useWorkbench } from '../state/index.ts'
import { graphOf } from './graph.ts'
import { sameList } from './intern.ts'
import type { TransferEdgeType } from './transfer-edge.tsx'

/** Edges for the canvas; an edge that did not change stays the same object. */
export function useFlowEdges(analysis: Analysis | null): TransferEdgeType[] {
  const multi = useWorkbench(state => state.multi)
  const before = useRef(new Map<string, TransferEdgeType>())
  const list = useRef<TransferEdgeType[]>([])
  return useMemo(() => {
    const selected = new Set(multi.flatMap(item => (item.kind === 'edge' ? [item.id] : [])))
    const edges = (analysis === null ? [] : graphOf(analysis).edges).map(({ id, from, to }) => {
      const old = before.current.get(id)
      const isSelected = selected.has(id)
      return old !== undefined && old.source === from && old.target === to && old.selected === isSelected
        ? old
        : { id, type: 'transfer' as const, source: from, target: to, data: {}, selected: isSelected }
    })
    before.current = new Map(edges.map(edge => [edge.id, edge]))
    list.current = sameList(list.current, edges)
    return list.current
  }, [analysis, multi])
}
