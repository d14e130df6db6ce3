import { nodeAt } from '../../core/document/index.ts'
import { lineStartAt } from '../../core/document/lines.ts'
import type { ParsedDocument } from '../../core/document/types.ts'
import { currentAnalysis, stageById, useWorkbench, type Workbench } from '../state/index.ts'
import { removeSelection } from './remove-selection.ts'

/** What was copied last here: pasting from a menu can't read the system's clipboard. */
let copied: string | null = null

/** The item's own lines, moved to the left edge, with its dash. Flow items and JSON stand on one line as they are. */
function itemText({ text, format }: ParsedDocument, start: number, end: number): string {
  const own = text.slice(start, end)
  if (format === 'json') return own
  const indent = start - lineStartAt(text, start)
  const lines = own.split(/\r\n|\r|\n/)
  const moved = lines.map((line, index) =>
    index === 0 ? `- ${line}` : line.trim() === '' ? '' : `  ${line.slice(Math.min(indent, leading(line)))}`,
  )
  return moved.join('\n')
}

const leading = (line: string): number => line.length - line.trimStart().length

/** The selected stages as a YAML list, in the order of the file; null when none is written in the text. */
export function selectionText(state: Workbench): string | null {
  const analysis = currentAnalysis(state)
  if (analysis === null) return null
  const { document } = analysis
  const items = state.multi.flatMap(item => {
    const path = item.kind === 'stage' ? stageById(analysis, item.id)?.path : null
    const node = path == null ? null : nodeAt(document, path)
    return node === null ? [] : [node.range]
  })
  if (items.length === 0) return null
  const texts = items
    .sort((a, b) => a.start - b.start)
    .map(({ start, end }) => itemText(document, start, end))
  return document.format === 'json' ? `[${texts.join(', ')}]\n` : `${texts.join('\n')}\n`
}

/** Copies to the window's own clipboard and, where the browser allows it, to the system's. */
export async function copySelection(state: Workbench): Promise<void> {
  copied = selectionText(state)
  if (copied === null) return
  await navigator.clipboard?.writeText(copied).catch(() => undefined)
}

export async function cutSelection(state: Workbench): Promise<void> {
  await copySelection(state)
  if (copied !== null) removeSelection(state)
}

/** Adds the stages of `text`, or of what was copied here last, and selects them. */
export function pasteStages(state: Workbench, text: string | undefined = copied ?? undefined): void {
  if (text === undefined || text.trim() === '') {
    state.notify('Nothing was copied in this window yet.')
    return
  }
  selectAdded(state, () => state.dispatch({ type: 'pasteStages', text }))
}

/** Doubles the selected stages and selects the copies. */
export function duplicateSelection(state: Workbench): void {
  const commands = state.multi.flatMap(item =>
    item.kind === 'stage' ? [{ type: 'duplicateStage' as const, id: item.id }] : [],
  )
  selectAdded(state, () => state.dispatchAll('Duplicate', commands))
}

/** Selects the stages that `add` brings into the file; nothing when it gives false. */
function selectAdded(state: Workbench, add: () => boolean): void {
  const before = new Set(currentAnalysis(state)?.stages.map(stage => stage.id))
  if (!add()) return
  const added = currentAnalysis(useWorkbench.getState())?.stages.filter(stage => !before.has(stage.id))
  state.selectMany((added ?? []).map(({ id }) => ({ kind: 'stage', id })))
}

const isEditable = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('input, textarea, select, [contenteditable]') !== null

/** Joins the system's clipboard events to the graph, wherever no text is being edited or selected. */
export function followClipboard(): () => void {
  const own = (event: ClipboardEvent): boolean =>
    event.clipboardData !== null &&
    !isEditable(event.target) &&
    (document.getSelection()?.isCollapsed ?? true) &&
    useWorkbench.getState().overlay === null
  const onCopy = (event: ClipboardEvent) => {
    const text = own(event) ? selectionText(useWorkbench.getState()) : null
    if (text === null) return
    copied = text
    event.clipboardData?.setData('text/plain', text)
    event.preventDefault()
    if (event.type === 'cut') removeSelection(useWorkbench.getState())
  }
  const onPaste = (event: ClipboardEvent) => {
    if (!own(event) || useWorkbench.getState().document === null) return
    event.preventDefault()
    pasteStages(useWorkbench.getState(), event.clipboardData?.getData('text/plain'))
  }
  document.addEventListener('copy', onCopy)
  document.addEventListener('cut', onCopy)
  document.addEventListener('paste', onPaste)
  return () => {
    document.removeEventListener('copy', onCopy)
    document.removeEventListener('cut', onCopy)
    document.removeEventListener('paste', onPaste)
  }
}
