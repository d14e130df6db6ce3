import type { BrowserWindow, BrowserWindowConstructorOptions, Session, WebContents } from 'electron'
import { APP_ORIGIN } from './protocol.ts'

/** Options of the one window: sandboxed, isolated, shown when it has something to show. */
export const windowOptions = (preload: string): BrowserWindowConstructorOptions => ({
  width: 1440,
  height: 920,
  minWidth: 720,
  minHeight: 480,
  show: false,
  title: 'Stagewright',
  backgroundColor: '#f6f7f9',
  webPreferences: {
    preload,
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    webviewTag: false,
    spellcheck: false,
  },
})

/** True for the app's own pages; everything else is refused. */
export const isAppUrl = (url: string): boolean => url === APP_ORIGIN || url.startsWith(`${APP_ORIGIN}/`)

/** No navigation away from the app, no second window, no embedded page. */
export function lockNavigation(contents: WebContents): void {
  contents.on('will-navigate', (event, url) => {
    if (!isAppUrl(url)) event.preventDefault()
  })
  contents.on('will-redirect', (event, url) => {
    if (!isAppUrl(url)) event.preventDefault()
  })
  contents.on('will-attach-webview', event => event.preventDefault())
  contents.setWindowOpenHandler(() => ({ action: 'deny' }))
}

/** What the copy buttons need; reading the clipboard is another permission. */
const COPYING = 'clipboard-sanitized-write'

/** The app's own pages may put a text on the clipboard; every other permission is refused. */
export function lockPermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, answer, { requestingUrl }) =>
    answer(permission === COPYING && isAppUrl(requestingUrl)),
  )
  session.setPermissionCheckHandler(
    (_contents, permission, origin) => permission === COPYING && isAppUrl(origin),
  )
  session.setDevicePermissionHandler(() => false)
}

/** Loads the app into the window and shows it when the first paint is there. */
export async function showWindow(window: BrowserWindow): Promise<void> {
  window.once('ready-to-show', () => window.show())
  await window.loadURL(`${APP_ORIGIN}/index.html`)
}
