import type { Command } from '../../core/commands/index.ts'
import { edgeById, type Selection, type Workbench } from '../state/index.ts'

function commandFor(state: Workbench, item: Selection): Command | null {
  switch (item.kind) {
    case 'stage':
      return { type: 'removeStage', id: item.id }
    case 'edge': {
      const edge = edgeById(state.lastGood, item.id)
      return edge === null ? null : { type: 'disconnect', from: edge.from, to: edge.to }
    }
    case 'connector':
      return { type: 'removeConnector', label: item.label }
  }
}

/** An edge goes with its stage; taking it away once more would fail. */
function withoutCovered(state: Workbench): readonly Selection[] {
  const stages = new Set(state.multi.flatMap(item => (item.kind === 'stage' ? [item.id] : [])))
  return state.multi.filter(item => {
    const edge = item.kind === 'edge' ? edgeById(state.lastGood, item.id) : null
    return edge === null || !(stages.has(edge.from) || stages.has(edge.to))
  })
}

/** Deletes everything selected as one undo step. */
export function removeSelection(state: Workbench): void {
  const items = withoutCovered(state)
  const commands = items.flatMap(item => commandFor(state, item) ?? [])
  if (commands.length === 0) return
  const title = commands.length === 1 ? 'Delete' : `Delete ${commands.length} things`
  const done =
    commands.length === 1 && commands[0] !== undefined
      ? state.dispatch(commands[0])
      : state.dispatchAll(title, commands)
  if (done) state.select(null)
}
