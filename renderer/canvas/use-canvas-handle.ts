import { useReactFlow, useStoreApi } from '@xyflow/react'
import { type RefObject, useEffect } from 'react'
import { useWorkbench } from '../state/index.ts'
import { provideCanvas } from './handle.ts'
import { NODE_HEIGHT, NODE_WIDTH } from './node-size.ts'
import { currentPositions } from './positions.ts'

const FIT = { padding: 0.1, maxZoom: 1.1 } as const
const MOVE = { duration: 160 } as const

/** Lets commands move the view, and fits it once for each document that is loaded. */
export function useCanvasHandle(box: RefObject<HTMLDivElement | null>): void {
  const flow = useReactFlow()
  const api = useStoreApi()
  const serial = useWorkbench(state => state.loadSerial)
  const drawn = useWorkbench(state => state.lastGood !== null)

  useEffect(() => {
    if (serial === 0 || !drawn) return
    // The next frame has the nodes of the new document, and the pane its size.
    const frame = requestAnimationFrame(() => void flow.fitView(FIT))
    return () => cancelAnimationFrame(frame)
  }, [serial, drawn, flow])

  useEffect(
    () =>
      provideCanvas({
        fit: () => void flow.fitView({ ...FIT, ...MOVE }),
        zoomIn: () => void flow.zoomIn(MOVE),
        zoomOut: () => void flow.zoomOut(MOVE),
        zoomToActualSize: () => void flow.zoomTo(1, MOVE),
        focus: () => box.current?.focus({ preventScroll: true }),
        show(...ids) {
          const positions = currentPositions(useWorkbench.getState())
          const places = ids.flatMap(id => positions[id] ?? [])
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
          const [at, second] = places
          if (second !== undefined) void flow.fitView({ ...FIT, ...MOVE })
          else if (at !== undefined)
            void flow.setCenter(at.x + NODE_WIDTH / 2, at.y + NODE_HEIGHT / 2, { zoom, ...MOVE })
        },
      }),
    [flow, api, box],
  )
}
