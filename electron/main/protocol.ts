import { readFile } from 'node:fs/promises'
import { extname, join, normalize, sep } from 'node:path'
import type { Protocol } from 'electron'
import { CONTENT_SECURITY_POLICY, contentType } from '../host/web.ts'

export const APP_ORIGIN = 'app://stagewright'

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
    const path = normalize(
      join(folder, decodeURIComponent(url.pathname === '/' ? '/index.html' : url.pathname)),
    )
    if (url.origin !== APP_ORIGIN && url.host !== 'stagewright') return new Response(null, { status: 404 })
    if (!path.startsWith(folder.endsWith(sep) ? folder : folder + sep))
      return new Response(null, { status: 404 })
    const body = await readFile(path).catch(() => null)
    if (body === null) return new Response(null, { status: 404 })
    return new Response(new Uint8Array(body), {
      headers: {
        'content-type': contentType(extname(path)),
        'content-security-policy': CONTENT_SECURITY_POLICY,
        'x-content-type-options': 'nosniff',
      },
    })
  })
}
