import { useWorkbench } from '../state/index.ts'
import { Button, Dialog, whenText } from '../ui/index.ts'
import './dialogs.css'

/** Offers the unsaved texts that an earlier start left behind. */
export function RecoveryDialog() {
  const recoveries = useWorkbench(state => state.recoveries)
  const restore = useWorkbench(state => state.restoreRecovery)
  const discard = useWorkbench(state => state.discardRecovery)
  const later = useWorkbench(state => state.postponeRecoveries)
  if (recoveries.length === 0) return null
  return (
    <Dialog
      open
      onClose={later}
      title="Unsaved changes from last time"
      description="These texts were not saved when their window went away. Restoring one does not touch its file until you save."
      footer={<Button onClick={later}>Decide next time</Button>}
    >
      <ul className="sw-list">
        {recoveries.map(copy => (
          <li key={copy.key} className="sw-list-row">
            <span className="sw-list-main">
              <strong className="sw-truncate">{copy.name}</strong>
              <span className="sw-muted sw-truncate" title={copy.path ?? ''}>
                {whenText(copy.savedAt)} · {copy.path ?? 'never saved'}
              </span>
            </span>
            <Button small tone="danger" onClick={() => void discard(copy.key)}>
              Discard
            </Button>
            <Button small tone="primary" onClick={() => void restore(copy)}>
              Restore
            </Button>
          </li>
        ))}
      </ul>
    </Dialog>
  )
}
