import { readFile } from 'node:fs/promises'
import { extname } from 'node:path'
import type { Protocol } from 'electron'
import { contentSecurityPolicy, contentType, fileBelow } from '../host/web.ts'

const APP_HOST = 'stagewright'
export const APP_ORIGIN = `app://${APP_HOST}`

/** Must run before the app is ready: makes `app://` an origin of its own with fetch, modules and workers. */
export function registerAppScheme(protocol: Pick<Protocol, 'registerSchemesAsPrivileged'>): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ])
}

/** Answers `app://stagewright/…` from the built window's folder and nothing outside it. */
export function serveApp(protocol: Pick<Protocol, 'handle'>, folder: string): void {
  protocol.handle('app', async request => {
    const url = new URL(request.url)
    const path = url.host === APP_HOST ? fileBelow(folder, url.pathname) : null
    const body = path === null ? null : await readFile(path).catch(() => null)
    if (path === null || body === null) return new Response(null, { status: 404 })
    return new Response(new Uint8Array(body), {
      headers: {
        'content-type': contentType(extname(path)),
        'content-security-policy': contentSecurityPolicy(),
        'x-content-type-options': 'nosniff',
      },
    })
  })
}
