import type { Finding } from '../../core/contract/finding.ts'
import type { TextEdit } from '../../core/document/types.ts'

export interface FixBatch {
  readonly edits: readonly TextEdit[]
  /** Findings whose fix is part of the batch. */
  readonly fixed: readonly Finding[]
  /** Findings whose fix touches the same text as an earlier one's; they can be fixed in a second pass. */
  readonly postponed: readonly Finding[]
}

/**
 * The fixes of all unmuted findings with `code`, as one list of edits that do not overlap. An edit that two
 * fixes share is applied once.
 */
export function batchFixes(findings: readonly Finding[], code: string): FixBatch {
  const edits: TextEdit[] = []
  const fixed: Finding[] = []
  const postponed: Finding[] = []
  for (const finding of findings) {
    if (finding.code !== code || finding.fix === null || finding.muted !== null) continue
    const fresh = finding.fix.edits.filter(edit => !edits.some(other => sameEdit(edit, other)))
    if (fresh.some(edit => edits.some(other => overlaps(edit, other)))) postponed.push(finding)
    else {
      edits.push(...fresh)
      fixed.push(finding)
    }
  }
  return { edits: edits.sort((a, b) => a.range.start - b.range.start), fixed, postponed }
}

const sameEdit = (a: TextEdit, b: TextEdit): boolean =>
  a.range.start === b.range.start && a.range.end === b.range.end && a.text === b.text

/** Two insertions at one offset count as overlapping: their order would be a guess. */
const overlaps = (a: TextEdit, b: TextEdit): boolean =>
  a.range.start === b.range.start || (a.range.start < b.range.end && b.range.start < a.range.end)
