import { addStage } from '../../canvas/add-stage.ts'
import { setCanvasState } from '../../canvas/canvas-state.ts'
import { canvas } from '../../canvas/handle.ts'
import { type Direction, neighbourOf } from '../../canvas/neighbours.ts'
import { currentPositions } from '../../canvas/positions.ts'
import type { Workbench } from '../../state/index.ts'
import { announce } from '../announce.ts'
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
      state.clearPositions()
      requestAnimationFrame(() => canvas()?.fit())
    },
  },
  step('Right', 'Select the next stage', 'ArrowRight'),
  step('Left', 'Select the stage before', 'ArrowLeft'),
  step('Up', 'Select the stage above', 'ArrowUp'),
  step('Down', 'Select the stage below', 'ArrowDown'),
]
