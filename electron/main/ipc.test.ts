import { describe, expect, it } from 'vitest'
import { ok } from '../../core/contract/result.ts'
import type { Emit, Host } from '../host/host.ts'
import type { Shell } from '../host/shell.ts'
import { CALL_CHANNEL, DROP_CHANNEL, EVENT_CHANNEL } from './channels.ts'
import { ContentsDouble, IpcMainDouble, WindowDouble } from './electron-double.ts'
import { attachIpc } from './ipc.ts'

function joined() {
  const calls: unknown[] = []
  const granted: string[] = []
  let closed = 0
  const host = {
    connect: (_shell: Shell, _emit: Emit) => ({
      call: async (name: unknown, args: unknown) => {
        calls.push([name, args])
        return ok('answer')
      },
      close: async () => {
        closed += 1
      },
    }),
    grantFile: async (path: string) => {
      granted.push(path)
    },
  } as unknown as Host
  const ipcMain = new IpcMainDouble()
  const window = new WindowDouble()
  const bridge = attachIpc(ipcMain, window.real, host, {} as Shell)
  return { ipcMain, window, bridge, calls, granted, closedTimes: () => closed }
}

describe('calls', () => {
  it('of the window reach the host', async () => {
    const { ipcMain, window, calls } = joined()
    const result = await ipcMain.invoke(CALL_CHANNEL, window.webContents, ['app.info', []])
    expect(result).toEqual(ok('answer'))
    expect(calls).toEqual([['app.info', []]])
  })

  it.each([
    ['another window', () => new ContentsDouble(), undefined],
    ['a frame inside the window', undefined, { url: 'app://stagewright/index.html' }],
  ])('of %s are refused', async (_who, other, frame) => {
    const { ipcMain, window, calls } = joined()
    const contents = other?.() ?? window.webContents
    const result = await ipcMain.invoke(CALL_CHANNEL, contents, ['app.info', []], frame)
    expect(result).toMatchObject({ ok: false, error: { code: 'invalid-call' } })
    expect(calls).toEqual([])
  })

  it('of a page that is not the app’s own are refused', async () => {
    const { ipcMain, window, calls } = joined()
    window.webContents.mainFrame.url = 'https://example.org/'
    expect(await ipcMain.invoke(CALL_CHANNEL, window.webContents, ['app.info', []])).toMatchObject({
      ok: false,
    })
    expect(calls).toEqual([])
  })
})

it('lets the window open a file that was dropped on it, and nothing that is no path', async () => {
  const { ipcMain, window, granted } = joined()
  for (const dropped of ['/data/a.yaml', '', 7])
    await ipcMain.invoke(DROP_CHANNEL, window.webContents, [dropped])
  await ipcMain.invoke(DROP_CHANNEL, new ContentsDouble(), ['/etc/passwd'])
  expect(granted).toEqual(['/data/a.yaml'])
})

it('sends events to a living window only', () => {
  const { bridge, window } = joined()
  bridge.emit('app.closeRequested', null)
  window.destroyed = true
  bridge.emit('app.closeRequested', null)
  expect(window.webContents.sent).toEqual([[EVENT_CHANNEL, 'app.closeRequested', null]])
})

it('takes its handlers away with the window', async () => {
  const { bridge, ipcMain, closedTimes } = joined()
  await bridge.close()
  expect(ipcMain.handlers.size).toBe(0)
  expect(closedTimes()).toBe(1)
})
