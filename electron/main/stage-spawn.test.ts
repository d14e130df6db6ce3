import { EventEmitter } from 'node:events'
import { expect, it, vi } from 'vitest'
import { spawnByUtility, type UtilityProcesses } from './stage-spawn.ts'

function started(pid: number | undefined = 42) {
  const child = Object.assign(new EventEmitter(), {
    pid,
    stderr: null,
    postMessage: vi.fn(),
    kill: vi.fn(() => true),
  })
  const fork = vi.fn<UtilityProcesses['fork']>(() => child)
  const kill = vi.fn(() => true)
  return { child, fork, kill, stage: spawnByUtility({ fork }, kill)('/stage.js') }
}

it('starts the entry as a utility process and carries messages both ways', () => {
  const { child, fork, stage } = started()
  const heard = vi.fn()
  stage.onMessage(heard)
  child.emit('message', { kind: 'ready' })
  expect(fork.mock.calls[0]?.[0]).toBe('/stage.js')
  expect(heard).toHaveBeenCalledWith({ kind: 'ready' })
  expect(stage.send({ kind: 'close' })).toBe(true)
  expect(child.postMessage).toHaveBeenCalledWith({ kind: 'close' })
})

it('tells the end once and sends nothing after it', () => {
  const { child, kill, stage } = started()
  const ended = vi.fn()
  stage.onEnd(ended)
  child.emit('exit', 1)
  expect(ended).toHaveBeenCalledWith({ code: 1, signal: null, error: null })
  expect(stage.send({})).toBe(false)
  stage.kill()
  expect(kill).not.toHaveBeenCalled()
})

it('kills for good what runs, and asks what has not started yet to end', () => {
  const running = started()
  running.stage.kill()
  expect(running.kill).toHaveBeenCalledWith(42, 'SIGKILL')
  const early = started(undefined)
  Object.assign(early.child, { pid: undefined })
  early.stage.kill()
  expect(early.child.kill).toHaveBeenCalled()
})
