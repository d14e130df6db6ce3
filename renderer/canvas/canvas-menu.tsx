import { useReactFlow } from '@xyflow/react'
import { type MouseEvent, type ReactElement, useState } from 'react'
import { commandEntries } from '../app/menu-entries.ts'
import { edgeById, type Selection, useWorkbench } from '../state/index.ts'
import { ContextMenu, type MenuEntry } from '../ui/index.ts'
import { addStage } from './add-stage.ts'
import { setCanvasState } from './canvas-state.ts'

/** What was right-clicked: a node, an edge, or the pane. */
function targetOf(element: Element): Selection | null {
  const node = element.closest<HTMLElement>('.react-flow__node')?.dataset.id
  if (node !== undefined) return { kind: 'stage', id: node }
  const edge = element.closest<HTMLElement>('.react-flow__edge')?.dataset.id
  return edge === undefined ? null : { kind: 'edge', id: edge }
}

const item = (id: string, label: string, onSelect: () => void, danger = false): MenuEntry => ({
  kind: 'item',
  id,
  label,
  danger,
  onSelect,
})

const stageEntries = (id: string): readonly MenuEntry[] => [
  ...commandEntries(['edit.rename', 'graph.connect']),
  item('yaml', 'Show in the YAML', () => useWorkbench.getState().goTo({ kind: 'stage', id })),
  { kind: 'separator', id: 'rule' },
  ...commandEntries(['edit.cut', 'edit.copy', 'edit.duplicate', 'edit.delete']),
]

function edgeEntries(id: string, at: { readonly x: number; readonly y: number }): readonly MenuEntry[] {
  const edge = edgeById(useWorkbench.getState().lastGood, id)
  if (edge === null) return []
  return [
    item('choose', 'Choose the connector…', () =>
      setCanvasState({ draft: { from: edge.from, to: edge.to, at } }),
    ),
    item('yaml', 'Show in the YAML', () => useWorkbench.getState().goTo({ kind: 'edge', id })),
    { kind: 'separator', id: 'rule' },
    ...commandEntries(['edit.delete']),
  ]
}

/** The right-click menu of the graph. */
export function CanvasMenu({ children }: { readonly children: ReactElement }) {
  const flow = useReactFlow()
  const [entries, setEntries] = useState<readonly MenuEntry[]>([])

  const prepare = (event: MouseEvent) => {
    const state = useWorkbench.getState()
    const at = { x: event.clientX, y: event.clientY }
    const target = event.target instanceof Element ? targetOf(event.target) : null
    // A key press has no place: what is selected is meant.
    const meant = target ?? (event.button === 2 ? null : state.selection)
    if (target !== null && !state.multi.some(each => JSON.stringify(each) === JSON.stringify(target)))
      state.select(target)
    if (meant?.kind === 'stage') return setEntries(stageEntries(meant.id))
    if (meant?.kind === 'edge') return setEntries(edgeEntries(meant.id, at))
    setEntries([
      item('add-llm', 'Add a language-model stage here', () =>
        addStage(useWorkbench.getState(), 'llm_ar', flow.screenToFlowPosition(at)),
      ),
      item('add-generation', 'Add a generation stage here', () =>
        addStage(useWorkbench.getState(), 'llm_generation', flow.screenToFlowPosition(at)),
      ),
      item('add-diffusion', 'Add a diffusion stage here', () =>
        addStage(useWorkbench.getState(), 'diffusion', flow.screenToFlowPosition(at)),
      ),
      { kind: 'separator', id: 'rule' },
      ...commandEntries(['edit.paste', 'edit.selectAll', '-', 'graph.layout', 'view.zoomToFit']),
    ])
  }
  return (
    <ContextMenu entries={entries}>
      <div className="sw-canvas-frame" onContextMenuCapture={prepare}>
        {children}
      </div>
    </ContextMenu>
  )
}
