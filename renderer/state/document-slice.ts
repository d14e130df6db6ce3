import type { Command } from '../../core/commands/index.ts'
import type { Analysis } from '../../core/contract/analysis.ts'
import type { OpenedDocument } from '../../core/contract/host.ts'
import { applyEdits } from '../../core/document/edits.ts'
import type { TextEdit } from '../../core/document/types.ts'
import { spliceBetween } from './splice.ts'
import type { TextChange, Workbench } from './types.ts'
import { EMPTY_HISTORY, recordStep, recordTyping, redoStep, undoStep } from './undo.ts'

type Set = (patch: Partial<Workbench>) => void
type Get = () => Workbench

type DocumentActions = Pick<
  Workbench,
  | 'dispatch'
  | 'dispatchAll'
  | 'applyEdits'
  | 'typeEdits'
  | 'setText'
  | 'undo'
  | 'redo'
  | 'load'
  | 'closeDocument'
>

/** Analysis of the text as it is now, even while the worker is behind. */
export function currentAnalysis(state: Workbench): Analysis | null {
  if (state.analysis?.document.text === state.text) return state.analysis
  return state.engine?.analyze(state.text, state.context) ?? null
}

/** Everything that changes the text. Each change is a list of splices, recorded in the one history. */
export const createDocumentSlice = (set: Set, get: Get): DocumentActions => {
  const change = (edits: readonly TextEdit[], cause: TextChange['cause']) => {
    const before = get().text
    set({ text: applyEdits(before, edits), change: { before, edits, cause } })
  }
  const step = (taken: ReturnType<typeof undoStep>, cause: 'undo' | 'redo') => {
    if (taken === null) return
    set({ history: taken.history })
    change(taken.edits, cause)
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
      if (plan.value.edits.length > 0) state.applyEdits(plan.value.title, plan.value.edits)
      return true
    },

    dispatchAll(title, commands) {
      const state = get()
      const after = planAll(state, commands)
      if (after === null) return false
      if (!after.ok) {
        state.notify(after.message, { tone: 'warning' })
        return false
      }
      state.setText(after.text, title)
      return true
    },

    applyEdits(title, edits) {
      if (edits.length === 0) return
      const { history, text } = get()
      set({ history: recordStep(history, title, text, edits) })
      change(edits, 'command')
    },

    typeEdits(edits) {
      if (edits.length === 0) return
      const { history, text } = get()
      set({ history: recordTyping(history, text, edits, Date.now()) })
      change(edits, 'typed')
    },

    setText(text, title = 'Replace the text') {
      const edit = spliceBetween(get().text, text)
      if (edit !== null) get().applyEdits(title, [edit])
    },

    undo: () => step(undoStep(get().history), 'undo'),
    redo: () => step(redoStep(get().history), 'redo'),

    load(opened, { savedText = opened.text } = {}) {
      const { text, ...file } = opened
      set({
        ...cleared,
        document: file,
        text,
        savedText,
        context: { ...get().context, fileName: file.path ?? file.name, files: {} },
      })
    },

    closeDocument: () => set({ ...cleared, document: null, text: '', savedText: '' }),
  }
}

const cleared = {
  history: EMPTY_HISTORY,
  change: null,
  analysis: null,
  lastGood: null,
  selection: null,
  multi: [],
  revealed: null,
  cursor: null,
  positions: {},
} satisfies Partial<Workbench>

/** The text after all commands, each planned against the text that the one before it made. */
function planAll(
  state: Workbench,
  commands: readonly Command[],
): { readonly ok: true; readonly text: string } | { readonly ok: false; readonly message: string } | null {
  let analysis = currentAnalysis(state)
  let text = state.text
  for (const command of commands) {
    if (analysis === null || state.engine === null) return null
    const plan = state.engine.planCommand(analysis, command)
    if (!plan.ok) return { ok: false, message: plan.error.message }
    text = applyEdits(text, plan.value.edits)
    analysis = state.engine.analyze(text, state.context)
  }
  return { ok: true, text }
}

/** True when the text differs from what is saved: a comparison, never a flag. */
export const isDirty = (state: Pick<Workbench, 'document' | 'text' | 'savedText'>): boolean =>
  state.document !== null && state.text !== state.savedText

export type { OpenedDocument }
