import { EventEmitter } from 'node:events'
import { expect, it, vi } from 'vitest'
import { parentOf } from './parent.ts'

// Only what `parentOf` looks at of a process.
const processLike = (parts: object) => Object.assign(new EventEmitter(), parts) as unknown as NodeJS.Process

it('speaks over the channel of a forked process, and hears when it closes', () => {
  const send = vi.fn()
  const self = processLike({ connected: true, send })
  const parent = parentOf(self)
  const [heard, gone] = [vi.fn(), vi.fn()]
  parent.onMessage(heard)
  parent.onGone(gone)
  self.emit('message', { id: 1 }, undefined)
  self.emit('disconnect')
  parent.send({ kind: 'ready' })
  expect(heard.mock.calls[0]?.[0]).toEqual({ id: 1 })
  expect(gone).toHaveBeenCalledOnce()
  expect(send.mock.calls[0]?.[0]).toEqual({ kind: 'ready' })
})

it('speaks over the port of a utility process', () => {
  const port = Object.assign(new EventEmitter(), { postMessage: vi.fn() })
  const parent = parentOf(processLike({ parentPort: port }))
  const heard = vi.fn()
  parent.onMessage(heard)
  port.emit('message', { data: { id: 2 } })
  parent.send({ kind: 'ready' })
  expect(heard).toHaveBeenCalledWith({ id: 2 })
  expect(port.postMessage).toHaveBeenCalledWith({ kind: 'ready' })
})
