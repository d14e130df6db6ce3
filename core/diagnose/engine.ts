import type { Finding, Fix, Severity } from '../contract/finding.ts'
import { type Entry, listed } from './listed.ts'
import { findMutes, type MuteReasons, muteReasons } from './mute.ts'
import { placeRange } from './place.ts'
import type { FindingDraft, Rule, RuleInput } from './types.ts'
import { createView, type DiagnoseServices, type RuleView } from './view.ts'

/**
 * Planning a fix reads the text once or twice. All fixes of an analysis together may read this many characters, so
 * that a large file with many findings stays quick; those left over are planned when the others are fixed.
 */
const FIX_BUDGET = 200_000
const LEAST_FIXES = 3
/** So much is read even for the least fixes: a text of megabytes, which takes seconds to read, gets one or none. */
const LEAST_BUDGET = 3_000_000

/** Codes that no comment mutes: nothing else can be said about a text that can't be read. */
const UNMUTABLE = /^(?:YAML-1|LIMIT-\d)$/

const SEVERITIES: readonly Severity[] = ['error', 'warning', 'info']

const internalFailure = (rule: Rule, error: unknown): FindingDraft => ({
  message: `${rule.code} could not be checked on this file (${error instanceof Error ? error.message : String(error)}); the other rules were.`,
  place: { path: [], elsewhere: true },
  severity: 'info',
  consequence: 'informs',
})

function draftsOf(rule: Rule, view: RuleView): readonly FindingDraft[] {
  if (!rule.targets.includes(view.target)) return []
  try {
    return rule.check(view)
  } catch (error) {
    return [internalFailure(rule, error)]
  }
}

function toFinding(rule: Rule, draft: FindingDraft, view: RuleView, mutes: MuteReasons): Finding {
  const range = placeRange(view.document, draft.place)
  return {
    code: rule.code,
    severity: draft.severity ?? rule.severity,
    message: draft.message,
    arithmetic: draft.arithmetic ?? null,
    consequence: draft.consequence ?? rule.consequence,
    path: draft.place.path,
    range,
    related: (draft.related ?? []).map(place => ({
      message: place.message,
      path: place.path,
      range: placeRange(view.document, place),
    })),
    stages: draft.stages ?? [],
    edges: draft.edges ?? [],
    fix: null,
    muted: UNMUTABLE.test(rule.code) ? null : mutes(rule.code, range),
  }
}

const startOf = (entry: Entry): number => entry.finding.range?.start ?? Number.MAX_SAFE_INTEGER

/** Places in the text come first, in its order; the others keep the order in which the rule gave them. */
const entriesOf = (rule: Rule, view: RuleView, mutes: MuteReasons): readonly Entry[] =>
  draftsOf(rule, view)
    .map(draft => ({ draft, finding: toFinding(rule, draft, view, mutes) }))
    .sort((a, b) => startOf(a) - startOf(b))

/** A fix that would change nothing is none. */
function planFix(draft: FindingDraft): Fix | null {
  try {
    const fix = draft.fix?.() ?? null
    return fix === null || fix.edits.length === 0 ? null : fix
  } catch {
    return null
  }
}

/** Fixes by finding, the gravest first as long as the budget lasts. */
function planFixes(entries: readonly Entry[], text: string): ReadonlyMap<Finding, Fix | null> {
  const within = (budget: number): number => Math.floor(budget / Math.max(1, text.length))
  const most = Math.max(within(FIX_BUDGET), Math.min(LEAST_FIXES, within(LEAST_BUDGET)))
  const candidates = SEVERITIES.flatMap(severity =>
    entries.filter(({ draft, finding }) => finding.severity === severity && draft.fix !== undefined),
  )
  return new Map(candidates.slice(0, most).map(({ draft, finding }) => [finding, planFix(draft)]))
}

/** What `rules` find, in their order and then in that of the text. Total: no text makes it fail. */
export function runRules(
  rules: readonly Rule[],
  input: RuleInput,
  services: DiagnoseServices,
): readonly Finding[] {
  const view = createView(input, services, new Set(rules.map(rule => rule.code)))
  const mutes = muteReasons(findMutes(input.document))
  const entries = rules.flatMap(rule => listed(rule, entriesOf(rule, view, mutes)))
  const fixes = planFixes(entries, input.document.text)
  return entries.map(({ finding }) => {
    const fix = fixes.get(finding) ?? null
    return fix === null ? finding : { ...finding, fix }
  })
}
