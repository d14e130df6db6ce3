import { BaseEdge, type Edge, type EdgeProps } from '@xyflow/react'
import { memo } from 'react'
import { useWorkbench } from '../state/index.ts'
import { classNames } from '../ui/index.ts'
import { useCanvasState } from './canvas-state.ts'
import { type EdgeFace, useEdgeFace } from './edge-face.ts'
import { edgePath } from './edge-path.ts'
import { labelLines } from './label-lines.ts'
import { mayMove } from './motion.ts'
import './transfer-edge.css'

/** `lane`: the height at which the edge runs around what stands between its ends; null = it goes straight. */
export type TransferEdgeType = Edge<{ lane: number | null }, 'transfer'>

/** A transfer of the graph: how it is wired, what is wrong with it and what was measured. */
export const TransferEdge = memo(function TransferEdge(props: EdgeProps<TransferEdgeType>) {
  const { id, sourceX, sourceY, targetX, targetY, selected, data } = props
  const face = useEdgeFace(id)
  const distance = useCanvasState(state => state.distance)
  const dots = useWorkbench(state => state.settings.movingDots)
  if (face === null) return null
  const lane = data?.lane ?? null
  const { path, labelX, labelY } = edgePath({ sourceX, sourceY, targetX, targetY }, lane)
  const tone = toneOf(face)
  return (
    <g
      className={classNames(
        'sw-edge',
        `sw-edge-${face.look}`,
        tone !== null && `sw-edge-${tone}`,
        face.active && 'sw-edge-active',
        selected === true && 'sw-edge-selected',
      )}
    >
      <title>{face.title}</title>
      <BaseEdge
        id={id}
        path={path}
        interactionWidth={18}
        markerEnd={`url(#sw-arrow${selected === true ? '-selected' : tone === 'error' ? '-error' : ''})`}
      />
      {distance === 'near' && (
        <EdgeLabel face={face} x={labelX} y={labelY} room={Math.abs(targetX - sourceX)} />
      )}
      {distance === 'far' && <FarLabel face={face} x={labelX} y={labelY} />}
      {face.active && dots && distance !== 'tiny' && mayMove() && (
        <circle r={distance === 'far' ? 8 : 4} className="sw-edge-dot">
          <animateMotion dur="1.1s" repeatCount="indefinite" path={path} />
        </circle>
      )}
    </g>
  )
})

function toneOf({ failure, worst, noteTone }: EdgeFace): 'error' | 'warning' | null {
  if (failure !== '' || worst === 'error' || noteTone === 'error') return 'error'
  return worst === 'warning' || noteTone === 'warning' ? 'warning' : null
}

const MAX_LABEL = 34
const MIN_LABEL = 10
const CHARACTER = 6.3
/** Codes of failures are bold capitals. */
const CAPITAL = 7.8
const LINE = 14
const shorten = (text: string, length: number): string =>
  text.length > length ? `${text.slice(0, length - 1)}…` : text

interface EdgeLabelProps {
  readonly face: EdgeFace
  readonly x: number
  readonly y: number
  /** Width between the two nodes; a longer name goes over two lines. */
  readonly room: number
}

/** The connector's name on a plate over the line, with the figures below it. */
function EdgeLabel({ face, x, y, room }: EdgeLabelProps) {
  const most = Math.min(MAX_LABEL, Math.max(MIN_LABEL, Math.floor((room - 34) / CHARACTER)))
  const names = labelLines(face.carriesKv ? `${face.label} · KV` : face.label, most)
  const words = [face.failure, face.figures, face.note].find(text => text !== '') ?? ''
  const second = words === face.figures ? words : shorten(words, most + 4)
  const lines = second === '' ? names : [...names, second]
  const wide = face.failure !== '' && second !== '' ? second.length * CAPITAL : 0
  const width = Math.max(wide, ...lines.map(line => line.length * CHARACTER)) + 14
  const height = lines.length * LINE + 6
  return (
    <g className="sw-edge-label" transform={`translate(${x} ${y})`}>
      <rect x={-width / 2} y={-height / 2} width={width} height={height} rx={6} />
      {lines.map((line, index) => (
        <text
          key={line}
          textAnchor="middle"
          y={(index - (lines.length - 1) / 2) * LINE + 4}
          className={index === names.length ? 'sw-edge-figures' : undefined}
        >
          {line}
        </text>
      ))}
    </g>
  )
}

/** From afar only what was measured: the rate, or the code of the failure. */
function FarLabel({ face, x, y }: Pick<EdgeLabelProps, 'face' | 'x' | 'y'>) {
  const text = face.failure === '' ? face.rate : face.failure
  if (text === '') return null
  const width = text.length * 11.5 + 16
  return (
    <g className="sw-edge-label sw-edge-label-far" transform={`translate(${x} ${y})`}>
      <rect x={-width / 2} y={-16} width={width} height={32} rx={8} />
      <text textAnchor="middle" y={7}>
        {text}
      </text>
    </g>
  )
}
