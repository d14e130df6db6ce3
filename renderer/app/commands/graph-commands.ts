import { addStage } from '../../canvas/add-stage.ts'
import { setCanvasState } from '../../canvas/canvas-state.ts'
import { canvas } from '../../canvas/handle.ts'
import { type Direction, neighbourOf, nextEdge } from '../../canvas/neighbours.ts'
import { nudgeSelection } from '../../canvas/nudge.ts'
import { currentPositions } from '../../canvas/positions.ts'
import { edgeById, type Point, type Workbench } from '../../state/index.ts'
import { announce } from '../announce.ts'
import { focusInspector } from './regions.ts'
import type { AppCommand } from './types.ts'

const hasFile = (state: Workbench): boolean => state.document !== null
const oneStage = (state: Workbench): string | null =>
  state.selection?.kind === 'stage' ? state.selection.id : null

function go(state: Workbench, direction: Direction): void {
  const { lastGood } = state
  if (lastGood === null) return
  const id = neighbourOf(lastGood, currentPositions(state), oneStage(state), direction)
  if (id === null) return
  state.select({ kind: 'stage', id })
  canvas()?.show(id)
  const name = lastGood.stages.find(stage => stage.id === id)?.name
  announce(`Stage ${id}${name == null ? '' : `, ${name}`}`)
}

/** Walks through the edges of a stage; `E` again goes to the next, whose stage is still the one begun at. */
let walkedAround: string | null = null

function goToNextEdge(state: Workbench): void {
  const { lastGood, selection } = state
  if (lastGood === null) return
  if (selection?.kind !== 'edge') walkedAround = oneStage(state)
  const id = nextEdge(lastGood, selection, walkedAround)
  const edge = edgeById(lastGood, id ?? '')
  if (edge === null) {
    announce('No edges here.')
    return
  }
  state.select({ kind: 'edge', id: edge.id })
  canvas()?.show(edge.from, edge.to)
  announce(`Edge from stage ${edge.from} to stage ${edge.to}, ${edge.connectorLabel ?? edge.connectorName}`)
}

function editSelection({ selection, lastGood }: Workbench): void {
  const edge = selection?.kind === 'edge' ? edgeById(lastGood, selection.id) : null
  if (edge === null) focusInspector()
  else setCanvasState({ draft: { from: edge.from, to: edge.to, at: middleOfEdge(edge.id) } })
}

function middleOfEdge(id: string): Point {
  const box = document
    .querySelector(`.react-flow__edge[data-id="${CSS.escape(id)}"]`)
    ?.getBoundingClientRect()
  return box === undefined
    ? { x: window.innerWidth / 2, y: window.innerHeight / 3 }
    : { x: box.left + box.width / 2, y: box.top + box.height / 2 }
}

const nudge = (direction: Direction): AppCommand => ({
  id: `graph.move${direction}`,
  title: `Move the selected nodes ${direction.toLowerCase()}`,
  group: 'Graph',
  keys: [`Shift+Arrow${direction}`],
  scope: 'canvas',
  when: state => state.multi.some(item => item.kind === 'stage'),
  run: state => nudgeSelection(state, direction),
})

const step = (direction: Direction, title: string, key: string): AppCommand => ({
  id: `graph.go${direction}`,
  title,
  group: 'Graph',
  keys: [key],
  scope: 'canvas',
  when: state => state.lastGood !== null,
  run: state => go(state, direction),
})

export const GRAPH_COMMANDS: readonly AppCommand[] = [
  {
    id: 'graph.addStage',
    title: 'Add a language-model stage',
    group: 'Graph',
    keys: ['A'],
    scope: 'canvas',
    keywords: ['new', 'llm', 'create'],
    when: hasFile,
    run: state => void addStage(state, 'llm_ar'),
  },
  {
    id: 'graph.addGenerationStage',
    title: 'Add a generation stage',
    group: 'Graph',
    keywords: ['new', 'vocoder', 'code2wav'],
    when: hasFile,
    run: state => void addStage(state, 'llm_generation'),
  },
  {
    id: 'graph.addDiffusionStage',
    title: 'Add a diffusion stage',
    group: 'Graph',
    keywords: ['new', 'dit', 'image'],
    when: hasFile,
    run: state => void addStage(state, 'diffusion'),
  },
  {
    id: 'graph.connect',
    title: 'Connect the stage to another…',
    group: 'Graph',
    keys: ['C'],
    scope: 'canvas',
    keywords: ['edge', 'wire', 'draw'],
    when: state => oneStage(state) !== null && (state.lastGood?.stages.length ?? 0) > 1,
    run: state => setCanvasState({ connectingFrom: oneStage(state) }),
  },
  {
    id: 'graph.layout',
    title: 'Arrange the graph automatically',
    group: 'Graph',
    keys: ['L'],
    scope: 'canvas',
    keywords: ['layout', 'tidy', 'positions'],
    when: hasFile,
    run: state => {
      state.moveNodes('Arrange', Object.fromEntries(Object.keys(state.positions).map(id => [id, null])))
      requestAnimationFrame(() => canvas()?.fit())
    },
  },
  {
    id: 'graph.edit',
    title: 'Edit what is selected',
    group: 'Graph',
    keys: ['Enter'],
    scope: 'canvas',
    keywords: ['connector', 'inspector', 'form'],
    when: state => state.selection !== null,
    run: editSelection,
  },
  {
    id: 'graph.nextEdge',
    title: 'Select the next edge of the stage',
    group: 'Graph',
    keys: ['E'],
    scope: 'canvas',
    when: state => (state.lastGood?.edges.length ?? 0) > 0,
    run: goToNextEdge,
  },
  step('Right', 'Select the next stage', 'ArrowRight'),
  step('Left', 'Select the stage before', 'ArrowLeft'),
  step('Up', 'Select the stage above', 'ArrowUp'),
  step('Down', 'Select the stage below', 'ArrowDown'),
  nudge('Right'),
  nudge('Left'),
  nudge('Up'),
  nudge('Down'),
]
