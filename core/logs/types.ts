import type { EdgeRef } from '../contract/finding.ts'

export type LogKind = 'error' | 'warning' | 'info' | 'transfer'

/** Figures that the runtime prints of one transfer; null = the line does not say. */
export interface LogTransfer {
  readonly bytes: number | null
  readonly millis: number | null
  /** The runtime divides by 2^20 and prints `MB/s`; it is MiB/s. */
  readonly mibPerSecond: number | null
  /** Times of the parts in milliseconds, as a receiving transfer engine prints them. */
  readonly parts: readonly { readonly name: string; readonly millis: number }[]
}

/** A line of the runtime's log that says something about connectors, ports, KV or memory. */
export interface LogEntry {
  /** Counted from 1. */
  readonly line: number
  readonly text: string
  readonly kind: LogKind
  /** What it means, in a sentence. */
  readonly meaning: string
  /** Rule that explains it; of several that may, the one that has a finding in the open file. Null = none. */
  readonly rule: string | null
  readonly stages: readonly string[]
  readonly edges: readonly EdgeRef[]
  readonly transfer: LogTransfer | null
}

/** Transfers of one edge summed up. */
export interface LogEdgeFigures {
  /** `0->1`; empty for transfers that no edge can be told for. */
  readonly edge: string
  readonly count: number
  readonly bytes: number
  /** Medians over the lines that say them. */
  readonly medianMillis: number | null
  readonly medianMib: number | null
  readonly failures: number
}

export interface LogReport {
  readonly lines: number
  readonly entries: readonly LogEntry[]
  /** Entries beyond the bound that were left out. */
  readonly omitted: number
  /** True where the text is longer than what is read. */
  readonly cut: boolean
  readonly edges: readonly LogEdgeFigures[]
}
