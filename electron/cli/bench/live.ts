import { formatMibPerSecond, formatMillis } from '../../../core/bench/format.ts'
import type { BenchProgress } from '../../../core/bench/types.ts'

/** One line that says how a run goes: `0->1  120 of 300  812 MiB/s  3.2 s left`. */
export function progressLine(progress: BenchProgress): string {
  const { doneTransfers, totalTransfers, remainingMs, phase, activeEdges, figures, failures } = progress
  const current = figures.findLast(({ edge, mibPerSecond }) => mibPerSecond > 0 && activeEdges.includes(edge))
  const parts = [
    phase,
    totalTransfers === null ? `${doneTransfers} transfers` : `${doneTransfers} of ${totalTransfers}`,
    current === undefined ? '' : formatMibPerSecond(current.mibPerSecond),
    remainingMs === null ? '' : `${formatMillis(Math.ceil(remainingMs / 100) * 100)} left`,
    failures.length === 0 ? '' : `${failures.length} failed`,
  ]
  return parts.filter(part => part !== '').join('  ')
}

export interface LiveLine {
  show(progress: BenchProgress): void
  clear(): void
}

/** Draws the line over itself on a terminal; elsewhere nothing, because a log is no place for it. */
export function createLiveLine(stream: NodeJS.WriteStream = process.stderr): LiveLine {
  if (!stream.isTTY) return { show: () => undefined, clear: () => undefined }
  return {
    show(progress) {
      const line = progressLine(progress).slice(0, Math.max(20, (stream.columns || 80) - 1))
      stream.write(`\r\u001b[K${line}`)
    },
    clear: () => void stream.write('\r\u001b[K'),
  }
}
