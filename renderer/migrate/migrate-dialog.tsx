import { useWorkbench } from '../state/index.ts'
import { Dialog } from '../ui/index.ts'

/** Open while the overlay `migrate` is. */
export function MigrateDialog() {
  const open = useWorkbench(state => state.overlay === 'migrate')
  const openOverlay = useWorkbench(state => state.openOverlay)
  return <Dialog open={open} onClose={() => openOverlay(null)} title="Migrate to a deploy file" wide />
}
