import { FileCheck } from 'lucide-react'
import { useMemo } from 'react'
import { DiffView, Gap, lineDiff, Panel, PanelBody } from '../panel/index.ts'
import { Badge, Button, EmptyState } from '../ui/index.ts'
import './changes.css'

export interface ChangesViewProps {
  readonly name: string
  /** False for a document that was never saved. */
  readonly onDisk: boolean
  readonly savedText: string
  readonly text: string
  readonly onLine: (line: number) => void
  readonly onRevert: () => void
  readonly onSave: () => void
}

export function ChangesView({ name, onDisk, savedText, text, onLine, onRevert, onSave }: ChangesViewProps) {
  const diff = useMemo(() => lineDiff(savedText, text), [savedText, text])
  if (diff.hunks.length === 0) {
    return (
      <EmptyState icon={<FileCheck size={22} />} title="No unsaved changes">
        {onDisk
          ? `The window shows ${name} exactly as it is on disk.`
          : `${name} has not been changed since it was opened.`}
      </EmptyState>
    )
  }
  return (
    <Panel
      bar={
        <>
          <span className="sw-truncate">
            {onDisk ? `${name}: on disk → in the window` : `${name}: opened → now`}
          </span>
          <Badge tone="ok" title="Lines added">{`+${diff.added}`}</Badge>
          <Badge tone="error" title="Lines removed">{`−${diff.removed}`}</Badge>
          <Gap />
          <Button small onClick={onRevert}>
            Revert all
          </Button>
          <Button small tone="primary" onClick={onSave}>
            Save
          </Button>
        </>
      }
    >
      {diff.coarse && (
        <p className="sw-changes-note">The two texts differ in too many lines to match them; all is shown.</p>
      )}
      <PanelBody pad>
        <DiffView label={`Changes in ${name}`} diff={diff} onLine={onLine} />
      </PanelBody>
    </Panel>
  )
}
