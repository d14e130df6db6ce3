import { useEffect } from 'react'
import { followClipboard } from '../canvas/clipboard.ts'
import { useWorkbench } from '../state/index.ts'
import './app.css'
import { Boundary } from './boundary.tsx'
import { followDrops } from './drop.ts'
import { Overlays } from './overlays.tsx'
import { followShortcuts } from './shortcut-keys.ts'
import { StartScreen } from './start-screen.tsx'
import { StatusBar } from './status-bar.tsx'
import { Toasts } from './toasts.tsx'
import { ToolBar } from './tool-bar.tsx'
import { useTheme } from './use-theme.ts'
import { Workspace } from './workspace.tsx'

/** The whole window. `data-app-state` turns from `loading` to `loaded` once the start file is open. */
export function App() {
  const phase = useWorkbench(state => state.phase)
  const open = useWorkbench(state => state.document !== null)
  useTheme()
  useEffect(followShortcuts, [])
  useEffect(followClipboard, [])
  useEffect(followDrops, [])
  return (
    <div className="sw-app" data-app-state={phase}>
      <ToolBar />
      <main className="sw-app-main">
        <Boundary name="The workspace">
          {open ? <Workspace /> : phase === 'loaded' ? <StartScreen /> : null}
        </Boundary>
      </main>
      <StatusBar />
      <Overlays />
      <Toasts />
    </div>
  )
}
