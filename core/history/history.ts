import { composeEdits } from '../document/compose-edits.ts'
import { sortEdits } from '../document/edits.ts'
import type { TextEdit } from '../document/types.ts'

/** One undo step: its name in the menu and the edits that lead there and back. */
export interface UndoStep {
  readonly title: string
  readonly forward: readonly TextEdit[]
  readonly backward: readonly TextEdit[]
}

/** A persistent stack: pushing and popping share all that lies below. */
interface Stack {
  readonly step: UndoStep
  readonly below: Stack | null
  /** Steps from here to the bottom. */
  readonly depth: number
  /** Characters that the steps from here to the bottom hold. */
  readonly size: number
}

/**
 * Undo and redo of one document's text, for graph, form and typing alike. A value: every change gives a new history
 * that shares the old one's steps. It holds differences only; the text itself stays with the caller.
 */
export interface History {
  readonly done: Stack | null
  readonly undone: Stack | null
  /** Where a burst of typing can go on; null = the next typed edit is a step of its own. */
  readonly burst: { readonly offset: number; readonly at: number } | null
}

/** A place in the history to which a gesture is squashed or bailed out: the stack as it was. */
export type Mark = { readonly at: Stack | null }

/** The edits that a step back or forward makes, and the history after it. */
export interface Move {
  readonly title: string
  readonly edits: readonly TextEdit[]
  readonly history: History
}

/** Past these the oldest steps are forgotten. */
export const MAX_STEPS = 1000
export const MAX_CHARACTERS = 32 * 1024 * 1024

/** A pause of more milliseconds ends a burst of typing. */
export const BURST_PAUSE_MS = 900

const TYPING = 'Typing'

export const EMPTY_HISTORY: History = { done: null, undone: null, burst: null }

const editsSize = (edits: readonly TextEdit[]): number =>
  edits.reduce((total, edit) => total + edit.text.length + 32, 0)

const stepSize = (step: UndoStep): number => editsSize(step.forward) + editsSize(step.backward)

const push = (step: UndoStep, below: Stack | null): Stack => ({
  step,
  below,
  depth: (below?.depth ?? 0) + 1,
  size: (below?.size ?? 0) + stepSize(step),
})

/** Forgets the older half of a stack that is past a bound, so that the copying is rare. */
function bound(stack: Stack | null): Stack | null {
  if (stack === null || (stack.depth <= MAX_STEPS && stack.size <= MAX_CHARACTERS)) return stack
  const kept: UndoStep[] = []
  let size = 0
  for (let at: Stack | null = stack; at !== null && kept.length < MAX_STEPS / 2; at = at.below) {
    size += stepSize(at.step)
    if (kept.length > 0 && size > MAX_CHARACTERS / 2) break
    kept.push(at.step)
  }
  return kept.reduceRight<Stack | null>((below, step) => push(step, below), null)
}

/** The edits that undo `edits`, in terms of the text after them. */
export function invertEdits(before: string, edits: readonly TextEdit[]): readonly TextEdit[] {
  let shift = 0
  return sortEdits(edits).map(({ range, text }) => {
    const start = range.start + shift
    shift += text.length - (range.end - range.start)
    return { range: { start, end: start + text.length }, text: before.slice(range.start, range.end) }
  })
}

/** Records edits that were made to `before` as one step. What was undone can no longer be redone. */
export function recordStep(
  history: History,
  title: string,
  before: string,
  edits: readonly TextEdit[],
): History {
  if (edits.length === 0) return history
  const step: UndoStep = { title, forward: edits, backward: invertEdits(before, edits) }
  return { done: bound(push(step, history.done)), undone: null, burst: null }
}

/** Two steps that follow each other as a single one under the first's name. */
const joinSteps = (first: UndoStep, second: UndoStep, title = first.title): UndoStep => ({
  title,
  forward: composeEdits(first.forward, second.forward),
  backward: composeEdits(second.backward, first.backward),
})

/** Where the next keystroke would go on with this edit; null when it ends a burst. */
function burstAfter(edit: TextEdit | undefined, now: number): History['burst'] {
  return edit === undefined ? null : { offset: edit.range.start + edit.text.length, at: now }
}

/**
 * Records typed edits. Those that follow each other at one place within {@link BURST_PAUSE_MS} become one step; a
 * line break begins a new one. `now` is in milliseconds.
 */
export function recordTyping(
  history: History,
  before: string,
  edits: readonly TextEdit[],
  now: number,
): History {
  const edit = edits.length === 1 ? edits[0] : undefined
  const { burst, done } = history
  const goesOn =
    edit !== undefined &&
    burst !== null &&
    done !== null &&
    now - burst.at <= BURST_PAUSE_MS &&
    !/[\r\n]/.test(edit.text) &&
    (edit.range.start === burst.offset || edit.range.end === burst.offset)
  if (!goesOn) return { ...recordStep(history, TYPING, before, edits), burst: burstAfter(edit, now) }
  const step: UndoStep = { title: TYPING, forward: edits, backward: invertEdits(before, edits) }
  return { done: push(joinSteps(done.step, step), done.below), undone: null, burst: burstAfter(edit, now) }
}

/** The last step taken back; null when there is none. */
export function undoStep(history: History): Move | null {
  if (history.done === null) return null
  const { step, below } = history.done
  return {
    title: step.title,
    edits: step.backward,
    history: { done: below, undone: push(step, history.undone), burst: null },
  }
}

/** The step that was taken back last, done again; null when there is none. */
export function redoStep(history: History): Move | null {
  if (history.undone === null) return null
  const { step, below } = history.undone
  return {
    title: step.title,
    edits: step.forward,
    history: { done: push(step, history.done), undone: below, burst: null },
  }
}

/** Remembers this place before a gesture (a drag, a dialog) that may be folded into one step or given up. */
export const markHere = (history: History): Mark => ({ at: history.done })

/** Steps above the mark, the newest first; null when the mark is not below, having been undone or forgotten. */
function stepsSince(history: History, mark: Mark): readonly UndoStep[] | null {
  const steps: UndoStep[] = []
  for (let at = history.done; at !== mark.at; at = at.below) {
    if (at === null) return null
    steps.push(at.step)
  }
  return steps
}

/**
 * Folds all steps since the mark into one under `title`; nothing happens when the mark is gone or no step lies above
 * it. What was undone stays undone.
 */
export function squashToMark(history: History, mark: Mark, title: string): History {
  const steps = stepsSince(history, mark)
  const [newest, ...older] = steps ?? []
  if (newest === undefined) return history
  const folded = older.reduce((later, earlier) => joinSteps(earlier, later), newest)
  return { done: push({ ...folded, title }, mark.at), undone: history.undone, burst: null }
}

/**
 * Takes back all steps since the mark as if they had never been, for a gesture that was given up: they can't be
 * redone. Null when the mark is gone.
 */
export function bailToMark(history: History, mark: Mark): Move | null {
  const steps = stepsSince(history, mark)
  if (steps === null) return null
  const edits = steps.reduce<readonly TextEdit[]>((done, step) => composeEdits(done, step.backward), [])
  return {
    title: steps.at(-1)?.title ?? '',
    edits,
    history: { done: mark.at, undone: null, burst: null },
  }
}

export const undoTitle = (history: History): string | null => history.done?.step.title ?? null
export const redoTitle = (history: History): string | null => history.undone?.step.title ?? null

/** True when the text differs from what is saved: always a comparison, so that undoing back to it is clean. */
export const isDirty = (text: string, savedText: string | null): boolean => text !== savedText
