import { Handle, type Node, type NodeProps, Position } from '@xyflow/react'
import { type KeyboardEvent, memo, useEffect, useRef, useState } from 'react'
import { useWorkbench } from '../state/index.ts'
import { classNames } from '../ui/index.ts'
import { setCanvasState, useCanvasState } from './canvas-state.ts'
import { canvas } from './handle.ts'
import { KIND_LABELS, type StageFace, useStageFace } from './stage-face.ts'

export type StageNodeType = Node<Record<string, never>, 'stage'>

/** A stage of the graph. Everything it shows comes from the analysis, by its id. */
export const StageNode = memo(function StageNode({ id, selected }: NodeProps<StageNodeType>) {
  const face = useStageFace(id)
  const far = useCanvasState(state => state.far)
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
      title={far ? face.name : undefined}
    >
      {!far && <Handle type="target" position={Position.Left} className="sw-node-handle" />}
      {far ? <FarFace face={face} /> : <NearFace face={face} />}
      {!far && <Handle type="source" position={Position.Right} className="sw-node-handle" />}
    </div>
  )
})

const FarFace = ({ face }: { readonly face: StageFace }) => (
  <div className="sw-node-far">
    {face.id} {face.named && face.name}
  </div>
)

function NearFace({ face }: { readonly face: StageFace }) {
  const renaming = useCanvasState(state => state.renaming === face.id)
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
        {face.findings > 0 && (
          <span className={`sw-node-badge sw-node-badge-${face.worst}`} title={face.messages}>
            {face.findings}
          </span>
        )}
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

/** The name under edit: Enter keeps it, Escape leaves it as it was. */
function NameInput({ face }: { readonly face: StageFace }) {
  const dispatch = useWorkbench(state => state.dispatch)
  const [name, setName] = useState(face.named ? face.name : '')
  const input = useRef<HTMLInputElement>(null)
  useEffect(() => input.current?.select(), [])
  const close = () => {
    setCanvasState({ renaming: null })
    if (document.activeElement === input.current) canvas()?.focus()
  }
  const keep = () => {
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
