import { useMemo } from 'react'
import { TEMPLATES, type Template } from '../../core/templates/index.ts'
import { useWorkbench } from '../state/index.ts'
import { arrowFocus, Dialog } from '../ui/index.ts'
import './gallery.css'
import { GraphPicture } from './graph-picture.tsx'

/** The templates as a dialog. */
export function Gallery() {
  const openOverlay = useWorkbench(state => state.openOverlay)
  return (
    <Dialog
      open
      onClose={() => openOverlay(null)}
      title="New from a template"
      description="A template becomes a document of its own; nothing is written until you save it."
      wide
    >
      <TemplateList />
    </Dialog>
  )
}

/** Files to begin with, each with a picture of its graph. Arrow keys lead from one to the next. */
export function TemplateList() {
  const openOverlay = useWorkbench(state => state.openOverlay)
  const newDocument = useWorkbench(state => state.newDocument)
  const begin = (template: Template) => {
    openOverlay(null)
    void newDocument(template.fileName, template.text)
  }
  return (
    <ul className="sw-gallery" aria-label="Templates" onKeyDown={arrowFocus}>
      {TEMPLATES.map(template => (
        <li key={template.id}>
          <Card template={template} onChoose={() => begin(template)} />
        </li>
      ))}
    </ul>
  )
}

function Card({ template, onChoose }: { readonly template: Template; readonly onChoose: () => void }) {
  const engine = useWorkbench(state => state.engine)
  const analysis = useMemo(
    () => engine?.analyze(template.text, { fileName: template.fileName }) ?? null,
    [engine, template],
  )
  return (
    <button type="button" className="sw-gallery-card" onClick={onChoose}>
      <span className="sw-gallery-picture">{analysis !== null && <GraphPicture analysis={analysis} />}</span>
      <span className="sw-gallery-title">{template.title}</span>
      <span className="sw-gallery-about">{template.about}</span>
    </button>
  )
}
