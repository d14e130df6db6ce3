import { join } from 'node:path'
import * as electron from 'electron'
import { appDataFolder } from '../host/app-data.ts'
import { createDefaultHost } from '../host/default-host.ts'
import { startApp } from './app.ts'
import { registerAppScheme } from './protocol.ts'

const out = join(import.meta.dirname, '..')
const appData = appDataFolder()

registerAppScheme(electron.protocol)
// Electron emits `ready` only after this module has been evaluated, so nothing here may wait for it.
startApp(electron, () => createDefaultHost({ appData, stageProcess: join(out, 'main/stage-process.js') }), {
  renderer: join(out, 'renderer'),
  preload: join(out, 'preload/index.cjs'),
  appData,
}).catch((error: unknown) => {
  electron.dialog.showErrorBox(
    'Stagewright cannot start',
    error instanceof Error ? error.message : String(error),
  )
  electron.app.exit(1)
})
