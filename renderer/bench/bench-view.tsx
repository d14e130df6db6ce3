import { Download, Play, Settings2, Square } from 'lucide-react'
import { useState } from 'react'
import type {
  BenchMode,
  BenchOptions,
  BenchPlan,
  BenchProgress,
  BenchReport,
} from '../../core/bench/types.ts'
import type { EdgeView, StageView } from '../../core/contract/analysis.ts'
import type { Result } from '../../core/contract/result.ts'
import type { Pipeline } from '../../core/pipelines/index.ts'
import { Alert, Panel } from '../panel/index.ts'
import { Button, Menu, Select } from '../ui/index.ts'
import './bench.css'
import { BenchOptionsForm } from './bench-options.tsx'
import { runTitle } from './history-view.tsx'
import { MODES } from './option-words.ts'
import { Results } from './results.tsx'
import { RunStatus } from './run-status.tsx'

export type ExportFormat = 'json' | 'csv' | 'md' | 'html'

export interface BenchViewProps {
  readonly options: BenchOptions
  readonly stages: readonly StageView[]
  readonly edges: readonly EdgeView[]
  readonly pipeline: Pipeline | null
  readonly usual: BenchOptions['edgePayloads']
  /** What would run, or why nothing can. */
  readonly plan: Result<BenchPlan>
  readonly running: boolean
  /** Cancelled: nothing moves any more, and the processes are being taken down. */
  readonly cancelling: boolean
  readonly progress: BenchProgress | null
  readonly report: BenchReport | null
  readonly error: string | null
  readonly history: readonly BenchReport[]
  readonly onOptions: (options: BenchOptions) => void
  readonly onRun: () => void
  readonly onCancel: () => void
  /** Lets the user pick a payload's file; null when none was picked. */
  readonly onPickFile: (suggested: string) => Promise<string | null>
  readonly onExport: (format: ExportFormat, report: BenchReport) => void
  readonly onEdge: (edge: string) => void
}

const FORMATS: readonly { readonly format: ExportFormat; readonly label: string }[] = [
  { format: 'json', label: 'JSON' },
  { format: 'csv', label: 'CSV' },
  { format: 'md', label: 'Markdown' },
  { format: 'html', label: 'HTML page' },
]

/** The test bench: what to run at the left, what came of it at the right. */
export function BenchView(props: BenchViewProps) {
  const { options, running, plan } = props
  const [wanted, setWanted] = useState<boolean | null>(null)
  const [past, setPast] = useState<BenchReport | null>(null)
  const [opened, setOpened] = useState<readonly BenchReport[]>([])
  const shown = running ? null : (past ?? props.report)
  // Figures need the width once there are some; the options stay one press away.
  const showOptions = wanted ?? (!running && shown === null)
  const run = () => {
    setPast(null)
    setWanted(null)
    props.onRun()
  }
  const bar = (
    <>
      <Select<BenchMode>
        aria-label="Mode"
        value={options.mode}
        disabled={running}
        options={MODES.map(({ value, label }) => ({ value, label }))}
        onChange={mode => props.onOptions({ ...options, mode })}
      />
      {running && !props.cancelling ? (
        <Button small tone="danger" icon={<Square size={13} />} onClick={props.onCancel}>
          Cancel
        </Button>
      ) : (
        <Button small tone="primary" icon={<Play size={13} />} disabled={!plan.ok || running} onClick={run}>
          Run
        </Button>
      )}
      <Button
        small
        tone="quiet"
        icon={<Settings2 size={13} />}
        aria-pressed={showOptions}
        onClick={() => setWanted(!showOptions)}
      >
        Options
      </Button>
      <RunStatus
        running={running}
        cancelling={props.cancelling}
        progress={props.progress}
        report={shown}
        past={past === null || running ? null : runTitle(past)}
      />
      {past !== null && !running && (
        <Button small tone="quiet" onClick={() => setPast(null)}>
          Back to the last run
        </Button>
      )}
      <Menu
        align="end"
        entries={FORMATS.map(({ format, label }) => ({
          kind: 'item',
          id: format,
          label,
          onSelect: () => {
            if (shown !== null) props.onExport(format, shown)
          },
        }))}
      >
        <Button small icon={<Download size={13} />} disabled={shown === null}>
          Export
        </Button>
      </Menu>
    </>
  )
  return (
    <Panel bar={bar}>
      {props.error !== null && <Alert tone="error">{props.error}</Alert>}
      {!plan.ok && !running && <Alert tone="warning">{plan.error.message}</Alert>}
      <div className="sw-bench-columns">
        {showOptions && (
          <section className="sw-bench-side" aria-label="Options of the run">
            <BenchOptionsForm
              options={options}
              stages={props.stages}
              edges={props.edges}
              pipeline={props.pipeline}
              usual={props.usual}
              disabled={running}
              onChange={props.onOptions}
              onPickFile={props.onPickFile}
            />
          </section>
        )}
        <Results
          progress={running ? props.progress : null}
          report={shown}
          plan={plan.ok ? plan.value : null}
          history={withOpened(opened, props.history)}
          onShow={setPast}
          onOpened={report => {
            setOpened(before => [report, ...before])
            setPast(report)
          }}
          onEdge={props.onEdge}
        />
      </div>
    </Panel>
  )
}

/** Reports that were opened from files come first, each once. */
function withOpened(opened: readonly BenchReport[], history: readonly BenchReport[]): readonly BenchReport[] {
  const byRun = new Map([...opened, ...history].map(report => [report.runId, report]))
  return [...byRun.values()]
}
