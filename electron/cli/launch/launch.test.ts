import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { appWindowArguments } from './app-window.ts'
import { findBrowser } from './browser-binary.ts'
import { hasDisplay } from './display.ts'
import { electronPackage, findElectron } from './electron-binary.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sw-launch-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

/** A project with an `electron` package whose installer is `installer`. */
async function projectWith(installer: string): Promise<string> {
  const electron = join(folder, 'node_modules/electron')
  await mkdir(electron, { recursive: true })
  await writeFile(join(folder, 'package.json'), '{}')
  await writeFile(join(electron, 'package.json'), '{"name":"electron","main":"index.js"}')
  await writeFile(join(electron, 'install.js'), installer)
  return join(folder, 'package.json')
}

const FETCHES = `
const fs = require('fs')
fs.mkdirSync(__dirname + '/dist')
fs.writeFileSync(__dirname + '/dist/electron', '')
fs.writeFileSync(__dirname + '/path.txt', 'electron')
`

describe('looking for Electron', () => {
  it('finds none where the package is missing', async () => {
    await writeFile(join(folder, 'package.json'), '{}')
    const from = join(folder, 'package.json')
    expect(electronPackage(from)).toBeNull()
    expect(await findElectron({ from, onFetch: () => undefined })).toMatchObject({
      ok: false,
      error: { code: 'no-electron' },
    })
  })

  it('fetches the binary once and says so', async () => {
    const from = await projectWith(FETCHES)
    let fetches = 0
    const onFetch = () => {
      fetches += 1
    }
    const path = join(folder, 'node_modules/electron/dist/electron')
    expect(await findElectron({ from, onFetch })).toEqual({ ok: true, value: path })
    expect(await findElectron({ from, onFetch })).toEqual({ ok: true, value: path })
    expect(fetches).toBe(1)
  })

  it('gives up an installer that fails, and one that never ends', async () => {
    const failing = await projectWith('process.exit(1)')
    expect(await findElectron({ from: failing, onFetch: () => undefined })).toMatchObject({
      ok: false,
      error: { message: "Electron's binary is not there and it could not be fetched" },
    })
    const hanging = await projectWith('setInterval(() => {}, 1000)')
    expect(await findElectron({ from: hanging, onFetch: () => undefined, limitMs: 200 })).toMatchObject({
      ok: false,
      error: { message: "Electron's binary is not there and it had not arrived after 0.2 s" },
    })
  })
})

describe('looking for a browser', () => {
  it('takes the one on the path, and before it the one that is named', async () => {
    const onPath = join(folder, 'chromium')
    const named = join(folder, 'my-browser')
    for (const file of [onPath, named]) {
      await writeFile(file, '')
      await chmod(file, 0o755)
    }
    expect(findBrowser({ PATH: folder })).toBe(onPath)
    expect(findBrowser({ PATH: folder, STAGEWRIGHT_BROWSER: named })).toBe(named)
    expect(findBrowser({ PATH: folder, STAGEWRIGHT_BROWSER: join(folder, 'none') })).toBeNull()
  })
})

it('opens a window of its own that talks to nobody', () => {
  const args = appWindowArguments('http://127.0.0.1:1/#token=t', '/profile')
  expect(args).toContain('--app=http://127.0.0.1:1/#token=t')
  expect(args).toContain('--user-data-dir=/profile')
  expect(args).toContain('--disable-background-networking')
})

it.each([
  ['linux', {}, false],
  ['linux', { DISPLAY: '' }, false],
  ['linux', { DISPLAY: ':0' }, true],
  ['linux', { WAYLAND_DISPLAY: 'wayland-0' }, true],
  ['darwin', {}, true],
  ['win32', {}, true],
])('on %s with %j there is a display: %s', (platform, env, expected) => {
  expect(hasDisplay(platform, env)).toBe(expected)
})
