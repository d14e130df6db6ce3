import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { ok } from '../../core/contract/result.ts'
import type { Host } from '../host/host.ts'
import type { Shell } from '../host/shell.ts'
import { startApp } from './app.ts'
import { EVENT_CHANNEL } from './channels.ts'
import { createElectronDouble } from './electron-double.ts'

let appData: string
beforeEach(async () => {
  appData = await mkdtemp(join(tmpdir(), 'sw-app-'))
})
afterEach(() => rm(appData, { recursive: true, force: true }))

async function started(lock = true) {
  const electron = createElectronDouble({ lock })
  const granted: string[] = []
  const shells: Shell[] = []
  let closed = 0
  const host = {
    bench: { idle: async () => undefined },
    connect: (shell: Shell) => {
      shells.push(shell)
      return { call: async () => ok(null), close: async () => undefined }
    },
    grantFile: async (path: string) => {
      granted.push(path)
    },
    close: async () => {
      closed += 1
    },
  } as unknown as Host
  const folders = { renderer: join(appData, 'window'), preload: join(appData, 'index.cjs'), appData }
  const start = { argv: ['stagewright', 'first.yaml'], cwd: '/data' }
  await startApp(electron.module, async () => host, folders, start)
  return { ...electron, granted, shells, closedTimes: () => closed }
}

it('shows one locked window over its own origin', async () => {
  const { app, windows, protocol, session, menus, shells } = await started()
  expect(windows).toHaveLength(1)
  expect(windows[0]?.log).toContain('load app://stagewright/index.html')
  expect(protocol.handlers.has('app')).toBe(true)
  expect([session.request, session.check, session.device]).not.toContain(null)
  expect(app.listenerCount('web-contents-created')).toBe(1)
  expect(app.paths.userData).toBe(join(appData, 'electron'))
  expect(menus).toHaveLength(1)
  expect(shells[0]?.startFiles).toEqual([resolve('/data', 'first.yaml')])
})

it('leaves the stage to the app that runs already', async () => {
  const { app, windows } = await started(false)
  expect([app.quits, windows.length, app.ready]).toEqual([1, 0, false])
})

it('hands the files of a second start to its window', async () => {
  const { app, windows, granted } = await started()
  const [window] = windows
  if (window === undefined) throw new Error('no window')
  window.minimized = true
  app.emit('second-instance', {}, ['stagewright', '--flag', 'deploy.yaml'], '/data')
  await new Promise(setImmediate)
  const path = resolve('/data', 'deploy.yaml')
  expect(granted).toContain(path)
  expect(window.log).toEqual(expect.arrayContaining(['restore', 'focus']))
  expect(window.webContents.sent).toContainEqual([
    EVENT_CHANNEL,
    'app.command',
    { command: 'file.openPath', argument: path },
  ])
})

it('ends with its window, after the bench', async () => {
  const { app, windows, closedTimes } = await started()
  windows[0]?.close()
  app.emit('window-all-closed')
  await new Promise(setImmediate)
  expect([app.quits, closedTimes()]).toEqual([1, 1])
})
