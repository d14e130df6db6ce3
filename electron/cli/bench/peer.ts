import { join } from 'node:path'
import { formatBytes, formatMicros, formatNumber } from '../../../core/bench/format.ts'
import { PEER_LOOP } from '../../../core/bench/report/notes.ts'
import { alignColumns } from '../../../core/bench/report/table.ts'
import type { BenchReport, PeerRow } from '../../../core/bench/types.ts'
import { compareWithPython } from '../../bench/peer/python.ts'
import { packageFolder } from '../launch/folders.ts'

/** The report with the same work by Python beside it, and what is to be printed of that. */
export interface Compared {
  readonly report: BenchReport
  readonly text: string
}

/** Lets Python do the same work; the text says why where it could not. */
export async function withPeer(report: BenchReport): Promise<Compared> {
  if (report.state !== 'done') return { report, text: '' }
  const abort = new AbortController()
  const stop = () => abort.abort()
  process.once('SIGINT', stop)
  const rows = await compareWithPython(report, join(packageFolder, 'fixtures/peers'), abort.signal)
  process.off('SIGINT', stop)
  if (!rows.ok) return { report, text: rows.error.message }
  if (rows.value.length === 0)
    return { report, text: 'Python has no counterpart to this run: compare a ping or a sweep of bytes.' }
  const text = [
    'The same work by Python (mean time to the answer of the receiver, hash off; above 1 Python took longer):',
    ...table(rows.value),
    PEER_LOOP,
  ].join('\n')
  return { report: { ...report, peer: rows.value }, text }
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
