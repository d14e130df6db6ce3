import type { BrowserWindow, IpcMain, IpcMainInvokeEvent } from 'electron'
import { fail } from '../../core/contract/result.ts'
import type { Emit, Host, HostSession } from '../host/host.ts'
import type { Shell } from '../host/shell.ts'
import { CALL_CHANNEL, DROP_CHANNEL, EVENT_CHANNEL } from './channels.ts'
import { isAppUrl } from './window.ts'

const REFUSED = fail('invalid-call', 'Only the window of this app may call the host.')

/** True for a call from the top frame of `window`, showing one of the app's own pages. */
function isFromWindow(event: IpcMainInvokeEvent, window: BrowserWindow): boolean {
  const frame = event.senderFrame
  return (
    event.sender === window.webContents &&
    frame !== null &&
    frame === event.sender.mainFrame &&
    isAppUrl(frame.url)
  )
}

export interface IpcBridge {
  readonly emit: Emit
  close(): Promise<void>
}

/** Joins the window to the host; calls from anywhere else are refused. One window at a time. */
export function attachIpc(
  ipcMain: Pick<IpcMain, 'handle' | 'removeHandler'>,
  window: BrowserWindow,
  host: Host,
  shell: Shell,
): IpcBridge {
  const emit: Emit = (name, payload) => {
    if (!window.isDestroyed()) window.webContents.send(EVENT_CHANNEL, name, payload)
  }
  const session: HostSession = host.connect(shell, emit)
  ipcMain.handle(CALL_CHANNEL, (event, name: unknown, args: unknown) =>
    isFromWindow(event, window) ? session.call(name, args) : REFUSED,
  )
  ipcMain.handle(DROP_CHANNEL, async (event, path: unknown) => {
    if (!isFromWindow(event, window) || typeof path !== 'string' || path === '') return
    await host.grantFile(path)
  })
  return {
    emit,
    async close() {
      ipcMain.removeHandler(CALL_CHANNEL)
      ipcMain.removeHandler(DROP_CHANNEL)
      await session.close()
    },
  }
}
