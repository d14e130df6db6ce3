import { TriangleAlert } from 'lucide-react'
import { lineColumn } from '../../core/document/index.ts'
import { runCommand } from '../app/commands/index.ts'
import { useWorkbench } from '../state/index.ts'
import { Button, EmptyState } from '../ui/index.ts'

/** What lies over the graph: why it is dimmed, or what to do while there is nothing to draw. */
export function CanvasNotes() {
  const broken = useWorkbench(state =>
    state.analysis === null || state.analysis.document.ok ? null : state.analysis.document,
  )
  const known = useWorkbench(state => state.lastGood !== null)
  const empty = useWorkbench(state => state.lastGood?.stages.length === 0)
  const reveal = useWorkbench(state => state.reveal)
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
