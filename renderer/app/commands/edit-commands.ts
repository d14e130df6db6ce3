import { setCanvasState } from '../../canvas/canvas-state.ts'
import { copySelection, cutSelection, duplicateSelection, pasteStages } from '../../canvas/clipboard.ts'
import { removeSelection } from '../../canvas/remove-selection.ts'
import { withSource } from '../../source/handle.ts'
import { redoTitle, type Selection, undoTitle, type Workbench } from '../../state/index.ts'
import type { AppCommand } from './types.ts'

const hasStage = (state: Workbench): boolean => state.multi.some(item => item.kind === 'stage')

const everything = ({ lastGood }: Workbench): readonly Selection[] =>
  lastGood === null ? [] : lastGood.stages.map(({ id }) => ({ kind: 'stage', id }))

export const EDIT_COMMANDS: readonly AppCommand[] = [
  {
    id: 'edit.undo',
    title: 'Undo',
    group: 'Edit',
    detail: state => undoTitle(state.history),
    keys: ['Mod+Z'],
    scope: 'outside-text',
    when: state => undoTitle(state.history) !== null,
    run: state => state.undo(),
  },
  {
    id: 'edit.redo',
    title: 'Redo',
    group: 'Edit',
    detail: state => redoTitle(state.history),
    keys: ['Mod+Shift+Z', 'Mod+Y'],
    scope: 'outside-text',
    when: state => redoTitle(state.history) !== null,
    run: state => state.redo(),
  },
  {
    id: 'edit.cut',
    title: 'Cut stages',
    group: 'Edit',
    keys: ['Mod+X'],
    scope: 'event',
    when: hasStage,
    run: state => cutSelection(state),
  },
  {
    id: 'edit.copy',
    title: 'Copy stages',
    group: 'Edit',
    keys: ['Mod+C'],
    scope: 'event',
    when: hasStage,
    run: state => copySelection(state),
  },
  {
    id: 'edit.paste',
    title: 'Paste stages',
    group: 'Edit',
    keys: ['Mod+V'],
    scope: 'event',
    when: state => state.document !== null,
    run: (state, text) => pasteStages(state, text),
  },
  {
    id: 'edit.duplicate',
    title: 'Duplicate stages',
    group: 'Edit',
    keys: ['Mod+D'],
    scope: 'outside-text',
    when: hasStage,
    run: state => duplicateSelection(state),
  },
  {
    id: 'edit.delete',
    title: 'Delete the selection',
    group: 'Edit',
    keys: ['Delete', 'Backspace'],
    scope: 'canvas',
    keywords: ['remove', 'disconnect'],
    when: state => state.multi.length > 0,
    run: state => removeSelection(state),
  },
  {
    id: 'edit.rename',
    title: 'Rename the stage',
    group: 'Edit',
    keys: ['F2'],
    scope: 'outside-text',
    when: state => state.selection?.kind === 'stage',
    run: state => {
      if (state.selection?.kind === 'stage') setCanvasState({ renaming: state.selection.id })
    },
  },
  {
    id: 'edit.selectAll',
    title: 'Select all stages',
    group: 'Edit',
    keys: ['Mod+A'],
    scope: 'canvas',
    when: state => state.lastGood !== null,
    run: state => state.selectMany(everything(state)),
  },
  {
    id: 'edit.deselect',
    title: 'Clear the selection',
    group: 'Edit',
    keys: ['Escape'],
    scope: 'canvas',
    when: state => state.multi.length > 0,
    run: state => state.select(null),
  },
  {
    id: 'edit.find',
    title: 'Find in the YAML',
    group: 'Edit',
    keys: ['Mod+F'],
    scope: 'outside-text',
    keywords: ['search'],
    when: state => state.document !== null,
    run: state => {
      showSource(state)
      withSource(source => source.openSearch())
    },
  },
]

/** Brings the YAML into view, where it is not beside the panels already. */
export function showSource(state: Workbench): void {
  if (!state.settings.yamlBeside || !state.panelOpen) state.openPanel('yaml')
}
