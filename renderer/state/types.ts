import type { BenchOptions, BenchProgress, BenchReport } from '../../core/bench/types.ts'
import type { Command } from '../../core/commands/index.ts'
import type { Analysis, AnalysisContext } from '../../core/contract/analysis.ts'
import type {
  AppInfo,
  HostBridge,
  HostResults,
  OpenedDocument,
  RecoveryCopy,
} from '../../core/contract/host.ts'
import type { Path, Range, TextEdit } from '../../core/document/types.ts'
import type { History, Places } from '../../core/history/index.ts'
import type { Engine } from './engine.ts'

export const PANELS = [
  'problems',
  'yaml',
  'resolved',
  'effective',
  'ports',
  'devices',
  'bench',
  'changes',
  'rules',
  'doctor',
  'preflight',
] as const
export type PanelId = (typeof PANELS)[number]

/** What the inspector shows: a stage or edge by its id in the analysis, or a connector by its label. */
export type Selection =
  | { readonly kind: 'stage'; readonly id: string }
  | { readonly kind: 'edge'; readonly id: string }
  | { readonly kind: 'connector'; readonly label: string }

/** The worker whose resolved configuration is shown. */
export interface Probe {
  readonly rank: number
  readonly replica: number
}

export interface BenchState {
  readonly options: BenchOptions
  readonly progress: BenchProgress | null
  readonly report: BenchReport | null
  readonly running: boolean
  /** True from the press of Cancel until the run's report is there: nothing moves any more. */
  readonly cancelling: boolean
  /** The `loadSerial` of the text that the run is of; null for one that an earlier window has begun. */
  readonly loadSerial: number | null
  readonly error: string | null
  readonly history: readonly BenchReport[]
}

/** Identity of the open file; its content is `text`. */
export type OpenFile = Omit<OpenedDocument, 'text'>

export interface Point {
  readonly x: number
  readonly y: number
}

export interface Settings {
  readonly theme: 'light' | 'dark' | 'system'
  /** Dots that move along edges while they are measured. */
  readonly movingDots: boolean
  readonly minimap: boolean
  readonly inspector: boolean
  /** The YAML stays visible beside the other panels. */
  readonly yamlBeside: boolean
  /** Forms explain every field below it, instead of in a tooltip. */
  readonly fieldHelp: boolean
  /** Sizes of the splits, in percent, by group and panel. */
  readonly layouts: Readonly<Record<string, Readonly<Record<string, number>>>>
}

export interface NoticeAction {
  readonly label: string
  readonly run: () => void
}

export interface Notice {
  readonly id: number
  readonly tone: 'info' | 'success' | 'warning' | 'error'
  readonly message: string
  readonly actions: readonly NoticeAction[]
  /** Stays until it is dismissed. */
  readonly sticky: boolean
  /** A later notice on the same topic takes this one's place; the topic can be dismissed as a whole. */
  readonly topic: string | null
}

export type NoticeOptions = Partial<Pick<Notice, 'tone' | 'actions' | 'sticky' | 'topic'>>

/** A place that the user was led to. `serial` grows with each call, so that the same place can be shown again. */
export interface Reveal {
  readonly path: Path
  readonly range: Range | null
  readonly serial: number
}

export interface TextChange {
  readonly before: string
  readonly edits: readonly TextEdit[]
  /** `typed` comes from the YAML panel itself. */
  readonly cause: 'typed' | 'command' | 'undo' | 'redo'
}

/** Words that a panel puts on an edge of the graph: what the log doctor read of it. */
export interface EdgeNote {
  readonly text: string
  readonly tone: 'info' | 'warning' | 'error'
}

/** A question that stops a command until the user answers; `resolve` gets the chosen answer's id or null. */
export interface Question {
  readonly title: string
  readonly message: string
  readonly answers: readonly {
    readonly id: string
    readonly label: string
    readonly tone?: 'primary' | 'danger'
  }[]
  readonly resolve: (answer: string | null) => void
}

/** A path that the window asks for, where the shell has no file dialog of its own. */
export interface PathPrompt {
  readonly mode: 'open' | 'save'
  readonly suggestedName: string
  /** What the file is for, where it is not the document. */
  readonly title?: string | undefined
  readonly resolve: (path: string | null) => void
}

/** What the app keeps beside a file: node positions and the launch context. */
export interface FileNotes {
  readonly positions: Readonly<Record<string, Point>>
  readonly context: Partial<AnalysisContext>
}

export interface LoadOptions {
  /** What is on disk, when it is not the document's text: after a crash. */
  readonly savedText?: string
  readonly notes?: FileNotes
  /** Key of the recovery copy that the text came from. */
  readonly recoveryKey?: string
}

/** Modal surfaces of the window; one at a time. */
export type OverlayId =
  | 'palette'
  | 'gallery'
  | 'settings'
  | 'open-path'
  | 'context'
  | 'environment'
  | 'hosts'
  | 'overrides'
  | 'about'
  | 'migrate'

export interface WorkbenchData {
  readonly host: HostBridge
  readonly engine: Engine | null
  readonly app: AppInfo | null
  /** `loading` until the host has answered and the start file, if any, is open. */
  readonly phase: 'loading' | 'loaded'
  readonly document: OpenFile | null
  /** Grows with each document that is loaded: tells whether it is still the same one. */
  readonly loadSerial: number
  readonly text: string
  readonly savedText: string
  readonly history: History
  /** What led from the last text to this one; null after a document was loaded. */
  readonly change: TextChange | null
  /** Of `text`, or of a text a few milliseconds older while the worker is busy: see `analysis.document.text`. */
  readonly analysis: Analysis | null
  /** The last analysis whose text could be read; the graph is drawn from it. */
  readonly lastGood: Analysis | null
  readonly context: AnalysisContext
  readonly selection: Selection | null
  /** Everything selected, `selection` included. */
  readonly multi: readonly Selection[]
  readonly probe: Probe
  readonly bench: BenchState
  readonly panel: PanelId
  readonly panelOpen: boolean
  /** True while the lower panel takes the whole window, and the graph waits behind it. */
  readonly panelFull: boolean
  readonly overlay: OverlayId | null
  readonly question: Question | null
  readonly revealed: Reveal | null
  /** Offset of the cursor in the YAML panel; null while it has none. */
  readonly cursor: number | null
  readonly positions: Readonly<Record<string, Point>>
  /** By edge, named `from->to`. */
  readonly edgeNotes: Readonly<Record<string, EdgeNote>>
  readonly settings: Settings
  readonly notices: readonly Notice[]
  readonly recoveries: readonly RecoveryCopy[]
  readonly recent: HostResults['documents.recent']
  readonly pathPrompt: PathPrompt | null
  /** Under which the unsaved text of the open document is kept against a crash. */
  readonly recoveryKey: string
  /** False while the browser shell's host does not answer. */
  readonly connected: boolean
}

export interface WorkbenchActions {
  /** Plans `command` against the current text and applies it as one undo step; false and a notice when it can't. */
  dispatch(command: Command): boolean
  /** Applies several commands as one undo step; all or none. */
  dispatchAll(title: string, commands: readonly Command[]): boolean
  applyEdits(title: string, edits: readonly TextEdit[]): void
  /** Edits typed in the YAML panel; a burst of typing becomes one undo step. */
  typeEdits(edits: readonly TextEdit[]): void
  /** Replaces the text as one undo step, by the smallest single splice. */
  setText(text: string, title?: string): void
  /** Moves nodes as one undo step; null gives a node back to the layout. The text stays as it is. */
  moveNodes(title: string, to: Places): void
  undo(): void
  redo(): void
  select(selection: Selection | null): void
  selectMany(selection: readonly Selection[]): void
  /** Leads to a place: selects the node it belongs to and moves the YAML cursor and the field there. */
  reveal(place: Path | Range): void
  /** Selects a thing and leads to where it is written. */
  goTo(selection: Selection): void
  setCursor(offset: number | null): void
  setContext(patch: Partial<AnalysisContext>): void
  /** As a whole: a member that is not there any more is taken back, which a patch could not say. */
  replaceContext(context: AnalysisContext): void
  setProbe(patch: Partial<Probe>): void
  /** Puts nodes where they belong from the start: no step of its own. */
  setPositions(patch: Readonly<Record<string, Point>>): void
  /** Replaces the notes on all edges. */
  setEdgeNotes(notes: Readonly<Record<string, EdgeNote>>): void
  runCommand(id: string, argument?: string): void
  openPanel(panel: PanelId): void
  closePanel(): void
  /** Gives the lower panel the whole window, or the graph its part back. */
  togglePanelFull(): void
  openOverlay(overlay: OverlayId | null): void
  setSettings(patch: Partial<Settings>): void
  setBenchOptions(patch: Partial<BenchOptions>): void
  /** As a whole: an option that is not there any more is taken back. */
  replaceBenchOptions(options: BenchOptions): void
  startBench(options?: Partial<BenchOptions>): Promise<void>
  cancelBench(): Promise<void>
  notify(message: string, options?: NoticeOptions): void
  /** Takes away one notice, or all of a topic. */
  dismiss(which: number | string): void
  /** Asks the user; null when the question was closed without an answer. */
  ask(question: Omit<Question, 'resolve'>): Promise<string | null>
  answer(id: string | null): void
  /** Puts a text into the window as the open document; unsaved changes must have been dealt with. */
  load(document: OpenedDocument, options?: LoadOptions): void
  closeDocument(): Promise<void>
  /** Opens a text that has no file yet; false when the user wants to keep the open one. */
  newDocument(name: string, text: string): Promise<boolean>
  openPath(path: string): Promise<boolean>
  /** Lets the user pick a file: by the shell's dialog, else by the window's own. */
  openDialog(): Promise<boolean>
  openDropped(file: File): Promise<boolean>
  /** True when the text is on disk afterwards. */
  save(): Promise<boolean>
  saveAs(): Promise<boolean>
  /** Takes over what is on disk, as one undo step. */
  reloadFromDisk(): Promise<void>
  /** Asks about unsaved changes, if there are any; false = stay. */
  mayLeave(): Promise<boolean>
  promptPath(mode: PathPrompt['mode'], suggestedName?: string, title?: string): Promise<string | null>
  answerPath(path: string | null): void
  refreshRecent(): Promise<void>
  restoreRecovery(copy: RecoveryCopy): Promise<void>
  discardRecovery(key: string): Promise<void>
  /** Leaves the copies where they are and asks no more until the next start. */
  postponeRecoveries(): void
}

export type Workbench = WorkbenchData & WorkbenchActions
