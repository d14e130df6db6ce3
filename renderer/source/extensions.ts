import {
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
} from '@codemirror/autocomplete'
import { defaultKeymap, indentWithTab } from '@codemirror/commands'
import { yaml } from '@codemirror/lang-yaml'
import {
  bracketMatching,
  codeFolding,
  foldGutter,
  foldKeymap,
  indentOnInput,
  indentUnit,
} from '@codemirror/language'
import { lintGutter, lintKeymap } from '@codemirror/lint'
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search'
import { EditorState, type Extension } from '@codemirror/state'
import {
  crosshairCursor,
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  highlightSpecialChars,
  keymap,
  lineNumbers,
  rectangularSelection,
} from '@codemirror/view'
import { useWorkbench } from '../state/index.ts'
import { completeSource } from './completion.ts'
import { sendCursor } from './cursor.ts'
import { explainOnHover } from './hover.ts'
import { indentBelowKey } from './indent.ts'
import { flashedLine } from './reveal.ts'
import { sendTyping } from './sync.ts'
import { editorHighlight, editorTheme } from './theme.ts'

const always = (action: () => void) => () => {
  action()
  return true
}

/** Undo and redo are the document's own, for graph, forms and text alike. */
const historyKeys = keymap.of([
  { key: 'Mod-z', preventDefault: true, run: always(() => useWorkbench.getState().undo()) },
  { key: 'Mod-Shift-z', preventDefault: true, run: always(() => useWorkbench.getState().redo()) },
  { key: 'Mod-y', preventDefault: true, run: always(() => useWorkbench.getState().redo()) },
])

/** Keys of the window that the editor would otherwise take for itself. */
const WINDOW_KEYS = new Set(['Mod-Enter', 'Mod-k', 'Mod-i', 'F8', 'Shift-F8'])
const editorKeys = [
  ...closeBracketsKeymap,
  ...searchKeymap,
  ...foldKeymap,
  ...completionKeymap,
  ...lintKeymap,
  ...defaultKeymap,
].filter(({ key }) => key === undefined || !WINDOW_KEYS.has(key))

/** The editor's own words where they are terser than those of the rest of the window. */
const PHRASES = {
  next: 'Next',
  previous: 'Previous',
  all: 'All',
  'match case': 'Match case',
  regexp: 'Regex',
  'by word': 'Whole words',
  replace: 'Replace',
  'replace all': 'Replace all',
  close: 'Close the search',
  go: 'Go',
}

/** The YAML editor, JSON included: YAML reads it too. */
export const sourceExtensions: Extension = [
  lineNumbers(),
  foldGutter(),
  lintGutter(),
  highlightSpecialChars(),
  drawSelection(),
  EditorState.allowMultipleSelections.of(true),
  EditorState.tabSize.of(2),
  indentUnit.of('  '),
  indentBelowKey,
  indentOnInput(),
  bracketMatching(),
  closeBrackets(),
  codeFolding(),
  rectangularSelection(),
  crosshairCursor(),
  highlightActiveLine(),
  highlightActiveLineGutter(),
  highlightSelectionMatches(),
  search({ top: true }),
  EditorState.phrases.of(PHRASES),
  autocompletion({ override: [completeSource], icons: false }),
  explainOnHover,
  yaml(),
  editorTheme,
  editorHighlight,
  flashedLine,
  sendTyping,
  sendCursor,
  historyKeys,
  keymap.of([...editorKeys, indentWithTab]),
  EditorView.contentAttributes.of({ 'aria-label': 'YAML of the open file', spellcheck: 'false' }),
]
