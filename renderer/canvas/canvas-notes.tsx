import { TriangleAlert } from 'lucide-react'
import { lineColumn } from '../../core/document/index.ts'
import { runCommand } from '../app/commands/index.ts'
import { useWorkbench } from '../state/index.ts'
import { Button, EmptyState } from '../ui/index.ts'
import { type CanvasGraph, graphOf } from './graph.ts'
import { MOST_IN_VIEW } from './least-zoom.ts'

const counted = new Intl.NumberFormat('en-US')

/** Which bound the graph is past, and what helps; empty within all of them. */
export function boundText({ ids, edges, all }: Pick<CanvasGraph, 'ids' | 'edges' | 'all'>): string {
  const parts = [
    ids.length < all.stages &&
      `The first ${counted.format(ids.length)} of ${counted.format(all.stages)} stages are drawn.`,
    edges.length < all.edges &&
      `${counted.format(edges.length)} of ${counted.format(all.edges)} edges are drawn.`,
    ids.length > MOST_IN_VIEW &&
      `About ${counted.format(MOST_IN_VIEW)} stages can be in view at a time; the command palette leads to any of them.`,
  ]
  return parts.filter(part => part !== false).join(' ')
}

/** What lies over the graph: why it is dimmed, or what to do while there is nothing to draw. */
export function CanvasNotes() {
  const broken = useWorkbench(state =>
    state.analysis === null || state.analysis.document.ok ? null : state.analysis.document,
  )
  const known = useWorkbench(state => state.lastGood !== null)
  const empty = useWorkbench(state => state.lastGood?.stages.length === 0)
  const reveal = useWorkbench(state => state.reveal)
  const bound = useWorkbench(state => (state.lastGood === null ? '' : boundText(graphOf(state.lastGood))))
  if (broken !== null) {
    const problem = broken.problems.find(({ severity }) => severity === 'error')
    const { line } = lineColumn(broken.text, problem?.range.start ?? 0)
    return (
      <div className="sw-canvas-note" role="status">
        <TriangleAlert size={15} />
        <span>
          {known ? 'The graph is that of the last text that could be read.' : 'The text can’t be read yet.'}{' '}
          {problem?.message}
        </span>
        {problem !== undefined && (
          <Button small onClick={() => reveal(problem.range)}>
            Line {line}
          </Button>
        )}
      </div>
    )
  }
  if (bound !== '')
    return (
      <div className="sw-canvas-note sw-canvas-bound" role="status">
        {bound}
      </div>
    )
  if (!empty) return null
  return (
    <div className="sw-canvas-empty">
      <EmptyState
        title="No stages yet"
        actions={
          <Button small tone="primary" onClick={() => runCommand('graph.addStage')}>
            Add a stage
          </Button>
        }
      >
        Add a stage here or double-click the graph; then draw from one stage’s right side to another’s left.
      </EmptyState>
    </div>
  )
}
