import { describe, expect, it } from 'vitest'
import { areUsual, ownPayload, withPayloads } from './edge-payloads.tsx'

const small = { kind: 'bytes', bytes: 1 } as const
const chunk = { kind: 'tensor', bytes: 6400, preset: 'q3o-codec-chunk' } as const

describe('payloads of single edges', () => {
  it('are their own only, whatever an edge is called', () => {
    expect(ownPayload(undefined, '0->1')).toBeUndefined()
    expect(ownPayload({}, 'constructor')).toBeUndefined()
    expect(ownPayload({ '0->1': small }, '0->1')).toBe(small)
  })
  it('are set and taken back, several at once', () => {
    const both = withPayloads({ '0->1': small }, [['1->2', chunk]])
    expect(both).toEqual({ '0->1': small, '1->2': chunk })
    expect(withPayloads(both, [['0->1', undefined]])).toEqual({ '1->2': chunk })
    expect(
      withPayloads(both, [
        ['0->1', undefined],
        ['1->2', undefined],
      ]),
    ).toBeUndefined()
  })
  it('are the usual ones when each is, whatever the others carry', () => {
    const usual = { '1->2': chunk }
    expect(areUsual({ '1->2': { ...chunk }, '0->1': small }, usual)).toBe(true)
    expect(areUsual({ '1->2': small }, usual)).toBe(false)
    expect(areUsual(undefined, usual)).toBe(false)
  })
})
