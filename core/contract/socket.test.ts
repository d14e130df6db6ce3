import { describe, expect, it } from 'vitest'
import { bridgeAddress, callFrame, hostFrame, pageAddress } from './socket.ts'

describe('the bridge address', () => {
  it('takes host, port and token from the page', () => {
    expect(bridgeAddress(pageAddress('http://127.0.0.1:4100', 'a-b_c'))).toBe(
      'ws://127.0.0.1:4100/bridge?token=a-b_c',
    )
  })
  it('is null without a token', () => {
    expect(bridgeAddress('http://127.0.0.1:4100/')).toBeNull()
    expect(bridgeAddress('http://127.0.0.1:4100/#token=')).toBeNull()
  })
})

describe('frames', () => {
  it('refuse a call that the contract does not name', () => {
    expect(callFrame.safeParse({ id: 1, call: 'documents.recent', args: [] }).success).toBe(true)
    expect(callFrame.safeParse({ id: 1, call: 'constructor', args: [] }).success).toBe(false)
    expect(callFrame.safeParse({ id: -1, call: 'documents.recent', args: [] }).success).toBe(false)
  })
  it('carry answers and events apart', () => {
    expect(
      hostFrame.parse({ id: 3, result: { ok: false, error: { code: 'X', message: 'y' } } }),
    ).toMatchObject({
      id: 3,
    })
    expect(hostFrame.parse({ event: 'bench.done', payload: {} })).toMatchObject({ event: 'bench.done' })
    expect(hostFrame.safeParse({ event: 'nothing', payload: {} }).success).toBe(false)
  })
})
