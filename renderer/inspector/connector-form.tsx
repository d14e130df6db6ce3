import { Trash2 } from 'lucide-react'
import type { ConnectorDefinitionView } from '../../core/contract/analysis.ts'
import { longList, useDraft } from '../panel/index.ts'
import { Badge, Field, IconButton, TextInput } from '../ui/index.ts'
import { ConnectorFields } from './connector-fields.tsx'
import { FindingsList } from './findings-list.tsx'
import type { FormHost } from './form-host.ts'
import { findingsAt } from './form-model.ts'
import { EdgeLink } from './stage-form.tsx'

/** A definition of the file's `connectors`. */
export function ConnectorForm(props: {
  readonly host: FormHost
  readonly connector: ConnectorDefinitionView
}) {
  const { host, connector } = props
  const { label, path } = connector
  const users = host.analysis.edges.filter(edge => edge.connectorLabel === label)
  return (
    <>
      <header className="sw-inspector-head">
        <div className="sw-inspector-title">
          <h2 className="sw-truncate" title={label}>
            Connector {label}
          </h2>
          <IconButton
            label="Delete"
            tone="danger"
            icon={<Trash2 size={14} />}
            disabled={host.disabled}
            onClick={() => {
              if (host.dispatch({ type: 'removeConnector', label })) host.onSelect(null)
            }}
          />
        </div>
        <div className="sw-inspector-badges">
          <Badge>{users.length === 1 ? 'used by 1 edge' : `used by ${users.length} edges`}</Badge>
        </div>
      </header>
      <FindingsList findings={findingsAt(host.analysis.findings, path)} onReveal={host.onReveal} />
      <LabelField key={label} host={host} label={label} />
      <ConnectorFields
        host={host}
        path={path}
        name={connector.name}
        onClass={name => host.dispatch({ type: 'setConnectorClass', label, name })}
      />
      <details className="sw-form-group" open>
        <summary>Edges</summary>
        <ul className="sw-form-links">
          {longList(users, edge => (
            <li key={edge.id}>
              <EdgeLink edge={edge} onSelect={host.onSelect} />
            </li>
          ))}
        </ul>
        {users.length === 0 && <p className="sw-form-help">No edge refers to this connector.</p>}
      </details>
    </>
  )
}

function LabelField({ host, label }: { readonly host: FormHost; readonly label: string }) {
  const draft = useDraft(label, text => {
    const newLabel = text.trim()
    if (newLabel === '') return 'A connector needs a label.'
    if (!host.dispatch({ type: 'renameConnector', label, newLabel }))
      return 'This label could not be given; see the notice.'
    host.onSelect({ kind: 'connector', label: newLabel })
    return null
  })
  return (
    <Field label="Label" inline hint="The edges refer to it; they follow a new one." error={draft.error}>
      {({ id, describedBy }) => (
        <TextInput
          id={id}
          aria-describedby={describedBy}
          disabled={host.disabled}
          value={draft.text}
          onChange={event => draft.onChange(event.currentTarget.value)}
          onBlur={draft.onBlur}
          onKeyDown={draft.onKeyDown}
        />
      )}
    </Field>
  )
}
