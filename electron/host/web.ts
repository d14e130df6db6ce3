import { normalize, resolve, sep } from 'node:path'

/**
 * What the window may load: itself. Styles are set inline by the canvas and the editor; everything else comes
 * from the window's own origin, and it can reach nothing but that and the bridge it is given.
 */
export const contentSecurityPolicy = (bridge?: string): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "worker-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src 'self'${bridge === undefined ? '' : ` ${bridge}`}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.md': 'text/markdown; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.woff2': 'font/woff2',
  '.yaml': 'text/plain; charset=utf-8',
}

/** MIME type for a file name's extension (with its dot). */
export const contentType = (extension: string): string =>
  TYPES[extension.toLowerCase()] ?? 'application/octet-stream'

/** The file below `folder` that a request target names, `/` being index.html; null when it leads out of it. */
export function fileBelow(folder: string, target: string): string | null {
  try {
    const pathname = decodeURIComponent(target.replace(/[?#].*$/s, ''))
    if (pathname.includes('\0')) return null
    const root = resolve(folder)
    const path = normalize(root + sep + (pathname === '/' ? 'index.html' : pathname))
    return path.startsWith(root + sep) ? path : null
  } catch {
    return null
  }
}
