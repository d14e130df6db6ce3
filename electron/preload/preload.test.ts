import { beforeEach, expect, it, vi } from 'vitest'
import type { HostBridge } from '../../core/contract/host.ts'
import { CALL_CHANNEL, DROP_CHANNEL, EVENT_CHANNEL } from '../main/channels.ts'

const double = vi.hoisted(() => ({
  exposed: new Map<string, unknown>(),
  invoked: [] as unknown[][],
  listeners: new Map<string, ((...args: unknown[]) => void)[]>(),
}))

vi.mock('electron', () => ({
  contextBridge: { exposeInMainWorld: (name: string, api: unknown) => double.exposed.set(name, api) },
  ipcRenderer: {
    invoke: async (...args: unknown[]) => {
      double.invoked.push(args)
      return { ok: true, value: null }
    },
    on: (channel: string, listener: (...args: unknown[]) => void) => {
      double.listeners.set(channel, [...(double.listeners.get(channel) ?? []), listener])
    },
    removeListener: (channel: string, listener: (...args: unknown[]) => void) => {
      double.listeners.set(
        channel,
        (double.listeners.get(channel) ?? []).filter(other => other !== listener),
      )
    },
  },
  webUtils: { getPathForFile: (file: File) => (file.name === 'real.yaml' ? '/data/real.yaml' : '') },
}))

await import('./index.ts')
const bridge = double.exposed.get('stagewright') as Required<HostBridge>

beforeEach(() => {
  double.invoked.length = 0
})

it('exposes the host contract and nothing else', () => {
  expect([...double.exposed.keys()]).toEqual(['stagewright'])
  expect(Object.keys(bridge).sort()).toEqual(['call', 'on', 'pathOfDropped'])
})

it('sends every call over the one channel', async () => {
  await bridge.call('documents.open', '/data/a.yaml')
  expect(double.invoked).toEqual([[CALL_CHANNEL, 'documents.open', ['/data/a.yaml']]])
})

it('forwards the events that are listened to, without Electron’s own event', () => {
  const heard: unknown[] = []
  const stop = bridge.on('app.command', payload => heard.push(payload))
  const tell = (...args: unknown[]) => {
    for (const listener of double.listeners.get(EVENT_CHANNEL) ?? []) listener({ sender: 'secret' }, ...args)
  }
  tell('app.command', { command: 'file.save' })
  tell('app.closeRequested', null)
  stop()
  tell('app.command', { command: 'file.open' })
  expect(heard).toEqual([{ command: 'file.save' }])
})

it('tells the host the path of a dropped file, and has none for a made-up one', async () => {
  expect(await bridge.pathOfDropped(new File([''], 'real.yaml'))).toBe('/data/real.yaml')
  expect(double.invoked).toEqual([[DROP_CHANNEL, '/data/real.yaml']])
  expect(await bridge.pathOfDropped(new File([''], 'made-up.yaml'))).toBeNull()
  expect(await bridge.pathOfDropped({})).toBeNull()
})
