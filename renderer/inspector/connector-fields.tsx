import { useMemo } from 'react'
import { describeConnector } from '../../core/connectors/index.ts'
import { nodeAt } from '../../core/document/lookup.ts'
import type { Path } from '../../core/document/types.ts'
import { classOf, fieldsFor } from '../../core/schema/index.ts'
import { Alert } from '../panel/index.ts'
import { Field, Select } from '../ui/index.ts'
import { isKnownClass, offeredClasses } from './connector-choice.ts'
import { FieldForm } from './field-form.tsx'
import { dialectOf, type FormHost, resetCommand, setCommand } from './form-host.ts'
import { formFields, passedThrough } from './form-model.ts'
import { PassedThroughKeys } from './passed-through.tsx'

/** Class and settings of one connector, wherever it is written. */
export function ConnectorFields(props: {
  readonly host: FormHost
  readonly path: Path
  readonly name: string | null
  readonly onClass: (name: string) => void
  /** The other end's mapping, where the same connector is written in place twice. */
  readonly twin?: Path | null
}) {
  const { host, path, name } = props
  const { analysis } = host
  const { document, target } = analysis
  const entry = name === null ? null : classOf(name, target)
  const infos = useMemo(
    () => fieldsFor('connector', dialectOf(analysis), target, name).filter(info => info.key !== 'name'),
    [analysis, target, name],
  )
  const fields = useMemo(() => formFields(document, path, infos, null), [document, path, infos])
  const unknown = useMemo(() => passedThrough(document, path, infos, ['name']), [document, path, infos])
  const written = nodeAt(document, path)?.kind === 'map'
  const twin = props.twin ?? null
  const places = (own: Path): readonly Path[] =>
    twin === null ? [own] : [own, [...twin, ...own.slice(path.length)]]
  return (
    <>
      <ClassChoice host={host} name={name} disabled={host.disabled || !written} onClass={props.onClass} />
      {entry !== null && name !== null && <AboutClass lines={describeConnector(entry, name, target)} />}
      {entry === null && name !== null && (
        <Alert tone="warning">No catalogue knows {name}: its settings can’t be explained or checked.</Alert>
      )}
      <FieldForm
        key={`${JSON.stringify(path)}${name}`}
        document={document}
        fields={fields}
        findings={analysis.findings}
        disabled={host.disabled}
        revealed={host.revealed}
        onSet={(field, value) =>
          host.dispatchAll(
            `Set ${field.info.key}`,
            places(field.path).map(place => setCommand({ ...field, path: place }, value)),
          )
        }
        onReset={field =>
          host.dispatchAll(
            `Remove ${field.info.key}`,
            places(field.path)
              .filter(place => nodeAt(document, place) !== null)
              .map(place => resetCommand({ ...field, path: place })),
          )
        }
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

/** What the class is for; its reach, roles and abilities on demand. */
function AboutClass({ lines: [summary = '', ...rest] }: { readonly lines: readonly string[] }) {
  return (
    <details className="sw-form-about">
      <summary className="sw-form-help">{summary.replace(/^\w+: /, '')}</summary>
      <ul className="sw-form-help sw-form-lines">
        {rest.map(line => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </details>
  )
}

function ClassChoice(props: {
  readonly host: FormHost
  readonly name: string | null
  readonly disabled: boolean
  readonly onClass: (name: string) => void
}) {
  const { target } = props.host.analysis
  const { name } = props
  const own = name ?? ''
  const listed = offeredClasses(target)
  const options = [
    ...(listed.some(item => item.name === own)
      ? []
      : [{ value: own, label: own === '' ? 'not set' : own, group: 'As written' }]),
    ...listed.map(item => ({ value: item.name, label: `${item.title} (${item.name})` })),
  ]
  return (
    <Field
      label="Class"
      inline
      error={
        name !== null && !isKnownClass(name, target) ? `Target ${target} has no connector ${name}.` : null
      }
    >
      {({ id, describedBy }) => (
        <Select
          id={id}
          aria-describedby={describedBy}
          disabled={props.disabled}
          value={own}
          options={options}
          onChange={next => {
            if (next !== own) props.onClass(next)
          }}
        />
      )}
    </Field>
  )
}
