import { join } from 'node:path'
import { formatBytes, formatMicros, formatNumber } from '../../../core/bench/format.ts'
import type { PeerRow } from '../../../core/bench/peer.ts'
import { alignColumns } from '../../../core/bench/report/table.ts'
import type { BenchReport } from '../../../core/bench/types.ts'
import { compareWithPython } from '../../bench/peer/python.ts'
import { packageFolder } from '../launch/folders.ts'

/** The same work by Python, as a table of ratios; or why there is none. */
export async function peerText(report: BenchReport): Promise<string> {
  if (report.state !== 'done') return ''
  const abort = new AbortController()
  const stop = () => abort.abort()
  process.once('SIGINT', stop)
  const rows = await compareWithPython(report, join(packageFolder, 'fixtures/peers'), abort.signal)
  process.off('SIGINT', stop)
  if (!rows.ok) return rows.error.message
  if (rows.value.length === 0)
    return 'Python has no counterpart to this run: compare a ping or a sweep of bytes.'
  return [
    'The same work by Python (time to the answer of the receiver, hash off):',
    ...table(rows.value),
  ].join('\n')
}

const table = (rows: readonly PeerRow[]): readonly string[] =>
  alignColumns(
    [
      ['edge', 'size', 'here', 'Python', 'ratio'],
      ...rows.map(row => [
        row.edge,
        formatBytes(row.sizeBytes),
        formatMicros(row.benchUs),
        formatMicros(row.pythonUs),
        `${formatNumber(row.ratio)} ×`,
      ]),
    ],
    2,
  )
