import type { Command } from '../../core/commands/index.ts'
import type { Analysis } from '../../core/contract/analysis.ts'
import type { Result } from '../../core/contract/result.ts'
import { composeEdits } from '../../core/document/compose-edits.ts'
import { applyEdits } from '../../core/document/edits.ts'
import type { TextEdit } from '../../core/document/types.ts'
import {
  EMPTY_HISTORY,
  type Move,
  type Places,
  recordMove,
  recordStep,
  recordTyping,
  redoStep,
  undoStep,
} from '../../core/history/index.ts'
import { spliceBetween } from './splice.ts'
import type { TextChange, Workbench } from './types.ts'

type Set = (patch: Partial<Workbench>) => void
type Get = () => Workbench

type DocumentActions = Pick<
  Workbench,
  'dispatch' | 'dispatchAll' | 'applyEdits' | 'typeEdits' | 'setText' | 'moveNodes' | 'undo' | 'redo' | 'load'
>

/** Analysis of the text as it is now, even while the worker is behind. */
export function currentAnalysis(state: Workbench): Analysis | null {
  if (state.analysis?.document.text === state.text) return state.analysis
  return state.engine?.analyze(state.text, state.context) ?? null
}

/** Everything that changes the text. Each change is a list of splices, recorded in the one history. */
export const createDocumentSlice = (set: Set, get: Get): DocumentActions => {
  const change = (edits: readonly TextEdit[], cause: TextChange['cause'], rest: Partial<Workbench> = {}) => {
    const before = get().text
    set({ ...rest, text: applyEdits(before, edits), change: { before, edits, cause } })
  }
  const move = (taken: Move | null, cause: 'undo' | 'redo') => {
    if (taken === null) return
    const rest = { history: taken.history, positions: moved(get().positions, taken.places) }
    if (taken.edits.length === 0) set(rest)
    else change(taken.edits, cause, rest)
  }

  return {
    dispatch(command) {
      const state = get()
      const analysis = currentAnalysis(state)
      if (analysis === null || state.engine === null) return false
      const plan = state.engine.planCommand(analysis, command)
      if (!plan.ok) {
        state.notify(plan.error.message, { tone: 'warning' })
        return false
      }
      state.applyEdits(plan.value.title, plan.value.edits)
      return true
    },

    dispatchAll(title, commands) {
      const state = get()
      const edits = planAll(state, commands)
      if (edits === null) return false
      if (!edits.ok) {
        state.notify(edits.error.message, { tone: 'warning' })
        return false
      }
      state.applyEdits(title, edits.value)
      return true
    },

    applyEdits(title, edits) {
      if (edits.length === 0) return
      const { history, text } = get()
      change(edits, 'command', { history: recordStep(history, title, text, edits) })
    },

    typeEdits(edits) {
      if (edits.length === 0) return
      const { history, text } = get()
      change(edits, 'typed', { history: recordTyping(history, text, edits, Date.now()) })
    },

    setText(text, title = 'Replace the text') {
      const edit = spliceBetween(get().text, text)
      if (edit !== null) get().applyEdits(title, [edit])
    },

    moveNodes(title, to) {
      const { history, positions } = get()
      const from = Object.fromEntries(
        Object.keys(to).map(id => [id, Object.hasOwn(positions, id) ? (positions[id] ?? null) : null]),
      )
      set({
        history: recordMove(history, title, { from, to }, Date.now()),
        positions: moved(positions, to),
      })
    },

    undo: () => move(undoStep(get().history), 'undo'),
    redo: () => move(redoStep(get().history), 'redo'),

    load(opened, { savedText = opened.text, notes, recoveryKey } = {}) {
      const { text, ...file } = opened
      const { target, machine } = get().context
      const loadSerial = get().loadSerial + 1
      set({
        ...CLEARED,
        document: file,
        loadSerial,
        text,
        savedText,
        recoveryKey: recoveryKey ?? file.path ?? newDocumentKey(),
        positions: notes?.positions ?? {},
        context: {
          ...(target === undefined ? {} : { target }),
          ...(machine === undefined ? {} : { machine }),
          ...notes?.context,
          fileName: file.path ?? file.name,
        },
      })
    },
  }
}

/** The positions after a move; the same object when nothing was moved. */
function moved(positions: Workbench['positions'], to: Places): Workbench['positions'] {
  const changes = Object.entries(to)
  if (changes.length === 0) return positions
  return Object.fromEntries([
    ...Object.entries(positions).filter(([id]) => !Object.hasOwn(to, id)),
    ...changes.flatMap(([id, place]) => (place === null ? [] : [[id, place] as const])),
  ])
}

/** What belongs to one document and goes with it. */
export const CLEARED = {
  history: EMPTY_HISTORY,
  change: null,
  analysis: null,
  lastGood: null,
  selection: null,
  multi: [],
  revealed: null,
  cursor: null,
  positions: {},
  edgeNotes: {},
} satisfies Partial<Workbench>

/** A document without a file needs a name of its own among the recovery copies, across windows and starts. */
const newDocumentKey = (): string =>
  `new-${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 10)}`

/** One list of edits for all commands, each planned against the text that the one before it made. */
function planAll(state: Workbench, commands: readonly Command[]): Result<readonly TextEdit[]> | null {
  let analysis = currentAnalysis(state)
  let text = state.text
  let edits: readonly TextEdit[] = []
  for (const command of commands) {
    if (analysis === null || state.engine === null) return null
    const plan = state.engine.planCommand(analysis, command)
    if (!plan.ok) return plan
    edits = composeEdits(edits, plan.value.edits)
    text = applyEdits(text, plan.value.edits)
    analysis = state.engine.analyze(text, state.context)
  }
  return { ok: true, value: edits }
}

/** True when the text differs from what is saved: a comparison, never a flag. */
export const isDirty = (state: Pick<Workbench, 'document' | 'text' | 'savedText'>): boolean =>
  state.document !== null && state.text !== state.savedText
