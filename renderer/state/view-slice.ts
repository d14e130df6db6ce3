import { nodeAt, pathAt, rangeOf } from '../../core/document/lookup.ts'
import type { Path, Range } from '../../core/document/types.ts'
import { pathOfSelection, selectionAt } from './places.ts'
import type { Selection, Workbench } from './types.ts'

type Set = (patch: Partial<Workbench>) => void
type Get = () => Workbench

type ViewActions = Pick<
  Workbench,
  | 'select'
  | 'selectMany'
  | 'reveal'
  | 'goTo'
  | 'setCursor'
  | 'setContext'
  | 'replaceContext'
  | 'setProbe'
  | 'setPositions'
  | 'setEdgeNotes'
  | 'runCommand'
  | 'openPanel'
  | 'closePanel'
  | 'togglePanelFull'
  | 'openOverlay'
  | 'setSettings'
  | 'notify'
  | 'dismiss'
  | 'ask'
  | 'answer'
>

const isPath = (place: Path | Range): place is Path => Array.isArray(place)

const sameSelection = (a: Selection | null, b: Selection | null): boolean =>
  a === b || JSON.stringify(a) === JSON.stringify(b)

let commandRunner: (id: string, argument?: string) => void = () => {}

/** The registry of commands lives in the app; it says here how a command is run. */
export const setCommandRunner = (runner: typeof commandRunner): void => {
  commandRunner = runner
}

let lastNotice = 0
let lastReveal = 0

/** What is shown and chosen. Nothing of it is in the undo history. */
export const createViewSlice = (set: Set, get: Get): ViewActions => ({
  select: selection => get().selectMany(selection === null ? [] : [selection]),

  selectMany(multi) {
    const selection = multi.at(-1) ?? null
    const before = get()
    if (
      sameSelection(selection, before.selection) &&
      multi.length === before.multi.length &&
      multi.every((item, index) => sameSelection(item, before.multi[index] ?? null))
    )
      return
    set({ multi, selection, probe: { rank: 0, replica: 0 } })
  },

  reveal(place) {
    const { analysis } = get()
    const document = analysis?.document
    const path = isPath(place) ? place : document ? pathAt(document, place.start) : []
    const range = isPath(place) ? (document ? placeRange(document, place) : null) : place
    lastReveal += 1
    set({ revealed: { path, range, serial: lastReveal } })
    const selection = analysis === null ? null : selectionAt(analysis, path)
    if (selection !== null) get().select(selection)
  },

  goTo(selection) {
    const { analysis, reveal, select } = get()
    const path = analysis === null ? null : pathOfSelection(analysis, selection)
    if (path !== null) reveal(path)
    select(selection)
  },

  setCursor(cursor) {
    if (cursor !== get().cursor) set({ cursor })
  },
  setContext: patch => set({ context: { ...get().context, ...patch } }),
  replaceContext: context => set({ context }),
  setProbe: patch => set({ probe: { ...get().probe, ...patch } }),
  setPositions: patch => set({ positions: { ...get().positions, ...patch } }),
  setEdgeNotes: edgeNotes => set({ edgeNotes }),

  runCommand: (id, argument) => commandRunner(id, argument),
  openPanel: panel => set({ panel, panelOpen: true }),
  closePanel: () => set({ panelOpen: false, panelFull: false }),
  togglePanelFull: () => set({ panelOpen: true, panelFull: !get().panelFull }),
  openOverlay: overlay => set({ overlay }),
  setSettings: patch => set({ settings: { ...get().settings, ...patch } }),

  notify(message, options = {}) {
    const { tone = 'info', actions = [], topic = null } = options
    const { sticky = actions.length > 0 || tone === 'error' } = options
    lastNotice += 1
    const others = get().notices.filter(
      notice => notice.message !== message && (topic === null || notice.topic !== topic),
    )
    set({ notices: [...others.slice(-3), { id: lastNotice, tone, message, actions, sticky, topic }] })
  },
  dismiss: which =>
    set({ notices: get().notices.filter(({ id, topic }) => id !== which && topic !== which) }),

  ask(question) {
    get().question?.resolve(null)
    return new Promise(resolve => set({ question: { ...question, resolve } }))
  },
  answer(id) {
    const { question } = get()
    set({ question: null })
    question?.resolve(id)
  },
})

/** The entry's own range; that of the nearest parent that is written when the place itself is not. */
function placeRange(document: Parameters<typeof nodeAt>[0], path: Path): Range | null {
  for (let length = path.length; length > 0; length -= 1) {
    const part = path.slice(0, length)
    const range = rangeOf(document, part, 'entry') ?? nodeAt(document, part)?.range ?? null
    if (range !== null) return range
  }
  return null
}
