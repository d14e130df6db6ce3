import type { Finding, Fix } from '../contract/finding.ts'
import { findMutes, type Mute, muteReason } from './mute.ts'
import { placeRange } from './place.ts'
import type { FindingDraft, Rule, RuleInput } from './types.ts'
import { createView, type DiagnoseServices, type RuleView } from './view.ts'

/** A rule that fires on every stage of a large file still plans only this many fixes; the next pass plans more. */
const MAX_FIXES_PER_RULE = 100

/** Codes that no comment mutes: nothing else can be said about a text that can't be read. */
const UNMUTABLE = /^(?:YAML-1|LIMIT-\d)$/

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

/** A fix that would change nothing is none. */
function planFix(draft: FindingDraft): Fix | null {
  try {
    const fix = draft.fix?.() ?? null
    return fix === null || fix.edits.length === 0 ? null : fix
  } catch {
    return null
  }
}

function toFinding(rule: Rule, draft: FindingDraft, view: RuleView, mutes: readonly Mute[]): Finding {
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
    muted: UNMUTABLE.test(rule.code) ? null : muteReason(mutes, rule.code, range),
  }
}

/** Places in the text come first, in its order; the others keep the order in which the rule gave them. */
const byPlace = (a: { finding: Finding }, b: { finding: Finding }): number =>
  (a.finding.range?.start ?? Number.MAX_SAFE_INTEGER) - (b.finding.range?.start ?? Number.MAX_SAFE_INTEGER)

function findingsOf(rule: Rule, view: RuleView, mutes: readonly Mute[]): readonly Finding[] {
  return draftsOf(rule, view)
    .map(draft => ({ draft, finding: toFinding(rule, draft, view, mutes) }))
    .sort(byPlace)
    .map(({ draft, finding }, index) =>
      index < MAX_FIXES_PER_RULE && draft.fix !== undefined ? { ...finding, fix: planFix(draft) } : finding,
    )
}

/** What `rules` find, in their order and then in that of the text. Total: no text makes it fail. */
export function runRules(
  rules: readonly Rule[],
  input: RuleInput,
  services: DiagnoseServices,
): readonly Finding[] {
  const view = createView(input, services, new Set(rules.map(rule => rule.code)))
  const mutes = findMutes(input.document)
  return rules.flatMap(rule => findingsOf(rule, view, mutes))
}
