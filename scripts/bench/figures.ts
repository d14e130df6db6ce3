export const KIB = 1024
export const MIB = 1024 ** 2

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2
}

/** The value that a quarter of all do not exceed. */
export function lowerQuartile(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor((sorted.length - 1) / 4)] ?? Number.NaN
}

export function sizeText(bytes: number): string {
  return bytes < MIB ? `${bytes / KIB} KiB` : `${bytes / MIB} MiB`
}

export const usText = (us: number): string =>
  us.toLocaleString('en-GB', { maximumFractionDigits: us < 100 ? 1 : 0 })

/** 10^6 bytes per second. */
export const mbText = (bytes: number, us: number): string =>
  (bytes / us).toLocaleString('en-GB', { maximumFractionDigits: 0 })

/** A measured ratio against its goal. */
export interface Verdict {
  readonly what: string
  readonly ratio: number
  readonly goal: number
  /** The ratio has to be at most the goal, not at least. */
  readonly isCeiling?: boolean
}

export const isReached = ({ ratio, goal, isCeiling }: Verdict): boolean =>
  isCeiling === true ? ratio <= goal : ratio >= goal

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map(row => (row[column] ?? '').length)),
  )
  const line = (cells: readonly string[]) =>
    cells.map((cell, column) => cell.padStart(widths[column] ?? 0)).join('  ')
  return [line(head), line(widths.map(width => '-'.repeat(width))), ...rows.map(line)].join('\n')
}
