import { composeEdits } from '../document/compose-edits.ts'
import { sortEdits } from '../document/edits.ts'
import type { TextEdit } from '../document/types.ts'

/** Where things stand that are kept beside the text, by name; null = where they stand by themselves. */
export type Places = Readonly<Record<string, { readonly x: number; readonly y: number } | null>>

/** One undo step: its name in the menu, and the edits and moves that lead there and back. */
export interface UndoStep {
  readonly title: string
  readonly forward: readonly TextEdit[]
  readonly backward: readonly TextEdit[]
  /** Null for a step of the text. `at` is when it was made, in milliseconds. */
  readonly moved: { readonly forward: Places; readonly backward: Places; readonly at: number } | null
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
 * Undo and redo of one document, for graph, form and typing alike. A value: every change gives a new history that
 * shares the old one's steps. It holds differences only; the text, and what stands beside it, stay with the caller.
 */
export interface History {
  readonly done: Stack | null
  readonly undone: Stack | null
  /** Where a burst of typing can go on; null = the next typed edit is a step of its own. */
  readonly burst: { readonly offset: number; readonly at: number } | null
}

/** The edits that a step back or forward makes, and the history after it. */
export interface Move {
  readonly title: string
  readonly edits: readonly TextEdit[]
  /** What stands elsewhere afterwards; empty for a step of the text. */
  readonly places: Places
  readonly history: History
}

/** Past these the oldest steps are forgotten. */
export const MAX_STEPS = 1000
const MAX_CHARACTERS = 32 * 1024 * 1024

/** A pause of more milliseconds ends a burst of typing or of small moves. */
export const BURST_PAUSE_MS = 900

const TYPING = 'Typing'

export const EMPTY_HISTORY: History = { done: null, undone: null, burst: null }

const editsSize = (edits: readonly TextEdit[]): number =>
  edits.reduce((total, edit) => total + edit.text.length + 32, 0)

const placesSize = (places: Places): number => 32 * Object.keys(places).length

const stepSize = ({ forward, backward, moved }: UndoStep): number =>
  editsSize(forward) +
  editsSize(backward) +
  (moved === null ? 0 : placesSize(moved.forward) + placesSize(moved.backward))

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
  const step: UndoStep = { title, forward: edits, backward: invertEdits(before, edits), moved: null }
  return { done: bound(push(step, history.done)), undone: null, burst: null }
}

/**
 * Records that things beside the text were moved, as one step. Moves of the same things that follow each other
 * within {@link BURST_PAUSE_MS} become one. `now` is in milliseconds.
 */
export function recordMove(
  history: History,
  title: string,
  { from, to }: { readonly from: Places; readonly to: Places },
  now: number,
): History {
  if (Object.keys(to).length === 0) return history
  const last = history.done?.step
  const goesOn =
    last?.moved != null &&
    last.title === title &&
    now - last.moved.at <= BURST_PAUSE_MS &&
    sameNames(last.moved.forward, to)
  const backward = goesOn ? last.moved.backward : from
  const step: UndoStep = { title, forward: [], backward: [], moved: { forward: to, backward, at: now } }
  const below = goesOn ? (history.done?.below ?? null) : history.done
  return { done: bound(push(step, below)), undone: null, burst: null }
}

const sameNames = (a: Places, b: Places): boolean =>
  Object.keys(a).length === Object.keys(b).length && Object.keys(a).every(name => Object.hasOwn(b, name))

/** Two steps of the text that follow each other as a single one under the first's name. */
const joinSteps = (first: UndoStep, second: UndoStep): UndoStep => ({
  ...first,
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
  const step: UndoStep = {
    title: TYPING,
    forward: edits,
    backward: invertEdits(before, edits),
    moved: null,
  }
  return { done: push(joinSteps(done.step, step), done.below), undone: null, burst: burstAfter(edit, now) }
}

const NOTHING_MOVED: Places = {}

/** The last step taken back; null when there is none. */
export function undoStep(history: History): Move | null {
  if (history.done === null) return null
  const { step, below } = history.done
  return {
    title: step.title,
    edits: step.backward,
    places: step.moved?.backward ?? NOTHING_MOVED,
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
    places: step.moved?.forward ?? NOTHING_MOVED,
    history: { done: push(step, history.done), undone: below, burst: null },
  }
}

export const undoTitle = (history: History): string | null => history.done?.step.title ?? null
export const redoTitle = (history: History): string | null => history.undone?.step.title ?? null
