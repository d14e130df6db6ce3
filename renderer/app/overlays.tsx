import { lazy, Suspense } from 'react'
import { isContextOverlay } from '../context/context-overlays.ts'
import { Gallery } from '../gallery/index.ts'
import { useWorkbench } from '../state/index.ts'
import { AboutDialog } from './about-dialog.tsx'
import { Boundary } from './boundary.tsx'
import { Palette } from './palette.tsx'
import { PathDialog } from './path-dialog.tsx'
import { QuestionDialog } from './question-dialog.tsx'
import { RecoveryDialog } from './recovery-dialog.tsx'
import { SettingsDialog } from './settings-dialog.tsx'

const ContextDialog = lazy(async () => ({ default: (await import('../context/index.ts')).ContextDialog }))
const MigrateDialog = lazy(async () => ({ default: (await import('../migrate/index.ts')).MigrateDialog }))

/** The modal surfaces, one at a time; a question may stand above any of them. */
export function Overlays() {
  const overlay = useWorkbench(state => state.overlay)
  return (
    <Boundary name="The dialog">
      {overlay === 'palette' && <Palette />}
      {overlay === 'gallery' && <Gallery />}
      {overlay === 'settings' && <SettingsDialog />}
      {overlay === 'about' && <AboutDialog />}
      {overlay === 'open-path' && <PathDialog />}
      <Suspense fallback={null}>
        {isContextOverlay(overlay) && <ContextDialog />}
        {overlay === 'migrate' && <MigrateDialog />}
      </Suspense>
      <RecoveryDialog />
      <QuestionDialog />
    </Boundary>
  )
}
