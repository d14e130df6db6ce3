import { useState } from 'react'
import { formatNumber, formatRate } from '../../core/bench/format.ts'
import type { BenchReport } from '../../core/bench/types.ts'
import { BytesField, NumberField } from '../panel/index.ts'
import { Badge } from '../ui/index.ts'
import { budgetOf } from './budget.ts'
import { MAX_PAYLOAD } from './payload-choice.ts'

/** Would the edges keep up with so many requests a second? */
export function BudgetTable({ report }: { readonly report: BenchReport }) {
  const [rate, setRate] = useState(10)
  const [bytes, setBytes] = useState<Readonly<Record<string, number>>>({})
  return (
    <div className="sw-bench-budget">
      <NumberField
        label="Requests per second"
        fraction
        minimum={0.001}
        maximum={1_000_000}
        value={rate}
        onChange={setRate}
      />
      <table className="sw-table" aria-label="Budget per edge">
        <thead>
          <tr>
            {['Edge', 'Bytes per request', 'Needs', 'Measured here', 'Share'].map(name => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {budgetOf(report, bytes, rate).map(row => (
            <tr key={row.edge}>
              <td>{row.edge}</td>
              <td>
                <BytesField
                  label={`Bytes per request of ${row.edge}`}
                  hideLabel
                  value={row.bytesPerRequest}
                  maximum={MAX_PAYLOAD}
                  onChange={size => setBytes({ ...bytes, [row.edge]: size })}
                />
              </td>
              <td>{formatRate(row.neededGbPerSecond)}</td>
              <td>
                {row.measuredGbPerSecond === null
                  ? 'not measured at this size'
                  : formatRate(row.measuredGbPerSecond)}
              </td>
              <td>{row.share === null ? '–' : <ShareBadge share={row.share} />}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="sw-muted">
        Measured one payload after another on this machine; several transfers at once share its memory and
        processors.
      </p>
    </div>
  )
}

const ShareBadge = ({ share }: { readonly share: number }) => (
  <Badge tone={share > 1 ? 'error' : share > 0.7 ? 'warning' : 'ok'}>{formatNumber(share * 100)} %</Badge>
)
