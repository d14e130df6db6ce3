import type { Locator } from '@playwright/test'

/** The text of a CodeMirror editor, of which only the visible lines are in the page. */
export const editorText = (content: Locator): Promise<string> =>
  content.evaluate(element => {
    // CodeMirror keeps its view on the element that it draws into.
    const { cmTile, cmView } = element as unknown as {
      cmTile?: { view?: { state: { doc: { toString(): string } } } }
      cmView?: { view?: { state: { doc: { toString(): string } } } }
    }
    const view = cmTile?.view ?? cmView?.view
    if (view === undefined) throw new Error('no editor')
    return view.state.doc.toString()
  })
