import { beforeEach, describe, expect, it } from 'vitest'
import { pairForEachTest } from '../testing.ts'
import { LowWater } from './low-water.ts'

const KIB = 1024
const MIB = 1024 * KIB

const pair = pairForEachTest()
let marks: number[]
let room: number
let lowWater: LowWater

beforeEach(() => {
  marks = []
  room = 6 * MIB
  lowWater = new LowWater(pair.receiving, {
    send: () => -1,
    receiveBuffer: () => room,
    setReceiveLowWater: (_, bytes) => void marks.push(bytes),
  })
})

describe('the low-water mark', () => {
  it('is set while much of a large body is missing, and taken back for its end', () => {
    for (const missing of [0, 16 * MIB, 9 * MIB, 128 * KIB, 128 * KIB - 1, 10, 0]) lowWater.expect(missing)
    expect(marks).toEqual([128 * KIB, 1])
  })

  it('is set for each large body anew, and for no short one', () => {
    for (const missing of [2 * MIB, 0, 2 * MIB - 1, 0, 3 * MIB, 5]) lowWater.expect(missing)
    expect(marks).toEqual([128 * KIB, 1, 128 * KIB, 1])
  })

  it('waits until the system has given the socket room, which it then keeps', () => {
    room = 128 * KIB
    lowWater.expect(4 * MIB)
    expect(marks).toEqual([])
    room = 512 * KIB
    lowWater.expect(3 * MIB)
    room = 0
    lowWater.expect(0)
    lowWater.expect(4 * MIB)
    expect(marks).toEqual([128 * KIB, 1, 128 * KIB])
  })

  it('leaves a socket alone that is destroyed', () => {
    pair.receiving.destroy()
    lowWater.expect(4 * MIB)
    expect(marks).toEqual([])
  })
})
