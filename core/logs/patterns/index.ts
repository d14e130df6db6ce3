import { FAILURES } from './failures.ts'
import { NOTES } from './notes.ts'
import type { LogPattern, Recognised } from './pattern.ts'
import { TRANSFERS } from './transfers.ts'

export type { Recognised } from './pattern.ts'

/** The first pattern that fits decides. */
const PATTERNS: readonly LogPattern[] = [...TRANSFERS, ...FAILURES, ...NOTES]

/** Every pattern in one, to pass over the many lines that say nothing of interest. */
const ANY = new RegExp(PATTERNS.map(({ pattern }) => `(?:${pattern.source})`).join('|'), 'i')

/** What a line says; null for one that is about something else. */
export function recognise(text: string): Recognised | null {
  if (!ANY.test(text)) return null
  for (const { pattern, read } of PATTERNS) {
    const match = pattern.exec(text)
    if (match !== null) return read(match)
  }
  return null
}
