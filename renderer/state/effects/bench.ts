import type { BenchProgress, BenchReport } from '../../../core/bench/types.ts'
import { useWorkbench } from '../workbench.ts'

const patch = (bench: Partial<ReturnType<typeof useWorkbench.getState>['bench']>) =>
  useWorkbench.setState({ bench: { ...useWorkbench.getState().bench, ...bench } })

/** Newest first; a report that is told twice stands once. */
const withReport = (history: readonly BenchReport[], report: BenchReport): readonly BenchReport[] => [
  report,
  ...history.filter(other => other.runId !== report.runId),
]

/** Takes in the progress and the reports of the host's bench, also of a run that was begun in an earlier window. */
export function followBench(): () => void {
  const { host } = useWorkbench.getState()
  const stopProgress = host.on('bench.progress', progress => {
    const { bench } = useWorkbench.getState()
    const cancelling =
      progress.cancelled === true || (bench.cancelling && isSameRun(bench.progress, progress))
    patch({ progress, running: true, cancelling })
  })
  const stopDone = host.on('bench.done', report => {
    const { history } = useWorkbench.getState().bench
    patch({ report, running: false, cancelling: false, progress: null, history: withReport(history, report) })
  })
  void readBench()
  return () => {
    stopProgress()
    stopDone()
  }
}

/** Before its first progress a run has no number here. */
const isSameRun = (before: BenchProgress | null, now: BenchProgress): boolean =>
  before === null || before.runId === now.runId

async function readBench(): Promise<void> {
  const { host } = useWorkbench.getState()
  const [current, history] = await Promise.all([host.call('bench.current'), host.call('bench.history')])
  if (history.ok) patch({ history: history.value })
  if (current.ok) {
    const { progress, report } = current.value
    patch({ progress, report, running: progress !== null, cancelling: progress?.cancelled === true })
  }
}
