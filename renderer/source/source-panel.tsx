import { openSearchPanel } from '@codemirror/search'
import { EditorState } from '@codemirror/state'
import { EditorView } from '@codemirror/view'
import { useEffect, useRef } from 'react'
import { followChanges } from './changed-lines.ts'
import { sourceExtensions } from './extensions.ts'
import { provideSource } from './handle.ts'
import { followFindings } from './marks.ts'
import { followReveals } from './reveal.ts'
import './source.css'
import { followStore } from './sync.ts'

const makeState = (doc: string): EditorState => EditorState.create({ doc, extensions: sourceExtensions })

/** The text of the open file, as an editor. Text and graph follow each other. */
export function SourcePanel() {
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (box.current === null) return
    const view = new EditorView({ parent: box.current })
    const stops = [
      followStore(view, makeState),
      followFindings(view),
      followReveals(view),
      followChanges(view),
      provideSource({
        focus: () => view.focus(),
        openSearch: () => openSearchPanel(view),
      }),
    ]
    return () => {
      for (const stop of stops) stop()
      view.destroy()
    }
  }, [])
  return <div ref={box} className="sw-source" />
}
