import type { TextEdit } from '../../core/document/types.ts'

/** One undo step: its name in the menu and the edits that lead there and back. */
export interface UndoStep {
  readonly title: string
  readonly forward: readonly TextEdit[]
  readonly backward: readonly TextEdit[]
}

interface Stack {
  readonly step: UndoStep
  readonly below: Stack | null
}

export interface UndoHistory {
  readonly done: Stack | null
  readonly undone: Stack | null
  /** Where a burst of typing can go on: end of the last typed edit and its time; null = the burst is over. */
  readonly burst: { readonly offset: number; readonly at: number } | null
}

export const EMPTY_HISTORY: UndoHistory = { done: null, undone: null, burst: null }

/** A pause longer than this ends a burst of typing. */
const BURST_MS = 900

/** The edits that undo `edits`, in terms of the text after them. */
export function invertEdits(before: string, edits: readonly TextEdit[]): readonly TextEdit[] {
  let shift = 0
  return [...edits]
    .sort((a, b) => a.range.start - b.range.start || a.range.end - b.range.end)
    .map(({ range, text }) => {
      const start = range.start + shift
      shift += text.length - (range.end - range.start)
      return { range: { start, end: start + text.length }, text: before.slice(range.start, range.end) }
    })
}

export const recordStep = (
  history: UndoHistory,
  title: string,
  before: string,
  edits: readonly TextEdit[],
): UndoHistory => ({
  done: {
    step: { title, forward: edits, backward: invertEdits(before, edits) },
    below: history.done,
  },
  undone: null,
  burst: null,
})

/** Records typed edits; neighbouring ones within a moment of each other become one step. */
export function recordTyping(
  history: UndoHistory,
  before: string,
  edits: readonly TextEdit[],
  now: number,
): UndoHistory {
  const edit = edits.length === 1 ? edits[0] : undefined
  const end = edit === undefined ? null : edit.range.start + edit.text.length
  const burst = end === null ? null : { offset: end, at: now }
  const last = history.done
  const continues =
    edit !== undefined &&
    last !== null &&
    history.burst !== null &&
    now - history.burst.at <= BURST_MS &&
    !edit.text.includes('\n') &&
    (edit.range.start === history.burst.offset || edit.range.end === history.burst.offset)
  const step = continues ? joined(last.step, before, edit) : null
  if (step === null || last === null) return { ...recordStep(history, 'Typing', before, edits), burst }
  return { done: { step, below: last.below }, undone: null, burst }
}

/** A step and one more typed edit as a single step; null when they do not touch. */
function joined(step: UndoStep, before: string, edit: TextEdit): UndoStep | null {
  const [first, ...others] = step.backward
  if (first === undefined || others.length > 0) return null
  const start = Math.min(first.range.start, edit.range.start)
  const end = Math.max(first.range.end, edit.range.end)
  if (edit.range.start > first.range.end || edit.range.end < first.range.start) return null
  const old = before.slice(start, first.range.start) + first.text + before.slice(first.range.end, end)
  const text = before.slice(start, edit.range.start) + edit.text + before.slice(edit.range.end, end)
  return {
    title: step.title,
    forward: [{ range: { start, end: start + old.length }, text }],
    backward: [{ range: { start, end: start + text.length }, text: old }],
  }
}

/** The last step taken back: the edits to do and the history after it; null when there is none. */
export function undoStep(history: UndoHistory) {
  if (history.done === null) return null
  const { step, below } = history.done
  return {
    title: step.title,
    edits: step.backward,
    history: { done: below, undone: { step, below: history.undone }, burst: null } satisfies UndoHistory,
  }
}

export function redoStep(history: UndoHistory) {
  if (history.undone === null) return null
  const { step, below } = history.undone
  return {
    title: step.title,
    edits: step.forward,
    history: { done: { step, below: history.done }, undone: below, burst: null } satisfies UndoHistory,
  }
}

export const undoTitle = (history: UndoHistory): string | null => history.done?.step.title ?? null
export const redoTitle = (history: UndoHistory): string | null => history.undone?.step.title ?? null
