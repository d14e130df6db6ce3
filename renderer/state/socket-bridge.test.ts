import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createSocketBridge, type SocketLike } from './socket-bridge.ts'

class FakeSocket implements SocketLike {
  readyState = 0
  onopen: SocketLike['onopen'] = null
  onmessage: SocketLike['onmessage'] = null
  onclose: SocketLike['onclose'] = null
  readonly sent: { id: number; call: string; args: unknown[] }[] = []
  send(data: string) {
    this.sent.push(JSON.parse(data))
  }
  close() {
    this.drop()
  }
  open() {
    this.readyState = 1
    this.onopen?.(undefined as never)
  }
  drop() {
    this.readyState = 3
    this.onclose?.(undefined as never)
  }
  receive(frame: unknown) {
    this.onmessage?.({ data: typeof frame === 'string' ? frame : JSON.stringify(frame) })
  }
}

const setUp = () => {
  const sockets: FakeSocket[] = []
  const bridge = createSocketBridge(() => {
    const socket = new FakeSocket()
    sockets.push(socket)
    return socket
  })
  const at = (index: number) => {
    const socket = sockets[index]
    if (socket === undefined) throw new Error(`no connection ${index}`)
    return socket
  }
  return { bridge, sockets, at }
}

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

describe('the socket bridge', () => {
  it('keeps calls until the socket is open and answers each by its id', async () => {
    const { bridge, at } = setUp()
    const recent = bridge.call('documents.recent')
    const info = bridge.call('bench.history')
    expect(at(0).sent).toEqual([])
    at(0).open()
    expect(at(0).sent.map(frame => frame.call)).toEqual(['documents.recent', 'bench.history'])
    at(0).receive({ id: 2, result: { ok: true, value: ['run'] } })
    at(0).receive({ id: 1, result: { ok: false, error: { code: 'x', message: 'y' } } })
    expect(await info).toEqual({ ok: true, value: ['run'] })
    expect(await recent).toEqual({ ok: false, error: { code: 'x', message: 'y' } })
    bridge.close()
  })

  it('ignores frames that are not of the contract', () => {
    const { bridge, at } = setUp()
    at(0).open()
    for (const frame of ['{', '[]', '{"event":"nonsense","payload":1}', '{"id":-1,"result":1}'])
      expect(() => at(0).receive(frame)).not.toThrow()
    bridge.close()
  })

  it('hands events to those who listen, until they stop', () => {
    const { bridge, at } = setUp()
    at(0).open()
    const seen: unknown[] = []
    const stop = bridge.on('app.command', payload => seen.push(payload))
    at(0).receive({ event: 'app.command', payload: { command: 'file.save' } })
    stop()
    at(0).receive({ event: 'app.command', payload: { command: 'file.open' } })
    expect(seen).toEqual([{ command: 'file.save' }])
    bridge.close()
  })

  it('fails what was under way when the connection is lost, and connects again', async () => {
    const { bridge, sockets, at } = setUp()
    const states: boolean[] = []
    bridge.onConnection(state => states.push(state))
    at(0).open()
    const call = bridge.call('documents.recent')
    at(0).drop()
    expect(await call).toMatchObject({ ok: false, error: { code: 'disconnected' } })
    vi.advanceTimersByTime(1000)
    expect(sockets).toHaveLength(2)
    at(1).open()
    expect(states).toEqual([false, true])
    bridge.close()
  })

  it('does not connect again after close', () => {
    const { bridge, sockets } = setUp()
    bridge.close()
    vi.advanceTimersByTime(60_000)
    expect(sockets).toHaveLength(1)
  })
})
