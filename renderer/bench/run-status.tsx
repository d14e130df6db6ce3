import { isPlayed } from '../../core/bench/drills.ts'
import { formatBytes, formatMillis } from '../../core/bench/format.ts'
import type { BenchProgress, BenchReport } from '../../core/bench/types.ts'
import { ResidueLine } from './outcome.tsx'

export interface RunStatusProps {
  readonly running: boolean
  readonly cancelling: boolean
  readonly progress: BenchProgress | null
  readonly report: BenchReport | null
  /** Title of the shown run where it is not the last one. */
  readonly past: string | null
}

/** One line in the bar: how far a run is, or how it ended. It never changes the height of the bar. */
export function RunStatus({ running, cancelling, progress, report, past }: RunStatusProps) {
  return (
    <div className="sw-bench-status" role="status">
      {cancelling ? (
        <span>
          <b>Cancelled</b>
          {progress !== null && ` after ${formatMillis(progress.elapsedMs)}`}. The stage processes are being
          taken down.
        </span>
      ) : running ? (
        <Running progress={progress} />
      ) : report === null ? (
        <span className="sw-muted">No run yet.</span>
      ) : (
        <Ended report={report} past={past} />
      )}
    </div>
  )
}

function Running({ progress }: { readonly progress: BenchProgress | null }) {
  const done = progress?.doneTransfers ?? 0
  const total = progress?.totalTransfers ?? null
  const words = progress === null ? 'Starting the stage processes …' : runningWords(progress)
  return (
    <>
      <progress aria-label="Progress of the run" {...(total === null ? {} : { max: total, value: done })} />
      <span className="sw-bench-ended" title={words}>
        {words}
      </span>
    </>
  )
}

/** What is waited for comes first: a narrow window cuts the end. */
export function runningWords(progress: BenchProgress): string {
  const { phase, doneTransfers, totalTransfers, elapsedMs, remainingMs } = progress
  const left = remainingMs === null ? '' : remainingWords(remainingMs)
  const so = `${formatMillis(elapsedMs)} so far`
  return [left, phase, counts(doneTransfers, totalTransfers), so].filter(part => part !== '').join(' · ')
}

/** A guess is not told more exactly than it is: in seconds, and in tens of them from half a minute on. */
export function remainingWords(ms: number): string {
  if (ms < 1000) return 'less than 1 s left'
  const step = ms < 30_000 ? 1000 : 10_000
  return `about ${formatMillis(Math.ceil(ms / step) * step)} left`
}

const counts = (done: number, total: number | null): string =>
  total === null
    ? `${done.toLocaleString('en-US')} transfers`
    : `${done.toLocaleString('en-US')} of ${total.toLocaleString('en-US')} transfers`

const ENDS = { done: 'Done', cancelled: 'Cancelled', failed: 'Failed' } as const

function Ended({ report, past }: { readonly report: BenchReport; readonly past: string | null }) {
  const words = `${ENDS[report.state]} after ${formatMillis(report.elapsedMs)}: ${outcomeWords(report)}.`
  const peak = `Peak shared memory ${formatBytes(report.peakShmBytes)}.`
  const title = [past === null ? '' : `${past}.`, words, report.peakShmBytes === 0 ? '' : peak]
  return (
    <>
      <div className="sw-bench-outcome">
        <span className="sw-bench-ended" title={title.filter(part => part !== '').join(' ')}>
          {past !== null && <span className="sw-muted">{past}. </span>}
          <b>{ENDS[report.state]}</b>
          {words.slice(ENDS[report.state].length)}
        </span>
        <ResidueLine residue={report.residue} />
      </div>
      {report.peakShmBytes > 0 && <span className="sw-muted">{peak}</span>}
    </>
  )
}

const counted = (count: number, one: string, many: string): string =>
  count === 1 ? `one ${one}` : `${count.toLocaleString('en-US')} ${many}`

function outcomeWords({ figures, failures, drills, plan }: BenchReport): string {
  const failed = failures.length === 0 ? 'no edge failed' : counted(failures.length, 'failure', 'failures')
  if (plan.options.mode === 'drill') {
    const played = drills.filter(isPlayed)
    const surprises = played.filter(drill => !drill.asExpected).length
    const ends = surprises === 0 ? 'all as expected' : `${surprises} not as expected`
    const others = drills.length - played.length
    const unfit = others === 0 ? '' : `, ${counted(others, 'more fits', 'more fit')} no edge`
    return `${counted(played.length, 'drill', 'drills')}, ${ends}${unfit}`
  }
  const transfers = figures.reduce((sum, figure) => sum + figure.count, 0)
  const wrong = figures.reduce((sum, figure) => sum + figure.integrity.failed, 0)
  const changed = wrong === 0 ? '' : `, ${counted(wrong, 'payload', 'payloads')} arrived changed`
  return `${counted(transfers, 'transfer', 'transfers')}, ${failed}${changed}`
}
