import { ArrowRight } from 'lucide-react'
import {
  type ConnectorEntry,
  connectorEntry,
  extraKey,
  findConnector,
  keyStatus,
} from '../../core/connectors/index.ts'
import type { TargetId } from '../../core/contract/analysis.ts'
import { fromPlain, type JsonValue } from '../../core/value/index.ts'
import type { WorkerConnector } from '../../core/worker/types.ts'
import { KeyText, longList, unitText, valueText } from '../panel/index.ts'
import { Badge } from '../ui/index.ts'

/** Connectors as their constructors get them, settings and all. */
export const ConnectorCards = (props: {
  readonly connectors: readonly WorkerConnector[]
  readonly target: TargetId
}) => (
  <div className="sw-resolved-cards">
    {longList(
      props.connectors,
      connector => (
        <section
          key={`${connector.key ?? ''}${connector.from}→${connector.to}`}
          className="sw-resolved-card"
          aria-label={`${connector.name} of ${connector.from} to ${connector.to}`}
        >
          <header>
            <b>
              {connector.from} <ArrowRight size={12} aria-label="to" /> {connector.to}
            </b>
            {connector.role !== null && <Badge tone="accent">{connector.role}</Badge>}
            <code className="sw-truncate" title={connector.name}>
              {connector.name}
            </code>
          </header>
          {connector.key !== null && <p className="sw-muted sw-mono">{connector.key}</p>}
          <ExtraTable name={connector.name} extra={connector.extra} target={props.target} />
        </section>
      ),
      'p',
    )}
  </div>
)

const ROLE_MEANING = 'The framework writes the role of this end of the edge into extra; nobody has to.'

/** The role is no setting of a class: `get_connectors_config_for_stage` puts it beside the file's own keys. */
function statusOf(entry: ConnectorEntry | null, key: string, target: TargetId) {
  if (key === 'role') return 'framework'
  return entry === null ? 'passed-through' : keyStatus(entry, key, target)
}

function ExtraTable(props: { readonly name: string; readonly extra: JsonValue; readonly target: TargetId }) {
  const { name, extra, target } = props
  const entry = connectorEntry(name, target) ?? findConnector(name)
  const pairs =
    extra === null || typeof extra !== 'object' || Array.isArray(extra) ? [] : Object.entries(extra)
  if (pairs.length === 0) return <p className="sw-muted">No settings: every default of the class holds.</p>
  return (
    <table className="sw-resolved-extra" aria-label={`Settings of ${name}`}>
      <tbody>
        {pairs.map(([key, value]: readonly [string, JsonValue]) => {
          const known = entry === null ? null : extraKey(entry, key)
          const status = statusOf(entry, key, target)
          const plain = fromPlain(value)
          const human = unitText(plain, known?.unit)
          return (
            <tr key={key}>
              <th scope="row" aria-label={key} title={status === 'framework' ? ROLE_MEANING : known?.meaning}>
                <KeyText text={key} />
              </th>
              <td>
                <code>{valueText(plain)}</code>
                {human !== null && <span className="sw-muted"> = {human}</span>}
                {status === 'passed-through' && (
                  <Badge title="No class of the catalogue reads it">passed through</Badge>
                )}
                {status === 'framework' && <Badge title={ROLE_MEANING}>set by the framework</Badge>}
                {status === 'ignored' && <Badge tone="warning">ignored</Badge>}
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}
