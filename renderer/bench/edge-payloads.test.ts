import { describe, expect, it } from 'vitest'
import { areUsual } from './edge-payloads.tsx'

const small = { kind: 'bytes', bytes: 1 } as const
const chunk = { kind: 'tensor', bytes: 6400, preset: 'q3o-codec-chunk' } as const

describe('payloads of single edges', () => {
  it('are the usual ones when each is, whatever the others carry', () => {
    const usual = { '1->2': chunk }
    expect(areUsual({ '1->2': { ...chunk }, '0->1': small }, usual)).toBe(true)
    expect(areUsual({ '1->2': small }, usual)).toBe(false)
    expect(areUsual(undefined, usual)).toBe(false)
  })
})
