import { formatBytes, formatMillis } from '../../core/bench/format.ts'
import type { LogEntry, LogReport, LogTransfer } from '../../core/logs/index.ts'
import type { EdgeNote } from '../state/index.ts'

/** `12.3 ms · 4 MiB` of the median transfer that has a time. */
function transferText(transfers: readonly LogTransfer[]): string {
  const timed = transfers
    .flatMap(({ millis, bytes }) => (millis === null ? [] : [{ millis, bytes }]))
    .sort((a, b) => a.millis - b.millis)
  const median = timed[Math.floor((timed.length - 1) / 2)]
  if (median === undefined) return `${transfers.length} in the log`
  const size = median.bytes === null ? '' : ` · ${formatBytes(median.bytes)}`
  return `${formatMillis(median.millis)}${size}`
}

function noteOf(entries: readonly LogEntry[]): EdgeNote | null {
  const worst = entries.find(({ kind }) => kind === 'error') ?? entries.find(({ kind }) => kind === 'warning')
  if (worst !== undefined)
    return {
      text: `Log line ${worst.line}: ${worst.meaning}`,
      tone: worst.kind === 'error' ? 'error' : 'warning',
    }
  const transfers = entries.flatMap(({ transfer }) => transfer ?? [])
  return transfers.length === 0 ? null : { text: transferText(transfers), tone: 'info' }
}

/** What the graph shows on each edge of a log: its worst line, else the time of its median transfer. */
export function edgeNotes(reading: Pick<LogReport, 'entries'>): Readonly<Record<string, EdgeNote>> {
  const byEdge = new Map<string, LogEntry[]>()
  // A line that may mean several edges says nothing certain of any.
  for (const entry of reading.entries)
    if (entry.edges.length === 1)
      for (const { from, to } of entry.edges) {
        const name = `${from}->${to}`
        byEdge.set(name, [...(byEdge.get(name) ?? []), entry])
      }
  const notes = [...byEdge].flatMap(([name, entries]) => {
    const note = noteOf(entries)
    return note === null ? [] : [[name, note] as const]
  })
  return Object.fromEntries(notes)
}
