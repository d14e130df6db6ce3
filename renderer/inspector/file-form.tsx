import { FileOutput, Plus, SlidersHorizontal } from 'lucide-react'
import { useMemo } from 'react'
import { fieldsFor } from '../../core/schema/index.ts'
import { Alert, Facts, Inline, KeyText, longList } from '../panel/index.ts'
import { Button, Menu } from '../ui/index.ts'
import { freshLabel, offeredClasses } from './connector-choice.ts'
import { FieldForm } from './field-form.tsx'
import { dialectOf, type FormHost, resetCommand, setCommand } from './form-host.ts'
import { formFields, passedThrough } from './form-model.ts'
import { PassedThroughKeys } from './passed-through.tsx'

const OWN_EDITORS = ['stages', 'stage_args', 'connectors', 'edges', 'platforms', 'runtime']
const NOTHING_EFFECTIVE = { id: '', fields: [] }

/** What the file says as a whole; shown while nothing is selected. */
export function FileForm(props: {
  readonly host: FormHost
  readonly name: string
  readonly platform: string | null
  readonly onContext: () => void
  readonly onMigrate: () => void
}) {
  const { host } = props
  const { analysis } = host
  const { document, target, effective } = analysis
  const dialect = dialectOf(analysis)
  const infos = useMemo(
    () => [...fieldsFor('top', dialect, target), ...fieldsFor('runtime', dialect, target)],
    [dialect, target],
  )
  const top = useMemo(() => ({ ...NOTHING_EFFECTIVE, fields: effective.topLevel }), [effective])
  const fields = useMemo(() => formFields(document, [], infos, top), [document, infos, top])
  const unknown = useMemo(() => passedThrough(document, [], infos, OWN_EDITORS), [document, infos])
  return (
    <>
      <header className="sw-inspector-head">
        <h2 className="sw-truncate" title={props.name}>
          {props.name}
        </h2>
        <div className="sw-inspector-file">
          <Facts
            items={[
              ['Dialect', DIALECTS[document.dialect]],
              ['Target', target],
              ['Pipeline', <KeyText key="pipeline" text={analysis.pipelineKey ?? 'not known'} />],
              ['Platform', props.platform ?? 'none applied'],
              ['Stages', String(analysis.stages.length)],
              ['Edges', String(analysis.edges.length)],
            ]}
          />
        </div>
        {analysis.pipelineUnknown !== null && (
          <Alert tone="info">
            <Inline text={analysis.pipelineUnknown} />
          </Alert>
        )}
        <div className="sw-inspector-actions">
          <Button small icon={<SlidersHorizontal size={13} />} onClick={props.onContext}>
            Target, platform, environment …
          </Button>
          {dialect === 'legacy' && (
            <Button small icon={<FileOutput size={13} />} onClick={props.onMigrate}>
              Migrate to a deploy file …
            </Button>
          )}
        </div>
      </header>
      <Connectors host={host} />
      <FieldForm
        document={document}
        fields={fields}
        findings={analysis.findings}
        disabled={host.disabled}
        revealed={host.revealed}
        onSet={(field, value) => host.dispatch(setCommand(field, value))}
        onReset={field => host.dispatch(resetCommand(field))}
        onReveal={host.onReveal}
      />
      <PassedThroughKeys
        document={document}
        keys={unknown}
        disabled={host.disabled}
        onRemove={path => host.dispatch({ type: 'removeField', path })}
        onReveal={host.onReveal}
      />
    </>
  )
}

const DIALECTS = {
  deploy: 'deploy (stages)',
  legacy: 'legacy (stage_args)',
  both: 'both: stages and stage_args',
  unknown: 'neither stages nor stage_args',
  empty: 'empty',
} as const

function Connectors({ host }: { readonly host: FormHost }) {
  const { analysis } = host
  const add = (name: string) => {
    const label = freshLabel(name, analysis)
    if (host.dispatch({ type: 'addConnector', label, name })) host.onSelect({ kind: 'connector', label })
  }
  return (
    <details className="sw-form-group" open>
      <summary>Connectors</summary>
      <ul className="sw-form-links sw-form-links-aligned">
        {longList(analysis.connectors, ({ label, name, usedBy }) => (
          <li key={label}>
            <button
              type="button"
              className="sw-form-link"
              onClick={() => host.onSelect({ kind: 'connector', label })}
            >
              <span className="sw-truncate" title={label}>
                {label}
              </span>
              <span className="sw-muted sw-truncate" title={name ?? undefined}>
                {name ?? 'no class'}
              </span>
              <span className="sw-muted sw-form-count">
                {usedBy.length === 0 ? 'not used' : `${usedBy.length} ×`}
              </span>
            </button>
          </li>
        ))}
      </ul>
      {analysis.connectors.length === 0 && (
        <p className="sw-form-help">The file defines no connector; its edges go through shared memory.</p>
      )}
      <Menu
        entries={offeredClasses(analysis.target).map(({ name, title }) => ({
          kind: 'item',
          id: name,
          label: `${title} (${name})`,
          onSelect: () => add(name),
        }))}
      >
        <Button small icon={<Plus size={13} />} disabled={host.disabled}>
          Add a connector
        </Button>
      </Menu>
    </details>
  )
}
