import { useMemo } from 'react'
import { migrate } from '../../core/migrate/index.ts'
import { Alert } from '../panel/index.ts'
import { useWorkbench } from '../state/index.ts'
import { Button, Dialog } from '../ui/index.ts'
import { MigrateView } from './migrate-view.tsx'

/** Turns the open legacy file into a deploy file, shows what became of it, and opens it beside the old one. */
export function MigrateDialog() {
  const open = useWorkbench(state => state.overlay === 'migrate')
  return open ? <Migrate /> : null
}

function Migrate() {
  const text = useWorkbench(state => state.text)
  const context = useWorkbench(state => state.context)
  const name = useWorkbench(state => state.document?.name ?? 'config.yaml')
  const openOverlay = useWorkbench(state => state.openOverlay)
  const newDocument = useWorkbench(state => state.newDocument)
  const setText = useWorkbench(state => state.setText)
  const reveal = useWorkbench(state => state.reveal)
  const result = useMemo(() => migrate(text, context), [text, context])
  const close = () => openOverlay(null)
  const footer = (
    <>
      <Button onClick={close}>Cancel</Button>
      {result.ok && (
        <>
          <Button
            onClick={() => {
              setText(result.value.text, 'Migrate to a deploy file')
              close()
            }}
          >
            Replace the text here
          </Button>
          <Button
            tone="primary"
            onClick={() => {
              close()
              void newDocument(deployName(name), result.value.text)
            }}
          >
            Open as a new file
          </Button>
        </>
      )}
    </>
  )
  return (
    <Dialog open onClose={close} title="Migrate to a deploy file" wide footer={footer}>
      {result.ok ? (
        <MigrateView
          before={text}
          migration={result.value}
          onReveal={place => {
            close()
            reveal(place)
          }}
        />
      ) : (
        <Alert tone="error">{result.error.message}</Alert>
      )}
    </Dialog>
  )
}

/** `x_legacy.yaml` and `x.yaml` become `x_deploy.yaml`. */
export function deployName(name: string): string {
  const match = /^(.*?)(\.(?:ya?ml|json))?$/i.exec(name)
  const stem = (match?.[1] ?? name).replace(/[-_]?(legacy|stage_configs?)$/i, '')
  return `${stem === '' ? 'config' : stem}_deploy${match?.[2] ?? '.yaml'}`
}
