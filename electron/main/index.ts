import { join } from 'node:path'
import { app, BrowserWindow, protocol, session } from 'electron'
import { registerAppScheme, serveApp } from './protocol.ts'
import { lockNavigation, lockPermissions, showWindow, windowOptions } from './window.ts'

const here = import.meta.dirname
registerAppScheme(protocol)
app.on('web-contents-created', (_event, contents) => lockNavigation(contents))
await app.whenReady()
serveApp(protocol, join(here, '../renderer'))
lockPermissions(session.defaultSession)
await showWindow(new BrowserWindow(windowOptions(join(here, '../preload/index.cjs'))))
