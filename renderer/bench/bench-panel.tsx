import { useMemo } from 'react'
import { planBench } from '../../core/bench/plan.ts'
import { renderReport } from '../../core/bench/report/render.ts'
import type { BenchReport } from '../../core/bench/types.ts'
import { usualPayloads } from '../../core/bench/usual-payloads.ts'
import type { Analysis, AnalysisContext } from '../../core/contract/analysis.ts'
import { NoFile, saveText } from '../panel/index.ts'
import { useWorkbench } from '../state/index.ts'
import { EmptyState } from '../ui/index.ts'
import { BenchView, type ExportFormat } from './bench-view.tsx'
import { pipelineOf } from './payload-choice.ts'
import { useBenchHistory } from './use-bench-history.ts'

/** Runs the transfers of the open file on this machine. */
export function BenchPanel() {
  const open = useWorkbench(state => state.document !== null)
  const analysis = useWorkbench(state => state.lastGood ?? state.analysis)
  const context = useWorkbench(state => state.context)
  if (!open) return <NoFile>Open a file to run its transfers on this machine.</NoFile>
  if (analysis === null) return <EmptyState title="Reading the file …" />
  return <Bench analysis={analysis} context={context} />
}

function Bench({ analysis, context }: { readonly analysis: Analysis; readonly context: AnalysisContext }) {
  const bench = useWorkbench(state => state.bench)
  const startBench = useWorkbench(state => state.startBench)
  const cancelBench = useWorkbench(state => state.cancelBench)
  const select = useWorkbench(state => state.select)
  const replaceOptions = useWorkbench(state => state.replaceBenchOptions)
  const promptPath = useWorkbench(state => state.promptPath)
  const history = useBenchHistory()
  const { pipelineTexts } = context
  const pipeline = useMemo(
    () => pipelineOf(analysis.pipelineKey, pipelineTexts ?? []),
    [analysis.pipelineKey, pipelineTexts],
  )
  const usual = useMemo(() => {
    const payloads = usualPayloads(analysis)
    return Object.keys(payloads).length === 0 ? undefined : payloads
  }, [analysis])
  const plan = useMemo(() => planBench(analysis, bench.options), [analysis, bench.options])
  return (
    <BenchView
      options={bench.options}
      stages={analysis.stages}
      edges={analysis.edges}
      pipeline={pipeline}
      usual={usual}
      plan={plan}
      running={bench.running}
      cancelling={bench.cancelling}
      progress={bench.progress}
      report={bench.report}
      error={bench.error}
      history={history}
      onOptions={replaceOptions}
      onRun={() => void startBench()}
      onCancel={() => void cancelBench()}
      onExport={(format, report) => void exportReport(format, report)}
      onPickFile={name => promptPath('open', name, 'Choose the payload')}
      onEdge={id => select({ kind: 'edge', id })}
    />
  )
}

async function exportReport(format: ExportFormat, report: BenchReport): Promise<void> {
  const { host, app, notify } = useWorkbench.getState()
  const answer = await host.call('bench.export', { runId: report.runId, format })
  // The host does not have the runs of reports that were opened from files.
  const { fileName, content } = answer.ok
    ? answer.value
    : { fileName: `stagewright-${report.runId}.${format}`, content: renderReport(report, format) }
  const saved = await saveText(host, app, fileName, content)
  if (saved !== null) notify(saved.message, { tone: saved.ok ? 'success' : 'error' })
}
