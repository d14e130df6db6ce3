import { MiniMap, useStore } from '@xyflow/react'
import { memo, useMemo } from 'react'
import { useWorkbench } from '../state/index.ts'
import { extentOf } from './extent.ts'
import { kindColour } from './kind-colour.ts'
import { currentPositions } from './positions.ts'

/**
 * The overview map, while a part of the graph is out of view: it would only cover stages else. It looks at where the
 * nodes have come to rest, so that nothing of it is drawn anew while one is dragged.
 */
export const OverviewMap = memo(function OverviewMap() {
  const positions = useWorkbench(currentPositions)
  const bounds = useMemo(() => extentOf(positions), [positions])
  const beyond = useStore(({ width, height, transform: [x, y, zoom] }) => {
    if (bounds === null || width === 0) return false
    const { left, top, right, bottom } = bounds
    return left * zoom + x < 0 || top * zoom + y < 0 || right * zoom + x > width || bottom * zoom + y > height
  })
  if (!beyond) return null
  return <MiniMap pannable zoomable nodeColor={kindColour} nodeStrokeWidth={0} ariaLabel="Overview map" />
})
