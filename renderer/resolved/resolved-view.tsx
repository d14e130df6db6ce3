import { useId, useState } from 'react'
import type { Analysis, KvTransfer, PortEndpoint, StageView } from '../../core/contract/index.ts'
import type { Path, Range } from '../../core/document/types.ts'
import type { WorkerConnector, WorkerView } from '../../core/worker/types.ts'
import { Alert, CopyButton, Gap, Panel, PanelBody, Stepper, stageLabel } from '../panel/index.ts'
import type { Probe } from '../state/index.ts'
import { EmptyState, Select, Tabs } from '../ui/index.ts'
import { ConnectorCards } from './connector-cards.tsx'
import { KvSection } from './kv-section.tsx'
import { PortList } from './port-list.tsx'
import './resolved.css'

export interface ResolvedViewProps {
  readonly analysis: Analysis
  readonly stage: StageView
  readonly probe: Probe
  readonly worker: WorkerView
  readonly onStage: (id: string) => void
  readonly onProbe: (patch: Partial<Probe>) => void
  readonly onReveal: (place: Path | Range) => void
  readonly onError: (message: string) => void
}

const TABS = ['connectors', 'kv', 'ports', 'config', 'orchestrator'] as const
type ResolvedTab = (typeof TABS)[number]

/** Exactly what one worker of a stage gets, for a rank and a replica. */
export function ResolvedView(props: ResolvedViewProps) {
  const { analysis, stage, probe, worker } = props
  const [tab, setTab] = useState<ResolvedTab>('connectors')
  const id = useId()
  const ports = analysis.ports.endpoints.filter(endpoint => isMine(endpoint, stage.id, probe))
  const kvCount = worker.kv.sends.length + worker.kv.receives.length
  const titles: Readonly<Record<ResolvedTab, string>> = {
    connectors: 'Connectors',
    kv: kvCount === 0 ? 'KV' : `KV (${kvCount})`,
    ports: `Ports (${ports.length})`,
    config: 'Configuration',
    orchestrator: 'Orchestrator',
  }
  return (
    <Panel
      bar={
        <>
          <Select
            aria-label="Stage"
            value={stage.id}
            options={analysis.stages.map(other => ({ value: other.id, label: `Stage ${stageLabel(other)}` }))}
            onChange={props.onStage}
          />
          <Stepper
            label="Rank"
            value={probe.rank}
            count={stage.tensorParallelSize}
            onChange={rank => props.onProbe({ rank })}
          />
          <Stepper
            label="Replica"
            value={probe.replica}
            count={stage.replicas}
            onChange={replica => props.onProbe({ replica })}
          />
          <Gap />
          <CopyButton text={() => JSON.stringify(worker, null, 2)} onError={props.onError}>
            Copy as JSON
          </CopyButton>
        </>
      }
    >
      <Tabs
        label="Parts of the worker"
        value={tab}
        controls={id}
        items={TABS.map(value => ({ value, label: titles[value] }))}
        onChange={setTab}
      />
      <div id={id} role="tabpanel" aria-label={titles[tab]} className="sw-resolved-part">
        <PanelBody pad>
          <Part {...props} tab={tab} ports={ports} />
        </PanelBody>
      </div>
    </Panel>
  )
}

const isMine = (endpoint: PortEndpoint, stage: string, probe: Probe): boolean =>
  endpoint.stage === stage && endpoint.rank === probe.rank && endpoint.replica === probe.replica

function Part(
  props: ResolvedViewProps & { readonly tab: ResolvedTab; readonly ports: readonly PortEndpoint[] },
) {
  const { analysis, stage, worker, tab } = props
  const { target } = analysis
  switch (tab) {
    case 'connectors':
      return (
        <>
          <Warnings warnings={worker.tolerated.warnings} />
          {!worker.specs.ok && (
            <Alert tone="error">The model runner refuses this wiring: {worker.specs.error.message}</Alert>
          )}
          <Connectors
            result={worker.connectors}
            target={target}
            empty={noConnectors(stage, worker.tolerated.warnings.length > 0)}
          />
        </>
      )
    case 'kv':
      return <KvSection kv={worker.kv} transfers={transfersOf(analysis, stage.id)} />
    case 'ports':
      return <PortList ports={props.ports} onReveal={props.onReveal} />
    case 'config':
      return worker.config.ok ? (
        <Json label="The stage’s connector configuration" value={worker.config.value} />
      ) : (
        <>
          <Alert tone="error">{worker.config.error.message}</Alert>
          <h3 className="sw-panel-heading">What the stage is left with</h3>
          <Json label="What the stage is left with" value={worker.tolerated.config} />
          <Warnings warnings={worker.tolerated.warnings} />
        </>
      )
    case 'orchestrator':
      return (
        <>
          <p className="sw-muted sw-resolved-about">
            The orchestrator creates a sending connector for every edge of the file, whatever the stage.
          </p>
          <Connectors
            result={worker.orchestrator}
            target={target}
            empty="The orchestrator creates no connector."
          />
        </>
      )
  }
}

const noConnectors = (stage: StageView, warned: boolean): string =>
  warned
    ? `Stage ${stageLabel(stage)} gets no connector; what the runtime logs says why.`
    : `Stage ${stageLabel(stage)} gets no connector: no edge of the transfer configuration touches it.`

const transfersOf = (analysis: Analysis, stage: string): readonly KvTransfer[] =>
  analysis.kv.transfers.filter(transfer => transfer.from === stage || transfer.to === stage)

function Connectors(props: {
  readonly result: WorkerView['connectors']
  readonly target: Analysis['target']
  readonly empty: string
}) {
  if (!props.result.ok) return <Alert tone="error">{props.result.error.message}</Alert>
  const connectors: readonly WorkerConnector[] = props.result.value
  if (connectors.length === 0) return <EmptyState title="No connector">{props.empty}</EmptyState>
  return <ConnectorCards connectors={connectors} target={props.target} />
}

const Warnings = ({ warnings }: { readonly warnings: readonly string[] }) =>
  warnings.map(warning => (
    <Alert key={warning} tone="warning">
      The runtime logs: {warning}
    </Alert>
  ))

const Json = ({ label, value }: { readonly label: string; readonly value: unknown }) => (
  <section aria-label={label}>
    <pre className="sw-resolved-json">{JSON.stringify(value, null, 2)}</pre>
  </section>
)
