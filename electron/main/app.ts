import { join } from 'node:path'
import type * as Electron from 'electron'
import type { BrowserWindow } from 'electron'
import type { Host } from '../host/host.ts'
import { filesOf } from './arguments.ts'
import { guardClose } from './close-protocol.ts'
import { attachIpc } from './ipc.ts'
import { menuTemplate } from './menu.ts'
import { serveApp } from './protocol.ts'
import { createElectronShell } from './shell.ts'
import { lockNavigation, lockPermissions, showWindow, windowOptions } from './window.ts'

/** The parts of the `electron` module that the app uses. */
export type ElectronModule = Pick<
  typeof Electron,
  'app' | 'BrowserWindow' | 'dialog' | 'ipcMain' | 'Menu' | 'protocol' | 'session' | 'shell'
>

export interface AppFolders {
  /** Folder of the built window. */
  readonly renderer: string
  /** The built preload script. */
  readonly preload: string
  readonly appData: string
}

/** How this process was started. */
export interface AppStart {
  readonly argv: readonly string[]
  readonly cwd: string
}

interface OpenWindow {
  readonly window: BrowserWindow
  send(command: string, argument?: string): void
}

function openWindow(
  electron: ElectronModule,
  host: Host,
  preload: string,
  startFiles: readonly string[],
): OpenWindow {
  const { BrowserWindow: Window, dialog, ipcMain, Menu, shell: external } = electron
  const window: BrowserWindow = new Window(windowOptions(preload))
  const closing = guardClose(window, () => bridge.emit('app.closeRequested', null))
  const answerClose = closing.answer
  const shell = createElectronShell({ window, dialog, external, startFiles, answerClose })
  const bridge = attachIpc(ipcMain, window, host, shell)
  window.once('closed', () => void bridge.close())

  const send = (command: string, argument?: string) =>
    bridge.emit('app.command', { command, ...(argument === undefined ? {} : { argument }) })
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(process.platform, send)))
  return { window, send }
}

/**
 * Keeps at most one window: later starts and files from the system go to it, and open it again when a bench run
 * has outlived it.
 */
async function runWindow(
  electron: ElectronModule,
  host: Host,
  folders: AppFolders,
  start: AppStart,
): Promise<void> {
  const { app } = electron
  let current: OpenWindow | null = null

  const show = async (files: readonly string[]): Promise<void> => {
    for (const file of files) await host.grantFile(file)
    if (current === null) {
      current = openWindow(electron, host, folders.preload, files)
      current.window.once('closed', () => {
        current = null
      })
      return showWindow(current.window)
    }
    if (current.window.isMinimized()) current.window.restore()
    current.window.focus()
    for (const file of files) current.send('file.openPath', file)
  }

  app.on('second-instance', (_event, argv, folder) => void show(filesOf(argv, folder, app.isPackaged)))
  app.on('open-file', (event, path) => {
    event.preventDefault()
    void show([path])
  })
  app.on('window-all-closed', async () => {
    await host.bench.idle()
    if (current !== null) return
    await host.close()
    app.quit()
  })
  await show(filesOf(start.argv, start.cwd, app.isPackaged))
}

/** Runs the app in this process; resolves when the window is up. A second start hands its files to the first. */
export async function startApp(
  electron: ElectronModule,
  createHost: () => Promise<Host>,
  folders: AppFolders,
  start: AppStart = { argv: process.argv, cwd: process.cwd() },
): Promise<void> {
  const { app } = electron
  app.setPath('userData', join(folders.appData, 'electron'))
  if (!app.requestSingleInstanceLock()) {
    app.quit()
    return
  }
  app.on('web-contents-created', (_event, contents) => lockNavigation(contents))
  await app.whenReady()
  serveApp(electron.protocol, folders.renderer)
  lockPermissions(electron.session.defaultSession)
  await runWindow(electron, await createHost(), folders, start)
}
