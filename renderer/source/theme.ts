import { HighlightStyle, syntaxHighlighting } from '@codemirror/language'
import { EditorView } from '@codemirror/view'
import { tags } from '@lezer/highlight'

/** The editor in the window's colours; they change with the theme by themselves. */
export const editorTheme = EditorView.theme({
  '&': { height: '100%', color: 'var(--sw-text)', backgroundColor: 'var(--sw-surface)', fontSize: '12.5px' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--sw-mono)', lineHeight: '1.5' },
  '.cm-content': { caretColor: 'var(--sw-text)', padding: '6px 0' },
  '.cm-cursor, .cm-dropCursor': { borderLeftColor: 'var(--sw-text)' },
  '.cm-gutters': {
    color: 'var(--sw-text-faint)',
    backgroundColor: 'var(--sw-surface)',
    border: '0',
    borderRight: '1px solid var(--sw-border)',
  },
  '.cm-activeLine': { backgroundColor: 'color-mix(in srgb, var(--sw-text) 4%, transparent)' },
  '.cm-activeLineGutter': { color: 'var(--sw-text)', backgroundColor: 'transparent' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    backgroundColor: 'color-mix(in srgb, var(--sw-accent) 26%, transparent)',
  },
  '.cm-selectionMatch': { backgroundColor: 'color-mix(in srgb, var(--sw-accent) 14%, transparent)' },
  '.cm-matchingBracket, &.cm-focused .cm-matchingBracket': {
    backgroundColor: 'color-mix(in srgb, var(--sw-accent) 22%, transparent)',
  },
  '.cm-foldPlaceholder': {
    padding: '0 6px',
    color: 'var(--sw-text-muted)',
    backgroundColor: 'var(--sw-sunken)',
    border: '1px solid var(--sw-border)',
  },
  '.cm-tooltip': {
    color: 'var(--sw-text)',
    backgroundColor: 'var(--sw-raised)',
    border: '1px solid var(--sw-border)',
    borderRadius: 'var(--sw-radius)',
    boxShadow: 'var(--sw-shadow)',
  },
  '.cm-tooltip-autocomplete > ul': { fontFamily: 'var(--sw-mono)', maxHeight: '240px' },
  '.cm-tooltip-autocomplete > ul > li': { padding: '2px 8px' },
  '.cm-tooltip-autocomplete > ul > li[aria-selected]': {
    color: 'var(--sw-accent-soft-text)',
    backgroundColor: 'var(--sw-accent-soft)',
  },
  '.cm-completionDetail': { marginLeft: '10px', fontStyle: 'normal', color: 'var(--sw-text-faint)' },
  '.cm-tooltip.cm-completionInfo, .cm-source-hover': {
    maxWidth: '380px',
    padding: '8px 10px',
    fontFamily: 'var(--sw-font)',
    fontSize: 'var(--sw-size-small)',
    lineHeight: '1.45',
    whiteSpace: 'pre-line',
  },
  '.cm-source-hover strong': { fontFamily: 'var(--sw-mono)' },
  '.cm-source-hover p': { margin: '4px 0 0' },
  '.cm-source-hover .sw-muted': { color: 'var(--sw-text-muted)' },
  '.cm-diagnostic': { padding: '6px 10px', fontFamily: 'var(--sw-font)', maxWidth: '440px' },
  '.cm-diagnostic-error': { borderLeftColor: 'var(--sw-error)' },
  '.cm-diagnostic-warning': { borderLeftColor: 'var(--sw-warning-mark)' },
  '.cm-diagnostic-info': { borderLeftColor: 'var(--sw-info)' },
  '.cm-diagnosticAction': {
    margin: '6px 0 0',
    padding: '2px 8px',
    color: 'var(--sw-accent-text)',
    backgroundColor: 'var(--sw-accent)',
    borderRadius: 'var(--sw-radius-small)',
  },
  '.cm-lintRange': {
    backgroundImage: 'none',
    paddingBottom: '0',
    textDecorationLine: 'underline',
    textDecorationStyle: 'wavy',
    textDecorationThickness: '1px',
    textUnderlineOffset: '3px',
    textDecorationSkipInk: 'none',
  },
  '.cm-lintRange-error': { textDecorationColor: 'var(--sw-error)' },
  '.cm-lintRange-warning': { textDecorationColor: 'var(--sw-warning-mark)' },
  '.cm-lintRange-info': { textDecorationColor: 'var(--sw-info)' },
  '.cm-panels': { color: 'var(--sw-text)', backgroundColor: 'var(--sw-bg)' },
  '.cm-panels-top': { borderBottom: '1px solid var(--sw-border)' },
  '.cm-panels-bottom': { borderTop: '1px solid var(--sw-border)' },
  '.cm-search': { fontFamily: 'var(--sw-font)', padding: '6px 8px' },
  '.cm-textfield': {
    padding: '3px 6px',
    color: 'var(--sw-text)',
    backgroundColor: 'var(--sw-surface)',
    border: '1px solid var(--sw-border-strong)',
    borderRadius: 'var(--sw-radius-small)',
    fontSize: 'var(--sw-size-small)',
  },
  '.cm-button': {
    padding: '3px 8px',
    color: 'var(--sw-text)',
    backgroundColor: 'var(--sw-surface)',
    backgroundImage: 'none',
    border: '1px solid var(--sw-border-strong)',
    borderRadius: 'var(--sw-radius-small)',
    fontSize: 'var(--sw-size-small)',
  },
  '.cm-searchMatch': { backgroundColor: 'color-mix(in srgb, var(--sw-warning-mark) 32%, transparent)' },
  '.cm-searchMatch-selected': {
    backgroundColor: 'color-mix(in srgb, var(--sw-warning-mark) 62%, transparent)',
  },
  '.cm-source-flash': { animation: 'sw-source-flash 1.4s ease-out' },
})

export const editorHighlight = syntaxHighlighting(
  HighlightStyle.define([
    { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: 'var(--sw-code-key)' },
    { tag: [tags.string, tags.content, tags.special(tags.string)], color: 'var(--sw-code-string)' },
    { tag: [tags.number], color: 'var(--sw-code-number)' },
    { tag: [tags.bool, tags.null, tags.keyword, tags.atom], color: 'var(--sw-code-atom)' },
    { tag: [tags.comment, tags.lineComment], color: 'var(--sw-code-comment)', fontStyle: 'italic' },
    { tag: [tags.labelName, tags.typeName, tags.meta], color: 'var(--sw-code-atom)' },
    {
      tag: [tags.punctuation, tags.separator, tags.squareBracket, tags.brace],
      color: 'var(--sw-text-muted)',
    },
  ]),
)
