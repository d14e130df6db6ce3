import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { ProtocolDouble } from './electron-double.ts'
import { registerAppScheme, serveApp } from './protocol.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sw-protocol-'))
  await mkdir(join(folder, 'window'))
  await writeFile(join(folder, 'secret.txt'), 'secret')
  await writeFile(join(folder, 'window/index.html'), '<p>window</p>')
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const answer = async (url: string): Promise<Response> => {
  const protocol = new ProtocolDouble()
  serveApp(protocol, join(folder, 'window'))
  const handler = protocol.handlers.get('app')
  if (handler === undefined) throw new Error('no handler')
  return handler(new Request(url))
}

it('registers app:// as a secure origin of its own', () => {
  const protocol = new ProtocolDouble()
  registerAppScheme(protocol)
  expect(protocol.schemes).toEqual([
    { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ])
})

it('serves the window under a policy that loads nothing from elsewhere', async () => {
  const response = await answer('app://stagewright/')
  expect(await response.text()).toBe('<p>window</p>')
  const policy = response.headers.get('content-security-policy') ?? ''
  expect(policy).toContain("default-src 'none'")
  expect(policy).toContain("script-src 'self'")
  expect(policy).not.toMatch(/unsafe-eval|https?:/)
  expect(response.headers.get('x-content-type-options')).toBe('nosniff')
})

it.each([
  'app://stagewright/../secret.txt',
  'app://stagewright/..%2fsecret.txt',
  'app://stagewright/%00',
  'app://stagewright/none.js',
  'app://elsewhere/index.html',
])('answers %s with not found', async url => {
  expect((await answer(url)).status).toBe(404)
})
