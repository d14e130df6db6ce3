import { join } from 'node:path'
import * as electron from 'electron'
import { appDataFolder } from '../host/app-data.ts'
import { createDefaultHost } from '../host/default-host.ts'
import { startApp } from './app.ts'
import { registerAppScheme } from './protocol.ts'
import { spawnByUtility } from './stage-spawn.ts'

const out = join(import.meta.dirname, '..')
const appData = appDataFolder()

registerAppScheme(electron.protocol)

const createHost = () =>
  createDefaultHost({
    appData,
    stageProcess: join(out, 'main/stage-process.js'),
    spawn: spawnByUtility(electron.utilityProcess),
  })

// Electron emits `ready` only after this module has been evaluated, so nothing here may wait for it.
startApp(electron, createHost, {
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
