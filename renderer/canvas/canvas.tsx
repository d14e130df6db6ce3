import {
  type EdgeChange,
  ReactFlow,
  ReactFlowProvider,
  SelectionMode,
  useReactFlow,
  type Viewport,
} from '@xyflow/react'
import '@xyflow/react/dist/base.css'
import { type MouseEvent, memo, useMemo, useRef } from 'react'
import { useWorkbench } from '../state/index.ts'
import { classNames } from '../ui/index.ts'
import { addStage } from './add-stage.ts'
import './canvas.css'
import { CanvasControls } from './canvas-controls.tsx'
import { CanvasMenu } from './canvas-menu.tsx'
import { CanvasNotes } from './canvas-notes.tsx'
import { setCanvasState, useCanvasState } from './canvas-state.ts'
import { ConnectPopover } from './connect-popover.tsx'
import { setLetters } from './far-letters.ts'
import { useFlowEdges } from './flow-edges.ts'
import { useFlowNodes } from './flow-nodes.ts'
import { leastZoom, MOST_IN_VIEW } from './least-zoom.ts'
import { OverviewMap } from './overview-map.tsx'
import { withSelection } from './selection-changes.ts'
import { StageNode } from './stage-node.tsx'
import { TransferEdge } from './transfer-edge.tsx'
import { useBoxSelect } from './use-box-select.ts'
import { useCanvasHandle } from './use-canvas-handle.ts'
import { useConnecting } from './use-connecting.ts'
import { useEscape } from './use-escape.ts'
import { useSteady } from './use-steady.ts'

const NODE_TYPES = { stage: StageNode }
const EDGE_TYPES = { transfer: TransferEdge }

/** The graph is one stop of the Tab key; arrow keys lead on inside it. */
const FOCUSABLE = { tabIndex: 0 } as const

/** Below these zooms, what a node says in detail can't be read, and then not even its name. */
const FAR_ZOOM = 0.58
const TINY_ZOOM = 0.17
const MINIMAP_FROM = 8

const MULTI_KEYS = ['Meta', 'Control', 'Shift']
const PRO_OPTIONS = { hideAttribution: true } as const

/** The graph of the last text that could be read. */
export const Canvas = () => (
  <ReactFlowProvider>
    <Flow />
  </ReactFlowProvider>
)

function Flow() {
  const analysis = useWorkbench(state => state.lastGood)
  const stale = useWorkbench(state => state.analysis !== null && !state.analysis.document.ok)
  const minimap = useWorkbench(state => state.settings.minimap)
  const box = useRef<HTMLDivElement>(null)
  const startZoom = useRef(1)
  const flow = useReactFlow()
  const { nodes, positions, moved, onNodesChange, startDrag, giveUpDrag, endDrag } = useFlowNodes(analysis)
  const edges = useFlowEdges(analysis, positions, moved)
  const minZoom = useMemo(() => leastZoom(positions), [positions])
  const connecting = useConnecting()
  const boxSelect = useBoxSelect(box)
  useCanvasHandle(box)

  useEscape(() => giveUpDrag() || connecting.giveUp() || boxSelect.giveUp())

  /** After a click the graph has the keys; a name under edit keeps them. */
  const takeFocus = useSteady((event: MouseEvent) => {
    if (!(event.target instanceof HTMLInputElement)) box.current?.focus({ preventScroll: true })
  })
  const onDragStart = useSteady(startDrag)
  const onDragEnd = useSteady(endDrag)
  const onMoveStart = (_event: unknown, { zoom }: Viewport) => {
    startZoom.current = zoom
    box.current?.setAttribute('data-panning', '')
  }
  const onMove = (_event: unknown, { zoom }: Viewport) => {
    if (zoom !== startZoom.current) box.current?.removeAttribute('data-panning')
    setDistance(zoom)
    setLetters(box.current, zoom)
  }

  const onPaneDoubleClick = (event: MouseEvent) => {
    if (!(event.target instanceof Element) || !event.target.matches('.react-flow__pane')) return
    addStage(
      useWorkbench.getState(),
      'llm_ar',
      flow.screenToFlowPosition({ x: event.clientX, y: event.clientY }),
    )
  }

  return (
    <CanvasMenu>
      <div
        ref={box}
        className={classNames('sw-canvas', stale && 'sw-canvas-stale')}
        role="application"
        aria-label="Graph of stages. Arrow keys move along it, F2 renames, Delete removes, C connects."
        {...FOCUSABLE}
        onDoubleClick={onPaneDoubleClick}
        onPointerDownCapture={boxSelect.onPress}
        onMouseDownCapture={leaveTextAlone}
      >
        <ReactFlow
          nodes={nodes}
          edges={edges}
          nodeTypes={NODE_TYPES}
          edgeTypes={EDGE_TYPES}
          onNodesChange={useSteady(onNodesChange)}
          onEdgesChange={selectEdges}
          onNodeDragStart={onDragStart}
          onNodeDragStop={onDragEnd}
          onSelectionDragStart={onDragStart}
          onSelectionDragStop={onDragEnd}
          onNodeDoubleClick={rename}
          onEdgeDoubleClick={leadToEdge}
          onSelectionStart={useSteady(boxSelect.onStart)}
          onSelectionEnd={useSteady(boxSelect.onEnd)}
          onConnectStart={useSteady(connecting.onStart)}
          onConnectEnd={useSteady(connecting.onEnd)}
          isValidConnection={isBetweenTwo}
          connectionRadius={36}
          onMoveStart={useSteady(onMoveStart)}
          onMoveEnd={useSteady(() => box.current?.removeAttribute('data-panning'))}
          onMove={useSteady(onMove)}
          onPaneClick={takeFocus}
          onNodeClick={takeFocus}
          onEdgeClick={takeFocus}
          minZoom={minZoom}
          maxZoom={2.5}
          nodeDragThreshold={3}
          selectionOnDrag={false}
          selectionKeyCode="Shift"
          multiSelectionKeyCode={MULTI_KEYS}
          selectionMode={SelectionMode.Partial}
          deleteKeyCode={null}
          disableKeyboardA11y
          aria-label="Stages and the edges between them"
          nodesFocusable={false}
          edgesFocusable={false}
          zoomOnDoubleClick={false}
          onlyRenderVisibleElements
          elevateNodesOnSelect={false}
          proOptions={PRO_OPTIONS}
        >
          <ArrowHeads />
          {minimap && nodes.length >= MINIMAP_FROM && nodes.length <= MOST_IN_VIEW && <OverviewMap />}
          <CanvasControls />
        </ReactFlow>
        <CanvasNotes />
        <ConnectPopover />
      </div>
    </CanvasMenu>
  )
}

/** A press with Shift would select all text of the page up to the pointer; here it draws a box. */
function leaveTextAlone(event: MouseEvent): void {
  if (event.shiftKey && !(event.target instanceof HTMLInputElement)) event.preventDefault()
}

const selectEdges = (changes: readonly EdgeChange[]): void => withSelection('edge', changes)
const rename = (_event: unknown, { id }: { readonly id: string }): void => setCanvasState({ renaming: id })
const leadToEdge = (_event: unknown, { id }: { readonly id: string }): void =>
  useWorkbench.getState().goTo({ kind: 'edge', id })
const isBetweenTwo = ({ source, target }: { readonly source: string; readonly target: string }): boolean =>
  source !== target

function setDistance(zoom: number): void {
  const distance = zoom < TINY_ZOOM ? 'tiny' : zoom < FAR_ZOOM ? 'far' : 'near'
  if (useCanvasState.getState().distance !== distance) setCanvasState({ distance })
}

/** Arrow heads in the colours of the edges. */
const ArrowHeads = memo(() => (
  <svg className="sw-canvas-defs" aria-hidden="true">
    <defs>
      {['', '-error', '-selected'].map(tone => (
        <marker
          key={tone}
          id={`sw-arrow${tone}`}
          className={`sw-arrow${tone}`}
          viewBox="0 0 10 10"
          refX="9"
          refY="5"
          markerWidth="13"
          markerHeight="13"
          markerUnits="userSpaceOnUse"
          orient="auto"
        >
          <path d="M 0 0.8 L 9.5 5 L 0 9.2 z" />
        </marker>
      ))}
    </defs>
  </svg>
))
