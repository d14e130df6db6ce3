import type { BenchProgress, BenchReport } from '../../core/bench/types.ts'
import type { Workbench } from '../state/index.ts'

type Run = Pick<Workbench, 'bench' | 'loadSerial' | 'document'>

/** A run that an earlier window has begun is taken for the open file's until its report names the file. */
const isOfOpenText = ({ bench, loadSerial, document }: Run): boolean =>
  bench.loadSerial === loadSerial ||
  (bench.report === null
    ? bench.loadSerial === null
    : bench.report.fileName === (document?.path ?? document?.name))

/** The last report, unless it is of another file than the open one: its figures would stand on the wrong edges. */
export const ownReport = (run: Run): BenchReport | null => (isOfOpenText(run) ? run.bench.report : null)

/** What is known of the run that goes on, or of the last one; null when it is of another file. */
export const ownRun = (run: Run): BenchProgress | BenchReport | null =>
  isOfOpenText(run) ? (run.bench.progress ?? run.bench.report) : null
