import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { request as httpRequest } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { BRIDGE_PATH, bridgeAddress } from '../../core/contract/socket.ts'
import type { BenchRunner } from '../host/bench-runner.ts'
import { createHost, type Host } from '../host/host.ts'
import { type BrowserShell, startBrowserShell } from './server.ts'

const noBench: BenchRunner = {
  start: async () => ({ ok: true, value: { runId: 'r' } }),
  cancel: async () => ({ ok: true, value: null }),
  current: () => ({ progress: null, report: null }),
  render: () => '',
  on: () => () => undefined,
  idle: async () => undefined,
  close: async () => undefined,
}

let folder: string
let host: Host
let shell: BrowserShell
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sw-server-'))
  await mkdir(join(folder, 'window'))
  await writeFile(join(folder, 'window/index.html'), '<p>window</p>')
  await writeFile(join(folder, 'secret.yaml'), 'stages: []')
  host = await createHost({ appData: join(folder, 'data'), bench: noBench })
  shell = await startBrowserShell({ host, renderer: join(folder, 'window'), port: 0, startFiles: [] })
})
afterEach(async () => {
  await shell.close()
  await host.close()
  await rm(folder, { recursive: true, force: true })
})

interface Answer {
  readonly status: number
  readonly body: string
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
}

/** Sends the path as it is; `fetch` would tidy it up first. */
const get = (path: string, host = `127.0.0.1:${shell.port}`, method = 'GET'): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const request = httpRequest({ port: shell.port, path, method, headers: { host } }, response => {
      let body = ''
      response.on('data', chunk => {
        body += chunk
      })
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body, headers: response.headers }))
    })
    request.once('error', reject)
    request.end()
  })

const origin = () => `http://127.0.0.1:${shell.port}`
const address = () => bridgeAddress(shell.url) ?? ''

/** How the server answers an attempt to open the bridge. */
const attempt = (url: string, headers: Record<string, string>): Promise<number> =>
  new Promise(resolve => {
    const socket = new WebSocket(url, { headers })
    socket.once('unexpected-response', (_request, response) => {
      resolve(response.statusCode ?? 0)
      socket.terminate()
    })
    socket.once('error', () => undefined)
    socket.once('open', () => {
      resolve(101)
      socket.terminate()
    })
  })

describe('pages', () => {
  it('are the window’s, under a policy that names this server only', async () => {
    const { status, body, headers } = await get('/')
    expect([status, body]).toEqual([200, '<p>window</p>'])
    expect(headers['content-security-policy']).toContain(`connect-src 'self' ws://127.0.0.1:${shell.port}`)
    expect(headers['x-frame-options']).toBe('DENY')
  })

  it.each(['/../secret.yaml', '/..%2fsecret.yaml', '/%2e%2e/secret.yaml', '/none'])(
    'do not lead out of the window’s folder: %s',
    async path => {
      expect((await get(path)).status).toBe(404)
    },
  )

  it('answer to loopback names only, so that no other name can be turned on this machine', async () => {
    expect((await get('/', 'evil.example')).status).toBe(403)
    expect((await get('/', 'localhost:9')).status).toBe(200)
  })

  it('take no other method', async () => {
    expect((await get('/', undefined, 'POST')).status).toBe(405)
  })
})

describe('the bridge', () => {
  it('opens to a page of this server that knows the token', async () => {
    expect(await attempt(address(), { origin: origin() })).toBe(101)
  })

  it('is closed to a wrong token, another origin and none', async () => {
    const wrong = `ws://127.0.0.1:${shell.port}${BRIDGE_PATH}?token=wrong`
    expect(await attempt(wrong, { origin: origin() })).toBe(401)
    expect(await attempt(address(), { origin: 'https://evil.example' })).toBe(403)
    expect(await attempt(address(), {})).toBe(403)
    expect(await attempt(address().replace(BRIDGE_PATH, '/other'), { origin: origin() })).toBe(404)
  })

  it('answers calls, refuses what is no call of the contract, and reads no file that was not named', async () => {
    const socket = new WebSocket(address(), { headers: { origin: origin() } })
    await new Promise(resolve => socket.once('open', resolve))
    const ask = (frame: unknown): Promise<unknown> => {
      const answer = new Promise(resolve => socket.once('message', data => resolve(JSON.parse(String(data)))))
      socket.send(JSON.stringify(frame))
      return answer
    }
    expect(await ask({ id: 1, call: 'app.info', args: [] })).toMatchObject({
      id: 1,
      result: { ok: true, value: { shell: 'browser' } },
    })
    expect(await ask({ id: 2, call: 'process.exit', args: [] })).toMatchObject({
      id: 2,
      result: { ok: false, error: { code: 'invalid-call' } },
    })
    expect(await ask({ id: 3, call: 'documents.open', args: [7] })).toMatchObject({
      result: { ok: false, error: { code: 'invalid-call' } },
    })
    expect(await ask({ id: 4, call: 'documents.open', args: [join(folder, 'secret.yaml')] })).toMatchObject({
      result: { ok: false, error: { code: 'outside' } },
    })
    const closed = new Promise(resolve => socket.once('close', resolve))
    socket.send('not a frame')
    expect(await closed).toBe(1008)
  })
})

it('gives every start a token of its own', async () => {
  const other = await startBrowserShell({ host, renderer: join(folder, 'window'), port: 0, startFiles: [] })
  const tokenOf = (url: string) => url.split('#')[1]
  expect(tokenOf(other.url)).not.toBe(tokenOf(shell.url))
  await other.close()
})
