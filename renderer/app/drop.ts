import { useWorkbench } from '../state/index.ts'

const hasFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false

/** Opens a file that is dropped anywhere on the window. */
export function followDrops(): () => void {
  const mark = (on: boolean) => {
    document.documentElement.toggleAttribute('data-dropping', on)
  }
  const onOver = (event: DragEvent) => {
    if (!hasFiles(event)) return
    event.preventDefault()
    mark(true)
  }
  const onLeave = (event: DragEvent) => {
    if (event.relatedTarget === null) mark(false)
  }
  const onDrop = (event: DragEvent) => {
    if (!hasFiles(event)) return
    event.preventDefault()
    event.stopPropagation()
    mark(false)
    const [file, ...others] = event.dataTransfer?.files ?? []
    if (file === undefined) return
    const { openDropped, notify } = useWorkbench.getState()
    if (others.length > 0) notify(`One file is open at a time; ${file.name} was taken.`)
    void openDropped(file)
  }
  // In the capturing phase, so that the YAML editor does not take the file for text to insert.
  window.addEventListener('dragover', onOver, true)
  window.addEventListener('dragleave', onLeave, true)
  window.addEventListener('drop', onDrop, true)
  return () => {
    window.removeEventListener('dragover', onOver, true)
    window.removeEventListener('dragleave', onLeave, true)
    window.removeEventListener('drop', onDrop, true)
  }
}
