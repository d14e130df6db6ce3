import type { LogKind, LogTransfer } from '../types.ts'

/** What a pattern makes of a line besides where it belongs. */
export interface Recognised {
  readonly kind: LogKind
  readonly meaning: string
  /** Rules that may explain it, the most usual first. */
  readonly rules: readonly string[]
  readonly port?: number
  readonly transfer?: LogTransfer
  /** The line is about KV without naming an edge: that of the file's one KV transfer. */
  readonly kv?: boolean
}

export interface LogPattern {
  readonly pattern: RegExp
  readonly read: (match: RegExpExecArray) => Recognised
}

/** A line that always means the same. */
export const always = (
  pattern: RegExp,
  kind: LogKind,
  rules: readonly string[],
  meaning: string,
  more: Pick<Recognised, 'kv'> = {},
): LogPattern => ({ pattern, read: () => ({ kind, meaning, rules, ...more }) })

export const number = (text: string | undefined): number | null => (text === undefined ? null : Number(text))

/** The last number that can be a port and follows a colon, a bracket or a blank. */
export const portIn = (text: string): number | null =>
  number(Array.from(text.matchAll(/[:( ](\d{4,5})\b/g)).at(-1)?.[1])
