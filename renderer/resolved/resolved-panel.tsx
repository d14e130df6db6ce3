import { useMemo } from 'react'
import type { Analysis, AnalysisContext, StageView } from '../../core/contract/analysis.ts'
import { resolveWorker } from '../../core/worker/index.ts'
import { Alert, NoFile } from '../panel/index.ts'
import { edgeById, type Selection, stageById, useWorkbench } from '../state/index.ts'
import { EmptyState } from '../ui/index.ts'
import { ResolvedView } from './resolved-view.tsx'

/** What the workers of the selected stage get. */
export function ResolvedPanel() {
  const open = useWorkbench(state => state.document !== null)
  const analysis = useWorkbench(state => state.lastGood ?? state.analysis)
  const context = useWorkbench(state => state.context)
  const selection = useWorkbench(state => state.selection)
  if (!open) return <NoFile>Open a file to see here what each worker of a stage gets.</NoFile>
  if (analysis === null) return <EmptyState title="Reading the file …" />
  if (!analysis.transfer.ok)
    return (
      <>
        <Alert tone="error">{analysis.transfer.error.message}</Alert>
        <EmptyState title="The runtime makes nothing of this file">
          It raises while it reads the file, so no worker starts. The Problems panel says what to mend.
        </EmptyState>
      </>
    )
  const stage = stageOf(analysis, selection)
  if (stage === null)
    return (
      <EmptyState title="No stages">The file has no stage yet whose workers could get anything.</EmptyState>
    )
  return <Resolved analysis={analysis} context={context} stage={stage} />
}

/** The selected stage, the receiver of a selected edge, else the first one. */
function stageOf(analysis: Analysis, selection: Selection | null): StageView | null {
  const id =
    selection?.kind === 'stage'
      ? selection.id
      : selection?.kind === 'edge'
        ? (edgeById(analysis, selection.id)?.to ?? null)
        : null
  return (id === null ? null : stageById(analysis, id)) ?? analysis.stages[0] ?? null
}

function Resolved(props: {
  readonly analysis: Analysis
  readonly context: AnalysisContext
  readonly stage: StageView
}) {
  const { analysis, context, stage } = props
  const asked = useWorkbench(state => state.probe)
  const select = useWorkbench(state => state.select)
  const setProbe = useWorkbench(state => state.setProbe)
  const reveal = useWorkbench(state => state.reveal)
  const notify = useWorkbench(state => state.notify)
  const rank = Math.min(asked.rank, stage.tensorParallelSize - 1)
  const replica = Math.min(asked.replica, stage.replicas - 1)
  const worker = useMemo(
    () => resolveWorker(analysis, context, { stage: stage.id, rank, replica }),
    [analysis, context, stage.id, rank, replica],
  )
  return (
    <ResolvedView
      analysis={analysis}
      stage={stage}
      probe={{ rank, replica }}
      worker={worker}
      onStage={id => select({ kind: 'stage', id })}
      onProbe={setProbe}
      onReveal={reveal}
      onError={message => notify(message, { tone: 'error' })}
    />
  )
}
