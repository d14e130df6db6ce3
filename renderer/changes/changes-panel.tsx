import { FilePlus } from 'lucide-react'
import { useDeferredValue } from 'react'
import { lineRange } from '../panel/index.ts'
import { useWorkbench } from '../state/index.ts'
import { EmptyState } from '../ui/index.ts'
import { ChangesView } from './changes-view.tsx'

/** What saving would change: the file as it was opened or last saved against the text in the window. */
export function ChangesPanel() {
  const document = useWorkbench(state => state.document)
  const text = useDeferredValue(useWorkbench(state => state.text))
  const savedText = useWorkbench(state => state.savedText)
  const reveal = useWorkbench(state => state.reveal)
  const setText = useWorkbench(state => state.setText)
  const runCommand = useWorkbench(state => state.runCommand)
  if (document === null) {
    return (
      <EmptyState icon={<FilePlus size={22} />} title="No file is open">
        Open a file to see here what you change in it.
      </EmptyState>
    )
  }
  return (
    <ChangesView
      name={document.name}
      onDisk={document.path !== null}
      savedText={savedText}
      text={text}
      onLine={line => reveal(lineRange(text, line))}
      onRevert={() => setText(savedText, 'Revert to saved')}
      onSave={() => runCommand('file.save')}
    />
  )
}
