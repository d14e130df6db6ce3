import { useId, useState } from 'react'
import { formatBytes } from '../../core/bench/format.ts'
import { runNotes } from '../../core/bench/report/notes.ts'
import { keyWords } from '../../core/bench/report/words.ts'
import type { BenchPlan, BenchProgress, BenchReport, EdgeFigures } from '../../core/bench/types.ts'
import { Checkbox, EmptyState, Select, Tabs } from '../ui/index.ts'
import { BudgetTable } from './budget-table.tsx'
import { FiguresTable, figureKey, type TableDetail } from './figures-table.tsx'
import { HistogramChart } from './histogram-chart.tsx'
import { HistoryView } from './history-view.tsx'
import { DrillTable, EnvironmentFacts, Failures, PlanList } from './outcome.tsx'
import { type CurveMeasure, SizeCurve } from './size-curve.tsx'
import { TimelineChart } from './timeline-chart.tsx'

export interface ResultsProps {
  readonly progress: BenchProgress | null
  readonly report: BenchReport | null
  /** What would run with the options as they are. */
  readonly plan: Omit<BenchPlan, 'stages'> | null
  readonly history: readonly BenchReport[]
  readonly onShow: (report: BenchReport) => void
  readonly onOpened: (report: BenchReport) => void
  readonly onEdge: (edge: string) => void
}

const TABS = [
  'plan',
  'figures',
  'curve',
  'spread',
  'timeline',
  'drills',
  'budget',
  'conditions',
  'history',
] as const
type ResultTab = (typeof TABS)[number]

const TITLES: Readonly<Record<ResultTab, string>> = {
  plan: 'Plan',
  figures: 'Figures',
  curve: 'Curve',
  spread: 'Spread',
  timeline: 'Timeline',
  drills: 'Drills',
  budget: 'Budget',
  conditions: 'Conditions',
  history: 'History',
}

/** Views of what was measured; a failing edge is part of that. */
const MEASURED: ReadonlySet<ResultTab> = new Set(['figures', 'curve', 'spread', 'timeline', 'drills'])

const isDrill = (report: BenchReport | null): boolean => report?.plan.options.mode === 'drill'

const defaultTab = (report: BenchReport | null): ResultTab => (isDrill(report) ? 'drills' : 'figures')

/** A view, and whether it was chosen for a drill. */
interface Choice {
  readonly tab: ResultTab
  readonly drill: boolean
}

/** What was chosen for a run that measured has nothing to show of a drill, and the other way round. */
const stillFits = ({ tab, drill }: Choice, report: BenchReport | null): boolean =>
  report === null || !MEASURED.has(tab) || isDrill(report) === drill

/** What a run measured, in several views; live while it goes on. */
export function Results(props: ResultsProps) {
  const { progress, report } = props
  const [chosen, setChosen] = useState<Choice | null>(null)
  const [baseId, setBaseId] = useState<string | null>(null)
  const base = props.history.find(({ runId }) => runId === baseId && runId !== report?.runId) ?? null
  const id = useId()
  const live = progress ?? report
  const tab =
    chosen !== null && stillFits(chosen, report) ? chosen.tab : live === null ? 'plan' : defaultTab(report)
  return (
    <div className="sw-bench-results">
      <Tabs
        label="Views of the run"
        value={tab}
        controls={id}
        items={TABS.map(value => ({ value, label: TITLES[value] }))}
        onChange={next => setChosen({ tab: next, drill: isDrill(report) })}
      />
      {MEASURED.has(tab) && <Failures failures={live?.failures ?? []} onEdge={props.onEdge} />}
      <div id={id} role="tabpanel" aria-label={TITLES[tab]} className="sw-bench-view">
        <View {...props} tab={tab} base={base} onBase={setBaseId} />
      </div>
    </div>
  )
}

interface ViewProps extends ResultsProps {
  readonly tab: ResultTab
  /** The run that the shown one is compared with. */
  readonly base: BenchReport | null
  readonly onBase: (runId: string | null) => void
}

function View(props: ViewProps) {
  const { progress, report, tab, base } = props
  const figures = progress?.figures ?? report?.figures ?? []
  const plan = report?.plan ?? props.plan
  switch (tab) {
    case 'plan':
      return props.plan === null ? <NoRun running={progress !== null} /> : <PlanList plan={props.plan} />
    case 'figures':
      return figures.length === 0 ? (
        <NoRun running={progress !== null} />
      ) : (
        <Figures figures={figures} edges={plan?.edges ?? []} {...props} />
      )
    case 'curve':
      return figures.length === 0 ? (
        <NoRun running={progress !== null} />
      ) : (
        <Curve figures={figures} base={base} />
      )
    case 'spread':
      return figures.length === 0 ? <NoRun running={progress !== null} /> : <Spread figures={figures} />
    case 'timeline':
      return report === null ? (
        <NoRun running={progress !== null} />
      ) : (
        <TimelineChart spans={report.timeline} plan={report.plan} />
      )
    case 'drills':
      return <DrillTable drills={report?.drills ?? []} />
    case 'budget':
      return report === null ? <NoRun running={progress !== null} /> : <BudgetTable report={report} />
    case 'conditions':
      return report === null ? <NoRun running={progress !== null} /> : <Conditions report={report} />
    case 'history':
      return (
        <HistoryView
          reports={props.history}
          shown={report}
          base={base}
          onShow={props.onShow}
          onBase={props.onBase}
          onOpened={props.onOpened}
        />
      )
  }
}

const NoRun = ({ running }: { readonly running: boolean }) =>
  running ? (
    <EmptyState title="No figures yet">They come as soon as the first transfers have arrived.</EmptyState>
  ) : (
    <EmptyState title="No figures">Press Run to measure the file’s transfers here.</EmptyState>
  )

function Figures(
  props: Pick<ResultsProps, 'onEdge'> & {
    readonly figures: readonly EdgeFigures[]
    readonly edges: BenchPlan['edges']
  },
) {
  const [detail, setDetail] = useState<TableDetail>('usual')
  const [selected, setSelected] = useState<string | null>(null)
  return (
    <div className="sw-bench-figures">
      <div className="sw-chart-bar-row">
        <Select
          aria-label="Columns"
          value={detail}
          options={[
            { value: 'usual', label: 'Put, get and total' },
            { value: 'total', label: 'Total, all percentiles' },
            { value: 'phases', label: 'Every phase' },
            { value: 'runtime', label: 'The runtime’s own names (medians)' },
          ]}
          onChange={setDetail}
        />
      </div>
      <FiguresTable
        figures={props.figures}
        edges={props.edges}
        detail={detail}
        selected={selected}
        onSelect={figure => {
          setSelected(figureKey(figure))
          props.onEdge(figure.edge)
        }}
      />
    </div>
  )
}

function Curve(props: { readonly figures: readonly EdgeFigures[]; readonly base: BenchReport | null }) {
  const { figures, base } = props
  const [measure, setMeasure] = useState<CurveMeasure>('rate')
  const [references, setReferences] = useState(true)
  return (
    <>
      <div className="sw-chart-bar-row">
        <Select
          aria-label="What is drawn"
          value={measure}
          options={[
            { value: 'rate', label: 'Rate (GB/s)' },
            { value: 'time', label: 'Median time' },
          ]}
          onChange={setMeasure}
        />
        <Checkbox label="Published transfers" checked={references} onChange={setReferences} />
      </div>
      <SizeCurve figures={figures} base={base} measure={measure} references={references} />
    </>
  )
}

function Spread({ figures }: { readonly figures: readonly EdgeFigures[] }) {
  const [chosen, setChosen] = useState<string | null>(null)
  const figure = figures.find(candidate => figureKey(candidate) === chosen) ?? figures[0]
  if (figure === undefined) return null
  return (
    <>
      <div className="sw-chart-bar-row">
        <Select
          aria-label="Edge and size"
          value={figureKey(figure)}
          options={figures.map(candidate => ({
            value: figureKey(candidate),
            label: `${candidate.edge}, ${formatBytes(candidate.sizeBytes)}`,
          }))}
          onChange={setChosen}
        />
      </div>
      <HistogramChart figure={figure} />
    </>
  )
}

const Conditions = ({ report }: { readonly report: BenchReport }) => (
  <>
    <EnvironmentFacts report={report} />
    <h3 className="sw-panel-heading">What ran</h3>
    <PlanList plan={report.plan} />
    <h3 className="sw-panel-heading">How to read the figures</h3>
    <ul className="sw-bench-notes">
      {runNotes(report).map(note => (
        <li key={note}>{note}</li>
      ))}
    </ul>
    {report.kvKeys?.map(({ edge }) => (
      <p key={edge} className="sw-muted">
        {edge}: {keyWords(report, edge).trim()}
      </p>
    ))}
  </>
)
