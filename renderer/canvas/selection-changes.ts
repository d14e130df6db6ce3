import type { EdgeChange, NodeChange } from '@xyflow/react'
import { useWorkbench } from '../state/index.ts'

/** Takes the canvas's selection changes into the store, the last one selected coming last. */
export function withSelection(
  kind: 'stage' | 'edge',
  changes: readonly (Pick<NodeChange | EdgeChange, 'type'> & { id?: string; selected?: boolean })[],
): void {
  const picked = changes.filter(change => change.type === 'select')
  if (picked.length === 0) return
  const { multi, selectMany } = useWorkbench.getState()
  const changed = new Set(picked.map(change => change.id))
  const kept = multi.filter(item => item.kind !== kind || !changed.has(item.id))
  const added = picked.flatMap(({ id, selected }) =>
    selected === true && id !== undefined ? [{ kind, id }] : [],
  )
  selectMany([...kept, ...added])
}
