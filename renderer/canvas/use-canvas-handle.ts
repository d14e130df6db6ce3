import { useReactFlow, useStoreApi } from '@xyflow/react'
import { type RefObject, useEffect } from 'react'
import type { Analysis } from '../../core/contract/analysis.ts'
import { edgeById, useWorkbench } from '../state/index.ts'
import { graphOf } from './graph.ts'
import { canvas, provideCanvas } from './handle.ts'
import { placeOf } from './layout.ts'
import { MOST_IN_VIEW } from './least-zoom.ts'
import { NODE_HEIGHT, NODE_WIDTH } from './node-size.ts'
import { currentPositions } from './positions.ts'

const FIT = { padding: 0.1, maxZoom: 1.1 } as const
const SMALL_GRAPH = 24
/** Stages of a very large graph that are shown first. */
const AT_START = 12

/** Lets commands move the view, and fits it once for each document that is loaded and each topology chosen for it. */
export function useCanvasHandle(box: RefObject<HTMLDivElement | null>): void {
  const flow = useReactFlow()
  const api = useStoreApi()
  const serial = useWorkbench(state => state.loadSerial)
  const drawn = useWorkbench(state => state.lastGood !== null)

  useEffect(() => {
    if (serial === 0 || !drawn) return
    // The next frame has the nodes of the new document, and the pane its size.
    const frame = requestAnimationFrame(() => {
      const { lastGood } = useWorkbench.getState()
      const ids = lastGood === null ? [] : graphOf(lastGood).ids
      // What can't be seen as a whole is shown from its beginning.
      const start = ids.length > MOST_IN_VIEW ? { nodes: ids.slice(0, AT_START).map(id => ({ id })) } : {}
      void flow.fitView({ ...FIT, ...start })
    })
    return () => cancelAnimationFrame(frame)
  }, [serial, drawn, flow])

  useEffect(
    () =>
      useWorkbench.subscribe(
        state => state.revealed,
        () => queueMicrotask(showSelected),
      ),
    [],
  )

  useEffect(
    () =>
      useWorkbench.subscribe(
        state => state.lastGood,
        (now, before) => {
          const ids = stagesOfOtherTopology(now, before)
          // The next frame has the nodes of the other topology.
          if (ids.length > 0) requestAnimationFrame(() => canvas()?.show(...ids))
        },
      ),
    [],
  )

  useEffect(
    () =>
      provideCanvas({
        fit: () => void flow.fitView(FIT),
        zoomIn: () => void flow.zoomIn(),
        zoomOut: () => void flow.zoomOut(),
        zoomToActualSize: () => void flow.zoomTo(1),
        focus: () => box.current?.focus({ preventScroll: true }),
        show(...ids) {
          const positions = currentPositions(useWorkbench.getState())
          const places = ids.flatMap(id => placeOf(positions, id) ?? [])
          const { width, height, transform } = api.getState()
          const [x, y, zoom] = transform
          const inView = places.every(at => {
            const left = at.x * zoom + x
            const top = at.y * zoom + y
            return (
              left >= 0 && top >= 0 && left + NODE_WIDTH * zoom <= width && top + NODE_HEIGHT * zoom <= height
            )
          })
          if (inView) return
          // A small graph is shown as a whole; in a large one only these stages, no larger than they were.
          const small = Object.keys(positions).length <= SMALL_GRAPH && places.length > 1
          const some = small ? {} : { nodes: ids.map(id => ({ id })), maxZoom: zoom }
          void flow.fitView({ ...FIT, ...some })
        },
      }),
    [flow, api, box],
  )
}

/**
 * Ids of the stages where another pipeline, or the context alone, changed which there are: base files that were read,
 * for example. None after any other edit of the text, which leaves the view alone.
 */
function stagesOfOtherTopology(now: Analysis | null, before: Analysis | null): readonly string[] {
  if (now === null || before === null) return []
  if (now.pipelineKey === before.pipelineKey && now.document.text !== before.document.text) return []
  const ids = now.stages.map(stage => stage.id)
  const known = new Set(before.stages.map(stage => stage.id))
  return ids.length === known.size && ids.every(id => known.has(id)) ? [] : ids
}

/** The place that the user was led to belongs to a node; it is selected by now. */
function showSelected(): void {
  const { selection, lastGood } = useWorkbench.getState()
  if (selection?.kind === 'stage') canvas()?.show(selection.id)
  if (selection?.kind !== 'edge') return
  const edge = edgeById(lastGood, selection.id)
  if (edge !== null) canvas()?.show(edge.from, edge.to)
}
