import { readFile } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { extname } from 'node:path'
import { contentSecurityPolicy, contentType, fileBelow } from '../host/web.ts'

/** Answers GET and HEAD from the built window's folder; nothing else is there. */
export async function serveFile(
  folder: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const end = (status: number, text: string) => {
    response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(text)
  }
  if (request.method !== 'GET' && request.method !== 'HEAD')
    return end(405, 'Only GET and HEAD are answered.\n')
  const path = fileBelow(folder, request.url ?? '/')
  const body = path === null ? null : await readFile(path).catch(() => null)
  if (path === null || body === null) return end(404, 'Not found.\n')
  response.writeHead(200, {
    'content-type': contentType(extname(path)),
    'content-length': body.length,
    'content-security-policy': contentSecurityPolicy(`ws://${request.headers.host}`),
    'cache-control': 'no-cache',
  })
  response.end(request.method === 'HEAD' ? undefined : body)
}
