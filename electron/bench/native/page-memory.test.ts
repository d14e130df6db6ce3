import koffi from 'koffi'
import { describe, expect, it } from 'vitest'
import { pageMemory, payloadMemory } from './page-memory.ts'

const KIB = 1024
const MIB = 1024 * KIB

const addressIn = (bytes: Uint8Array, unit: number): number => Number(koffi.address(bytes) % BigInt(unit))

describe.skipIf(process.platform !== 'linux')('memory by pages', () => {
  it.each([1, 4096, 64 * KIB, MIB])('of %d bytes begins at a page', size => {
    const memory = pageMemory(size)
    expect(memory.length).toBe(size)
    expect(addressIn(memory, 4096)).toBe(0)
  })

  it.each([MIB + 1, 4 * MIB, 16 * MIB + 5])('of %d bytes begins at a huge page', size => {
    const memory = pageMemory(size)
    expect(memory.length).toBe(size)
    expect(addressIn(memory, 2 * MIB)).toBe(0)
  })

  it('for a payload begins in the middle of a page', () => {
    expect(addressIn(payloadMemory(64 * KIB), 4096)).toBe(2048)
    expect(addressIn(payloadMemory(3 * MIB), 4096)).toBe(2048)
  })
})

describe('two pieces of memory', () => {
  it.each([
    ['pages', pageMemory],
    ['payloads', payloadMemory],
  ])('share no byte: %s', (_, allocate) => {
    const sizes = [100, 700 * KIB, 300 * KIB, MIB, 65 * KIB, 3 * MIB, 900 * KIB]
    const pieces = sizes.map(allocate)
    for (const [index, piece] of pieces.entries()) piece.fill(index + 1)
    expect(pieces.map(({ byteLength }) => byteLength)).toEqual(sizes)
    expect(pieces.every((piece, index) => piece.every(byte => byte === index + 1))).toBe(true)
  })
})
