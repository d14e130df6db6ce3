import { Handle, type Node, type NodeProps, Position } from '@xyflow/react'
import { type KeyboardEvent, memo, useEffect, useRef, useState } from 'react'
import { openFindings, useWorkbench } from '../state/index.ts'
import { classNames } from '../ui/index.ts'
import { setCanvasState, useCanvasState } from './canvas-state.ts'
import { canvas } from './handle.ts'
import { KIND_LABELS, type StageFace, useStageFace } from './stage-face.ts'
import './stage-node.css'

export type StageNodeType = Node<Record<string, never>, 'stage'>

/** A stage of the graph. Everything it shows comes from the analysis, by its id. */
export const StageNode = memo(function StageNode({ id, selected }: NodeProps<StageNodeType>) {
  const face = useStageFace(id)
  const distance = useCanvasState(state => state.distance)
  const renaming = useCanvasState(state => state.renaming === id)
  const near = distance === 'near' || renaming
  if (face === null) return null
  return (
    <div
      className={classNames(
        'sw-node',
        `sw-node-${face.kind}`,
        selected && 'sw-node-selected',
        face.worst !== null && `sw-node-${face.worst}`,
        face.origin !== 'file' && `sw-node-from-${face.origin}`,
      )}
      title={near ? undefined : face.name}
    >
      <Anchor type="target" drawable={distance !== 'tiny'} />
      {near ? <NearFace face={face} renaming={renaming} /> : distance === 'far' && <FarFace face={face} />}
      <Anchor type="source" drawable={distance !== 'tiny'} />
    </div>
  )
})

interface AnchorProps {
  readonly type: 'source' | 'target'
  /** Edges can be drawn from here. */
  readonly drawable: boolean
}

/**
 * Where edges end. From far away nobody draws edges: a plain element marks the place, since a handle costs several
 * subscriptions. The canvas finds it by its classes when it measures the node.
 */
function Anchor({ type, drawable }: AnchorProps) {
  const position = type === 'target' ? Position.Left : Position.Right
  if (drawable) return <Handle type={type} position={position} className="sw-node-handle" />
  return (
    <div
      className={`react-flow__handle react-flow__handle-${position} ${type} sw-node-handle sw-node-anchor`}
      data-handlepos={position}
    />
  )
}

const FarFace = ({ face }: { readonly face: StageFace }) => (
  <div className="sw-node-far">
    <div className="sw-node-far-name">
      <span className="sw-node-far-id">{face.id}</span>
      {face.named && <span className="sw-truncate">{face.name}</span>}
      {face.findings > 0 && <span className={`sw-node-far-dot sw-node-badge-${face.worst}`} />}
    </div>
    <div className="sw-node-far-facts sw-truncate">
      {face.devices} {face.shape !== '' && `· ${face.shape}`}
    </div>
  </div>
)

function NearFace({ face, renaming }: { readonly face: StageFace; readonly renaming: boolean }) {
  return (
    <>
      <div className="sw-node-head">
        <span className="sw-node-id">{face.id}</span>
        {renaming ? (
          <NameInput face={face} />
        ) : (
          <span className={classNames('sw-node-name', !face.named && 'sw-node-unnamed')} title={face.name}>
            {face.name}
          </span>
        )}
        {face.findings > 0 && <FindingBadge face={face} />}
      </div>
      <div className="sw-node-kind">
        {face.origin === 'ghost' ? 'Not in the file' : KIND_LABELS[face.kind]}
        {face.output !== '' && <span className="sw-node-output">→ {face.output}</span>}
      </div>
      <div className="sw-node-facts">
        <span className="sw-node-devices" title={face.devices}>
          {face.devices}
        </span>
        {face.shape !== '' && <span className="sw-node-chip">{face.shape}</span>}
        {face.receivesKv && (
          <span className="sw-node-chip" title="Receives KV cache">
            → KV
          </span>
        )}
        {face.sendsKv && (
          <span className="sw-node-chip" title="Sends KV cache">
            KV →
          </span>
        )}
        {face.asyncChunk && (
          <span className="sw-node-chip" title="Streams its output in chunks">
            chunks
          </span>
        )}
      </div>
    </>
  )
}

/** How many findings the stage has; a click leads to the worst of them. */
function FindingBadge({ face }: { readonly face: StageFace }) {
  const lead = () => {
    const { lastGood, openPanel, reveal } = useWorkbench.getState()
    const findings = lastGood === null ? [] : openFindings(lastGood.findings)
    const worst = findings.find(({ stages }) => stages.includes(face.id))
    openPanel('problems')
    if (worst !== undefined) reveal(worst.range ?? worst.path)
  }
  return (
    <button
      type="button"
      tabIndex={-1}
      className={`sw-node-badge sw-node-badge-${face.worst} nodrag`}
      title={face.messages}
      aria-label={`${face.findings} ${face.findings === 1 ? 'problem' : 'problems'} of stage ${face.id}`}
      onClick={lead}
    >
      {face.findings}
    </button>
  )
}

/** The name under edit: Enter keeps it, Escape leaves it as it was. */
function NameInput({ face }: { readonly face: StageFace }) {
  const dispatch = useWorkbench(state => state.dispatch)
  const [name, setName] = useState(face.named ? face.name : '')
  const input = useRef<HTMLInputElement>(null)
  const closed = useRef(false)
  useEffect(() => input.current?.select(), [])
  const close = () => {
    // Giving the focus back blurs the input, which would keep a name that was just given up.
    closed.current = true
    setCanvasState({ renaming: null })
    if (document.activeElement === input.current) canvas()?.focus()
  }
  const keep = () => {
    if (closed.current) return
    if (name.trim() !== '' && name.trim() !== face.name)
      dispatch({ type: 'renameStage', id: face.id, name: name.trim() })
    close()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation()
    if (event.key === 'Enter') keep()
    if (event.key === 'Escape') close()
  }
  return (
    <input
      className="sw-node-input nodrag nopan"
      aria-label={`Name of stage ${face.id}`}
      value={name}
      ref={input}
      spellCheck={false}
      onChange={event => setName(event.currentTarget.value)}
      onKeyDown={onKeyDown}
      onBlur={keep}
    />
  )
}
