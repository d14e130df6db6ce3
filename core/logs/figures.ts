import type { LogEdgeFigures, LogEntry } from './types.ts'

/** Figures per edge; transfers that no edge can be told for stand under an empty name. */
export function figuresByEdge(entries: readonly LogEntry[]): readonly LogEdgeFigures[] {
  const groups = new Map<string, LogEntry[]>()
  for (const entry of entries) {
    if (entry.transfer === null && !(entry.kind === 'error' && entry.edges.length > 0)) continue
    const names = entry.edges.length === 0 ? [''] : entry.edges.map(({ from, to }) => `${from}->${to}`)
    for (const name of names) {
      const group = groups.get(name)
      if (group === undefined) groups.set(name, [entry])
      else group.push(entry)
    }
  }
  return [...groups].map(([edge, group]) => {
    const transfers = group.flatMap(entry => entry.transfer ?? [])
    return {
      edge,
      count: transfers.length,
      bytes: transfers.reduce((sum, transfer) => sum + (transfer.bytes ?? 0), 0),
      medianMillis: median(transfers.flatMap(transfer => transfer.millis ?? [])),
      medianMib: median(transfers.flatMap(transfer => transfer.mibPerSecond ?? [])),
      failures: group.filter(entry => entry.kind === 'error').length,
    }
  })
}

function median(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? null
}
