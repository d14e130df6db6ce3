import type { Finding } from '../contract/finding.ts'
import { groupBy } from './group.ts'
import type { FindingDraft, Rule } from './types.ts'
import { countWords, wholeNumber } from './words.ts'

/** Findings of one rule and severity that are listed. */
export const MOST_FINDINGS = 1000

/** A finding on its way, with what may still be planned for it. */
export interface Entry {
  readonly draft: FindingDraft
  readonly finding: Finding
}

/** Says how many of a group are not listed, as gravely as they would have. */
function restOf(rule: Rule, group: readonly Entry[]): readonly Entry[] {
  const first = group[MOST_FINDINGS]
  if (first === undefined) return []
  const rest = group.length - MOST_FINDINGS
  const message = `${rule.code} holds in ${countWords(rest, 'more place')} of this text, beyond the ${wholeNumber(MOST_FINDINGS)} that are listed. Mend those, and the next are shown.`
  const finding: Finding = {
    ...first.finding,
    message,
    arithmetic: `${wholeNumber(group.length)} − ${wholeNumber(MOST_FINDINGS)} = ${wholeNumber(rest)}`,
    path: [],
    range: null,
    related: [],
    stages: [],
    edges: [],
  }
  return [{ draft: { message, place: { path: [], elsewhere: true } }, finding }]
}

/**
 * The first findings of a rule, and for each severity one that counts the others: a list by the thousand helps nobody,
 * and it would have to travel to the window after every key.
 */
export function listed(rule: Rule, entries: readonly Entry[]): readonly Entry[] {
  if (entries.length <= MOST_FINDINGS) return entries
  const groups = groupBy(entries, ({ finding }) => [`${finding.severity} ${finding.muted === null}`])
  const kept = new Set([...groups.values()].flatMap(group => group.slice(0, MOST_FINDINGS)))
  const rests = [...groups.values()].flatMap(group => restOf(rule, group))
  return [...entries.filter(entry => kept.has(entry)), ...rests]
}
