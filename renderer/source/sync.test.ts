// @vitest-environment happy-dom
import { EditorState } from '@codemirror/state'
import { EditorView } from '@codemirror/view'
import { afterEach, describe, expect, it } from 'vitest'
import { createFakeHost } from '../state/fake-host.ts'
import { isDirty } from '../state/index.ts'
import { CHAIN, startOn, state } from '../state/test-support.ts'
import { followStore, mapOf, sendTyping } from './sync.ts'

let stops: (() => void)[] = []
afterEach(() => {
  for (const stop of stops) stop()
})

async function open(text: string): Promise<EditorView> {
  const stop = await startOn(createFakeHost({ '/a/chain.yaml': text }))
  await state().openPath('/a/chain.yaml')
  const view = new EditorView({ parent: document.body })
  const unfollow = followStore(view, doc => EditorState.create({ doc, extensions: [sendTyping] }))
  stops = [unfollow, () => view.destroy(), stop]
  return view
}

const shown = (view: EditorView): string => view.state.doc.toString()

const type = (view: EditorView, at: number, text: string) =>
  view.dispatch({ changes: { from: at, insert: text }, selection: { anchor: at + text.length } })

describe('the editor and the store', () => {
  it('show the same text from the start and after another file is opened', async () => {
    const view = await open(CHAIN)
    expect(shown(view)).toBe(CHAIN)
    await state().newDocument('b.yaml', 'stages: []\n')
    expect(shown(view)).toBe('stages: []\n')
  })

  it('take typing into the file, a burst as one undo step', async () => {
    const view = await open(CHAIN)
    type(view, 0, '#')
    type(view, 1, ' hello')
    expect(state().text).toBe(`# hello${CHAIN}`)
    state().undo()
    expect(shown(view)).toBe(CHAIN)
    expect(isDirty(state())).toBe(false)
    state().redo()
    expect(shown(view)).toBe(`# hello${CHAIN}`)
  })

  it('keep the cursor at its word when the graph edits the text before it', async () => {
    const view = await open(CHAIN)
    const word = CHAIN.indexOf('from_stage_0')
    view.dispatch({ selection: { anchor: word } })
    state().dispatch({ type: 'renameStage', id: '0', name: 'thinker' })
    expect(shown(view)).toBe(state().text)
    expect(state().text.slice(view.state.selection.main.head)).toMatch(/^from_stage_0/)
  })

  it('keep the line ends of a file from Windows', async () => {
    const windows = CHAIN.replaceAll('\n', '\r\n')
    const view = await open(windows)
    expect(shown(view)).toBe(CHAIN)
    type(view, CHAIN.length, '# one\n# two')
    expect(state().text).toBe(`${windows}# one\r\n# two`)
    state().undo()
    state().undo()
    state().dispatch({ type: 'renameStage', id: '1', name: 'talker' })
    expect(shown(view)).toBe(state().text.replaceAll('\r\n', '\n'))
    state().undo()
    expect(state().text).toBe(windows)
    expect(shown(view)).toBe(CHAIN)
    expect(mapOf(view).toFile(CHAIN.length)).toBe(windows.length)
  })

  it('take a whole new text, one that shares nothing with the old', async () => {
    const view = await open('a\r\nb\r\n')
    state().setText('c\nd\n')
    expect(shown(view)).toBe('c\nd\n')
    type(view, 4, 'e\n')
    expect(state().text).toBe('c\nd\ne\n')
  })
})
