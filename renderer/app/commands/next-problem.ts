import type { Finding } from '../../../core/contract/finding.ts'
import type { Workbench } from '../../state/index.ts'
import { announce } from '../announce.ts'

/** Findings in the order of the text; those without a place in it come last. */
const inOrder = (findings: readonly Finding[]): readonly Finding[] =>
  findings
    .filter(finding => finding.muted === null)
    .map((finding, index) => ({ finding, at: finding.range?.start ?? Number.MAX_SAFE_INTEGER, index }))
    .sort((a, b) => a.at - b.at || a.index - b.index)
    .map(({ finding }) => finding)

let last: Finding | null = null

/** The one after (or before) the finding shown last, if it is still there; else after the cursor; round the end. */
function nextIndex(ordered: readonly Finding[], cursor: number | null, direction: 1 | -1): number {
  const shown = ordered.findIndex(
    finding =>
      finding === last ||
      (last !== null &&
        finding.code === last.code &&
        finding.message === last.message &&
        finding.range?.start === last.range?.start),
  )
  if (shown >= 0) return (shown + direction + ordered.length) % ordered.length
  const at = cursor ?? -1
  if (direction === 1)
    return Math.max(
      0,
      ordered.findIndex(finding => (finding.range?.start ?? at + 1) > at),
    )
  const before = ordered.findLastIndex(finding => (finding.range?.start ?? Number.MAX_SAFE_INTEGER) < at)
  return before >= 0 ? before : ordered.length - 1
}

/** Leads to the next or previous finding: its node, its field and its line. */
export function revealProblem(state: Workbench, direction: 1 | -1): void {
  const ordered = inOrder(state.analysis?.findings ?? [])
  const index = nextIndex(ordered, state.cursor, direction)
  const finding = ordered[index]
  if (finding === undefined) {
    announce('No problems.')
    return
  }
  last = finding
  state.reveal(finding.range ?? finding.path)
  announce(`Problem ${index + 1} of ${ordered.length}, ${finding.code}: ${finding.message}`)
}
