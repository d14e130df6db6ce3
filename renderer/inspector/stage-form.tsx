import { ArrowRight, Copy, Plus, Trash2 } from 'lucide-react'
import { useMemo } from 'react'
import type { EdgeView, StageKind, StageView } from '../../core/contract/analysis.ts'
import { fieldsFor } from '../../core/schema/index.ts'
import { KIND_LABELS } from '../canvas/stage-face.ts'
import { Alert, longList, stageLabel } from '../panel/index.ts'
import { Badge, Button, IconButton } from '../ui/index.ts'
import { FieldForm } from './field-form.tsx'
import { FindingsList } from './findings-list.tsx'
import { dialectOf, type FormHost, resetCommand, setStageCommand } from './form-host.ts'
import { formFields, passedThrough } from './form-model.ts'
import { PassedThroughKeys } from './passed-through.tsx'

/** Everything that the file says of one stage. */
export function StageForm({ host, stage }: { readonly host: FormHost; readonly stage: StageView }) {
  const { analysis } = host
  const findings = analysis.findings.filter(finding => finding.stages.includes(stage.id))
  return (
    <>
      <header className="sw-inspector-head">
        <div className="sw-inspector-title">
          <h2 className="sw-truncate" title={stageLabel(stage)}>
            Stage {stageLabel(stage)}
          </h2>
          {stage.origin === 'file' && <StageActions host={host} stage={stage} />}
        </div>
        <div className="sw-inspector-badges">
          <Badge>{KIND_LABELS[stage.kind]}</Badge>
          {stage.finalOutput !== null && <Badge tone="accent">gives {stage.finalOutput}</Badge>}
          {stage.origin === 'pipeline' && <Badge tone="info">from the pipeline</Badge>}
          {stage.origin === 'ghost' && <Badge tone="error">not a stage of this file</Badge>}
          <span className="sw-muted">{placementWords(stage)}</span>
        </div>
      </header>
      <FindingsList findings={findings} onReveal={host.onReveal} />
      {stage.path === null ? (
        <MissingStage host={host} stage={stage} />
      ) : (
        <StageFields host={host} stage={stage} path={stage.path} />
      )}
      <Wiring host={host} stage={stage} />
    </>
  )
}

function StageActions({ host, stage }: { readonly host: FormHost; readonly stage: StageView }) {
  return (
    <>
      <IconButton
        label="Duplicate"
        icon={<Copy size={14} />}
        disabled={host.disabled}
        onClick={() => host.dispatch({ type: 'duplicateStage', id: stage.id })}
      />
      <IconButton
        label="Delete"
        tone="danger"
        icon={<Trash2 size={14} />}
        disabled={host.disabled}
        onClick={() => {
          if (host.dispatch({ type: 'removeStage', id: stage.id })) host.onSelect(null)
        }}
      />
    </>
  )
}

function StageFields(props: {
  readonly host: FormHost
  readonly stage: StageView
  readonly path: NonNullable<StageView['path']>
}) {
  const { host, stage, path } = props
  const { analysis } = host
  const { document } = analysis
  const dialect = dialectOf(analysis)
  const infos = useMemo(
    () => fieldsFor('stage', dialect, analysis.target).filter(info => !WIRED.includes(info.key)),
    [dialect, analysis.target],
  )
  const effective = analysis.effective.stages.find(candidate => candidate.id === stage.id) ?? null
  const fields = useMemo(
    () => formFields(document, path, infos, effective),
    [document, path, infos, effective],
  )
  const unknown = useMemo(() => passedThrough(document, path, infos, WIRED), [document, path, infos])
  return (
    <>
      <FieldForm
        key={JSON.stringify(path)}
        document={document}
        fields={fields}
        findings={analysis.findings}
        engine={stage.kind === 'diffusion' ? 'diffusion' : stage.kind === 'unknown' ? null : 'llm'}
        disabled={host.disabled}
        revealed={host.revealed}
        onSet={(field, value) => {
          const command = setStageCommand(stage.id, field, value)
          if (host.dispatch(command) && command.type === 'setStageId')
            host.onSelect({ kind: 'stage', id: command.newId })
        }}
        onReset={field => host.dispatch(resetCommand(field))}
        onReveal={host.onReveal}
      />
      <PassedThroughKeys
        document={document}
        keys={unknown}
        disabled={host.disabled}
        onRemove={target => host.dispatch({ type: 'removeField', path: target })}
        onReveal={host.onReveal}
      />
    </>
  )
}

/** Wiring is shown as edges, not as a mapping. */
const WIRED = ['input_connectors', 'output_connectors']

function MissingStage({ host, stage }: { readonly host: FormHost; readonly stage: StageView }) {
  if (stage.origin === 'ghost')
    return (
      <Alert tone="error">
        An edge names stage {stage.id}, but neither the file nor its pipeline has it. Correct the edge’s key
        or add the stage.
      </Alert>
    )
  return (
    <>
      <Alert tone="info">
        The pipeline {analysisPipeline(host)} brings this stage; the file says nothing about it, so everything
        is as the runtime has it.
      </Alert>
      <div className="sw-inspector-actions">
        <Button
          small
          icon={<Plus size={13} />}
          disabled={host.disabled}
          onClick={() => host.dispatch({ type: 'addStage', id: stage.id, ...kindPart(stage.kind) })}
        >
          Add it to the file
        </Button>
      </div>
    </>
  )
}

const kindPart = (kind: StageKind) => (kind === 'unknown' ? {} : { kind })

const analysisPipeline = ({ analysis }: FormHost): string => analysis.pipelineKey ?? ''

function Wiring({ host, stage }: { readonly host: FormHost; readonly stage: StageView }) {
  const { edges } = host.analysis
  const inbound = edges.filter(edge => edge.to === stage.id)
  const outbound = edges.filter(edge => edge.from === stage.id)
  return (
    <details className="sw-form-group" open>
      <summary>Edges</summary>
      {inbound.length + outbound.length === 0 && (
        <p className="sw-form-help">
          No edge reaches this stage. Drag from a stage’s right side to another’s left side in the graph.
        </p>
      )}
      <ul className="sw-form-links">
        {longList([...inbound, ...outbound], edge => (
          <li key={edge.id}>
            <EdgeLink edge={edge} onSelect={host.onSelect} />
          </li>
        ))}
      </ul>
    </details>
  )
}

export function EdgeLink(props: { readonly edge: EdgeView; readonly onSelect: FormHost['onSelect'] }) {
  const { edge } = props
  return (
    <button
      type="button"
      className="sw-form-link"
      onClick={() => props.onSelect({ kind: 'edge', id: edge.id })}
    >
      <span className="sw-form-link-ends">
        {edge.from} <ArrowRight size={12} aria-label="to" /> {edge.to}
      </span>
      <span className="sw-truncate" title={edge.connectorName}>
        {edge.connectorLabel ?? edge.connectorName}
      </span>
      {edge.automatic && <Badge title="The runtime fills in shared memory by itself">automatic</Badge>}
      {edge.carriesKv && <Badge tone="accent">KV</Badge>}
      {edge.ghost && <Badge tone="error">ghost</Badge>}
    </button>
  )
}

function placementWords(stage: StageView): string {
  const devices = stage.devices === null ? 'devices not set' : `devices ${stage.devices.join(', ')}`
  const ranks = stage.worldSize === 1 ? '1 rank' : `${stage.worldSize} ranks`
  const copies = stage.replicas === 1 ? '' : ` × ${stage.replicas} replicas`
  return `${devices} · ${ranks}${copies}`
}
