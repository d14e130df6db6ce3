import { Panel } from '@xyflow/react'
import { Maximize, Minus, Plus, Workflow } from 'lucide-react'
import { memo } from 'react'
import { keysOf, runCommand } from '../app/commands/index.ts'
import { IconButton } from '../ui/index.ts'

const BUTTONS = [
  { id: 'view.zoomIn', label: 'Zoom in', icon: <Plus size={15} /> },
  { id: 'view.zoomOut', label: 'Zoom out', icon: <Minus size={15} /> },
  { id: 'view.zoomToFit', label: 'Zoom to fit', icon: <Maximize size={14} /> },
  { id: 'graph.layout', label: 'Arrange automatically', icon: <Workflow size={14} /> },
] as const

/** Zoom and layout at hand in the corner of the graph. */
export const CanvasControls = memo(() => (
  <Panel position="bottom-left" className="sw-canvas-controls">
    {BUTTONS.map(({ id, label, icon }) => {
      const keys = keysOf(id)
      return (
        <IconButton
          key={id}
          small
          label={label}
          {...(keys === undefined ? {} : { keys })}
          icon={icon}
          onClick={() => runCommand(id)}
        />
      )
    })}
  </Panel>
))
