import { useMemo } from 'react'
import { NoFile, stageLabel } from '../panel/index.ts'
import { useWorkbench } from '../state/index.ts'
import { EmptyState } from '../ui/index.ts'
import { EffectiveView } from './effective-view.tsx'

/** Which layer each value of the open file comes from. */
export function EffectivePanel() {
  const open = useWorkbench(state => state.document !== null)
  const analysis = useWorkbench(state => state.lastGood ?? state.analysis)
  const selection = useWorkbench(state => state.selection)
  const reveal = useWorkbench(state => state.reveal)
  const stages = useMemo(
    () => (analysis?.stages ?? []).map(stage => ({ id: stage.id, label: stageLabel(stage) })),
    [analysis],
  )
  if (!open) return <NoFile>Open a file to see here which layer each value comes from.</NoFile>
  if (analysis === null) return <EmptyState title="Reading the file …" />
  return (
    <EffectiveView
      config={analysis.effective}
      stages={stages}
      selected={selection?.kind === 'stage' ? selection.id : null}
      onReveal={reveal}
    />
  )
}
