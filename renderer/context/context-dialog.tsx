import { useWorkbench } from '../state/index.ts'
import { Dialog } from '../ui/index.ts'

/** Open while the overlay `context` is. */
export function ContextDialog() {
  const open = useWorkbench(state => state.overlay === 'context')
  const openOverlay = useWorkbench(state => state.openOverlay)
  return <Dialog open={open} onClose={() => openOverlay(null)} title="Launch context" wide />
}
