import { randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import { BRIDGE_PATH, MAX_FRAME_BYTES, pageAddress } from '../../core/contract/socket.ts'
import type { Host } from '../host/host.ts'
import type { Shell } from '../host/shell.ts'
import { attachBridge } from './bridge.ts'
import { hostAllowed, originAllowed, tokenMatches } from './guard.ts'
import { serveFile } from './static-files.ts'

export interface BrowserShellOptions {
  readonly host: Host
  /** Folder of the built window. */
  readonly renderer: string
  /** 0 picks a free one. */
  readonly port: number
  readonly startFiles: readonly string[]
}

export interface BrowserShell {
  readonly port: number
  /** Address of the window with this start's token in it. */
  readonly url: string
  close(): Promise<void>
}

const MAX_WINDOWS = 16

const HEADERS = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
} as const

function refuse(socket: Duplex, status: string): void {
  socket.on('error', () => undefined)
  socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`)
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      const address = server.address()
      resolve(typeof address === 'object' && address !== null ? address.port : port)
    })
  })
}

/**
 * Serves the window and its bridge on 127.0.0.1. Whoever opens the bridge must know the token of this start and
 * come from a page of this server; rejects when the port is taken.
 */
export async function startBrowserShell(options: BrowserShellOptions): Promise<BrowserShell> {
  const token = randomBytes(32).toString('base64url')
  const shell: Shell = {
    info: { shell: 'browser', nativeDialogs: false },
    startFiles: options.startFiles,
    setTitle: () => undefined,
    answerClose: () => undefined,
    openExternal: async () => false,
    pickFileToOpen: async () => null,
    pickFileToSave: async () => null,
  }

  const server = createServer((request, response) => {
    for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value)
    if (!hostAllowed(request)) {
      response.writeHead(403, { 'content-type': 'text/plain' }).end('Open this by 127.0.0.1 or localhost.\n')
      return
    }
    void serveFile(options.renderer, request, response)
  })

  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_FRAME_BYTES,
    perMessageDeflate: false,
  })
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const [path, query] = (request.url ?? '/').split('?')
    if (!hostAllowed(request) || !originAllowed(request)) return refuse(socket, '403 Forbidden')
    if (path !== BRIDGE_PATH) return refuse(socket, '404 Not Found')
    if (!tokenMatches(new URLSearchParams(query).get('token'), token))
      return refuse(socket, '401 Unauthorized')
    if (sockets.clients.size >= MAX_WINDOWS) return refuse(socket, '503 Service Unavailable')
    sockets.handleUpgrade(request, socket, head, client => attachBridge(client, options.host, shell))
  })

  const port = await listen(server, options.port)
  return {
    port,
    url: pageAddress(`http://127.0.0.1:${port}`, token),
    close: () =>
      new Promise(resolve => {
        for (const client of sockets.clients) client.terminate()
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
