import { MoveRight, Variable } from 'lucide-react'
import { useMemo } from 'react'
import type { Path, Range } from '../../core/document/types.ts'
import { sameBase } from '../../core/ports/free-base.ts'
import { ownerWords, PURPOSE_WORDS } from '../../core/ports/words.ts'
import { Alert, Facts } from '../panel/index.ts'
import { Button } from '../ui/index.ts'
import { isConflict, type PortRow } from './port-rows.ts'

export interface PortDetailProps {
  readonly row: PortRow
  readonly freeBase: (row: PortRow) => number | null
  readonly onReveal: (place: Path | Range) => void
  readonly onMove: (row: PortRow, base: number) => void
  /** Opens the environment that gives the base; null where the file gives it. */
  readonly onEnvironment: (() => void) | null
}

/** One socket: how its number comes about, who else wants it, and a base that is free. */
export function PortDetail({ row, freeBase, onReveal, onMove, onEnvironment }: PortDetailProps) {
  const { endpoint, rivals, takenBy } = row
  const meetsItself = rivals.some(rival => sameBase(rival, endpoint))
  const free = useMemo(
    () => (isConflict(row) && !meetsItself ? freeBase(row) : null),
    [row, meetsItself, freeBase],
  )
  return (
    <article className="sw-port" aria-label={`Port ${endpoint.port} in detail`}>
      <h3>
        {row.host}:{endpoint.port}
      </h3>
      <code className="sw-formula">{endpoint.formula}</code>
      {rivals.map(rival => (
        <Alert key={ownerWords(rival)} tone="error">
          {capital(ownerWords(endpoint))} and {ownerWords(rival)} both bind it.{' '}
          <button type="button" className="sw-link" onClick={() => onReveal(rival.path)}>
            Show the other
          </button>
        </Alert>
      ))}
      {takenBy !== null && (
        <Alert tone="error">
          On this machine {takenBy} listens on port {endpoint.port} already.
        </Alert>
      )}
      <Facts
        items={[
          ['Who', ownerWords(endpoint)],
          ['Does', endpoint.action === 'bind' ? 'binds and listens' : 'dials'],
          ['Address', endpoint.host],
          ['For', PURPOSE_WORDS[endpoint.purpose]],
          ['Class', endpoint.connectorName],
        ]}
      />
      <div className="sw-problem-actions">
        <Button small onClick={() => onReveal(endpoint.path)}>
          Show in the file
        </Button>
        {onEnvironment !== null && (
          <Button small icon={<Variable size={13} />} onClick={onEnvironment}>
            Change it in the environment
          </Button>
        )}
        {free !== null && (
          <Button small tone="primary" icon={<MoveRight size={13} />} onClick={() => onMove(row, free)}>
            Move the base to {free}
          </Button>
        )}
      </div>
      {isConflict(row) && free === null && (
        <p className="sw-muted">{whyFixed(meetsItself, onEnvironment !== null)}</p>
      )}
    </article>
  )
}

function whyFixed(meetsItself: boolean, fromEnvironment: boolean): string {
  if (meetsItself)
    return 'No other base helps: ports of this connector meet each other. Fewer ranks, or a second connector with a base of its own, would.'
  return fromEnvironment
    ? 'The base comes from a variable: give it another value in the environment of the launch.'
    : 'The base is no number in this file that could be moved: change it where it comes from.'
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
