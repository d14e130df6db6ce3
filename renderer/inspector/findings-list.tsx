import type { Finding } from '../../core/contract/finding.ts'
import type { Path, Range } from '../../core/document/types.ts'
import { Inline, SeverityIcon } from '../panel/index.ts'
import { openFindings } from '../state/index.ts'

const MOST = 6

/** The open findings of what is selected; each leads to its place. */
export function FindingsList(props: {
  readonly findings: readonly Finding[]
  readonly onReveal: (place: Path | Range) => void
}) {
  const open = openFindings(props.findings)
  if (open.length === 0) return null
  return (
    <ul className="sw-form-findings" aria-label="Problems here">
      {open.slice(0, MOST).map(finding => (
        <li key={`${finding.code}${finding.path.join('/')}${finding.message}`}>
          <button
            type="button"
            className="sw-form-finding"
            onClick={() => props.onReveal(finding.range ?? finding.path)}
          >
            <SeverityIcon severity={finding.severity} size={13} />
            <span>
              <b>{finding.code}</b> <Inline text={finding.message} />
            </span>
          </button>
        </li>
      ))}
      {open.length > MOST && <li className="sw-muted">and {open.length - MOST} more in Problems</li>}
    </ul>
  )
}
