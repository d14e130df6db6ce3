import { ArrowRight, Trash2 } from 'lucide-react'
import { useMemo } from 'react'
import type { EdgeOrigin, EdgeView } from '../../core/contract/analysis.ts'
import { nodeAt } from '../../core/document/lookup.ts'
import type { Path } from '../../core/document/types.ts'
import { fieldsFor } from '../../core/schema/index.ts'
import { Alert, stageLabel } from '../panel/index.ts'
import { stageById } from '../state/index.ts'
import { Badge, Field, IconButton, Select } from '../ui/index.ts'
import { choiceOf, connectorOptions, currentChoice } from './connector-choice.ts'
import { ConnectorFields } from './connector-fields.tsx'
import { FieldForm } from './field-form.tsx'
import { FindingsList } from './findings-list.tsx'
import { dialectOf, edgeFieldCommand, type FormHost } from './form-host.ts'
import { formFields } from './form-model.ts'

const ORIGIN_WORDS: Readonly<Record<EdgeOrigin, string>> = {
  explicit: 'wired at the stages',
  edges: 'from the list of edges',
  engine_input_source: 'from engine_input_source',
  pipeline: 'from the pipeline',
}

/** One transfer: how it came to be, which connector carries it and with which settings. */
export function EdgeForm({ host, edge }: { readonly host: FormHost; readonly edge: EdgeView }) {
  const { analysis } = host
  const ends = { from: edge.from, to: edge.to }
  const findings = analysis.findings.filter(finding =>
    finding.edges.some(other => other.from === edge.from && other.to === edge.to),
  )
  return (
    <>
      <header className="sw-inspector-head">
        <div className="sw-inspector-title">
          <h2 className="sw-inspector-ends">
            <EndLink host={host} id={edge.from} />
            <ArrowRight size={15} aria-label="to" />
            <EndLink host={host} id={edge.to} />
          </h2>
          <IconButton
            label={edge.origin === 'pipeline' ? 'Delete: the pipeline brings this edge' : 'Delete'}
            tone="danger"
            icon={<Trash2 size={14} />}
            disabled={host.disabled || edge.origin === 'pipeline'}
            onClick={() => {
              if (host.dispatch({ type: 'disconnect', ...ends })) host.onSelect(null)
            }}
          />
        </div>
        <div className="sw-inspector-badges">
          <Badge>{ORIGIN_WORDS[edge.origin]}</Badge>
          {edge.automatic && <Badge tone="info">automatic connector</Badge>}
          {edge.carriesKv && <Badge tone="accent">carries KV</Badge>}
          {edge.ghost && <Badge tone="error">an end is missing</Badge>}
        </div>
        <Written host={host} edge={edge} />
      </header>
      <FindingsList findings={findings} onReveal={host.onReveal} />
      <Field label="Connector" inline>
        {({ id, describedBy }) => (
          <Select
            id={id}
            aria-describedby={describedBy}
            disabled={host.disabled}
            value={currentChoice(edge)}
            options={connectorOptions(analysis, edge)}
            onChange={value => {
              const connector = choiceOf(value, analysis)
              if (connector !== null && value !== currentChoice(edge))
                host.dispatch({ type: 'setEdgeConnector', ...ends, connector })
            }}
          />
        )}
      </Field>
      <Carrier host={host} edge={edge} />
      <EdgeItemFields host={host} edge={edge} />
    </>
  )
}

function EndLink({ host, id }: { readonly host: FormHost; readonly id: string }) {
  const stage = stageById(host.analysis, id)
  const label = stage === null ? id : stageLabel(stage)
  return (
    <button
      type="button"
      className="sw-link sw-truncate"
      title={label}
      disabled={stage === null}
      onClick={() => host.onSelect({ kind: 'stage', id })}
    >
      {label}
    </button>
  )
}

function Written({ host, edge }: { readonly host: FormHost; readonly edge: EdgeView }) {
  const places: readonly (readonly [string, Path | null])[] = [
    [`output of ${edge.from}`, edge.outputPath],
    [`input of ${edge.to}`, edge.inputPath],
    ['list of edges', edge.edgePath],
  ]
  const written = places.flatMap(([words, path]) => (path === null ? [] : [{ words, path }]))
  if (written.length === 0) return null
  return (
    <p className="sw-muted">
      Written at{' '}
      {written.map(({ words, path }, index) => (
        <span key={words}>
          {index > 0 && ', '}
          <button type="button" className="sw-link" onClick={() => host.onReveal(path)}>
            {words}
          </button>
        </span>
      ))}
    </p>
  )
}

/** The settings of the edge's connector, where there are any in the file. */
function Carrier({ host, edge }: { readonly host: FormHost; readonly edge: EdgeView }) {
  const { analysis } = host
  const definition = analysis.connectors.find(({ label }) => label === edge.connectorLabel)
  if (definition !== undefined) {
    const others = definition.usedBy.filter(id => id !== edge.id).length
    const { label, path, name } = definition
    return (
      <details className="sw-form-group" open>
        <summary>Connector {label}</summary>
        {others > 0 && (
          <p className="sw-form-help">
            {others === 1 ? 'One other edge uses' : `${others} other edges use`} it too; a change here changes
            them all.
          </p>
        )}
        <ConnectorFields
          host={host}
          path={path}
          name={name}
          onClass={next => host.dispatch({ type: 'setConnectorClass', label, name: next })}
        />
      </details>
    )
  }
  const isMap = (path: Path | null): path is Path =>
    path !== null && nodeAt(analysis.document, path)?.kind === 'map'
  const [first, second] = [edge.outputPath, edge.inputPath].filter(isMap)
  if (first !== undefined)
    return (
      <details className="sw-form-group" open>
        <summary>Connector written in place</summary>
        <ConnectorFields
          host={host}
          path={first}
          twin={second ?? null}
          name={edge.connectorName}
          onClass={name =>
            host.dispatchAll(
              'Set the connector class',
              [first, second].filter(isDefined).map(path => ({
                type: 'setField',
                path: [...path, 'name'],
                value: name,
              })),
            )
          }
        />
      </details>
    )
  if (edge.automatic || edge.origin === 'pipeline')
    return (
      <Alert tone="info">
        No connector is named, so the runtime fills in shared memory by itself. That works on one host only.
      </Alert>
    )
  return null
}

const isDefined = <T,>(value: T | undefined): value is T => value !== undefined

function EdgeItemFields({ host, edge }: { readonly host: FormHost; readonly edge: EdgeView }) {
  const { document, target } = host.analysis
  const dialect = dialectOf(host.analysis)
  const infos = useMemo(
    () => fieldsFor('edge', dialect, target).filter(info => info.key !== 'from' && info.key !== 'to'),
    [dialect, target],
  )
  const base = edge.edgePath ?? NOT_WRITTEN
  const fields = useMemo(() => formFields(document, base, infos, null), [document, base, infos])
  return (
    <FieldForm
      key={edge.id}
      document={document}
      fields={fields}
      findings={host.analysis.findings}
      disabled={host.disabled}
      revealed={host.revealed}
      onSet={(field, value) => host.dispatch(edgeFieldCommand(edge, field, value))}
      onReset={field => host.dispatch(edgeFieldCommand(edge, field, null))}
      onReveal={host.onReveal}
    />
  )
}

/** Leads to nothing: the edge has no item in `edges` yet, and the first field that is set makes it. */
const NOT_WRITTEN: Path = ['edges', '']
