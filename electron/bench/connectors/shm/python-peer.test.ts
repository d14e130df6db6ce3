import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { encode, Float, joinParts, NdArray, type PayloadValue, Tensor } from '../../wire/index.ts'
import type { Connector, Got } from '../connector.ts'
import { connect, sizeOf, take, unwrap } from '../testing.ts'
import { newRunPrefix, sweepRun } from './index.ts'
import { hasPython, PythonPeer } from './python-peer.ts'

const isThere = hasPython()
const WAIT_S = 20

const wire = (value: PayloadValue): Uint8Array => joinParts(unwrap(encode(value)))
const digest = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
const nextTurn = () => new Promise(resolve => setImmediate(resolve))

const numbered = (number: number, size: number): PayloadValue => ({
  number,
  data: new Uint8Array(size).fill(number % 251),
})

/** Number of a payload; -1 when its bytes are not all of that payload. */
function numberOf(got: Got): number {
  const map = got.data
  if (!(map instanceof Map)) return -1
  const [number, data] = [map.get('number'), map.get('data')]
  if (typeof number !== 'number' || !(data instanceof Uint8Array)) return -1
  return data.every(byte => byte === number % 251) ? number : -1
}

describe.skipIf(!isThere)('a Python stage (skipped where python3 is missing)', () => {
  let prefix: string
  let peer: PythonPeer
  let stage: Connector

  beforeAll(async () => {
    prefix = newRunPrefix()
    peer = new PythonPeer()
    stage = await connect({}, { runPrefix: prefix })
  })

  afterAll(async () => {
    await stage.close()
    expect(await peer.close()).toBe('')
    expect(sweepRun(prefix)).toEqual({ segments: [], lockFiles: [], fifos: [] })
  })

  it.each(['scalars', 'text', 'tensors', 'nested', 'envelope'])(
    'puts %s that a bench stage reads and would write as the same bytes',
    async sample => {
      const key = `${prefix}-from-python-${sample}`
      const put = await peer.ask({ op: 'put', key, sample })
      const got = await take(stage, key)
      expect(got.size).toBe(put.size)
      expect(digest(wire(got.data))).toBe(put.sha256)
    },
  )

  it.each<[string, PayloadValue]>([
    ['text', { greeting: 'Grüße, 模型 🎧', empty: '', long: 'x'.repeat(70_000) }],
    [
      'numbers',
      [0, -1, 127, 128, -33, 65_536, 2 ** 40, -(2 ** 40), 2n ** 64n - 1n, -(2n ** 63n), 0.1, new Float(3)],
    ],
    ['a tensor', new Tensor('bfloat16', [3, 5], new Uint8Array(30).fill(9))],
    ['an array', new NdArray('<i8', [2], new Uint8Array(16).fill(1))],
    ['bytes', new Uint8Array(9_000_000).fill(5)],
    [
      'a tree',
      {
        list: [[1, [2, [3, null]]], { deep: { deeper: true } }],
        ids: Array.from({ length: 300 }, (_, i) => i),
      },
    ],
  ])('reads %s that a bench stage puts, byte for byte', async (name, value) => {
    const key = `${prefix}-to-python-${name.replaceAll(' ', '-')}`
    const size = sizeOf(await stage.put('0', '1', key, value))
    const got = await peer.ask({ op: 'get', key, wait: WAIT_S })
    expect(got).toMatchObject({ size, sha256: digest(wire(value)), same: true })
  })

  it('gives back what it was given, through its own reader and writer', async () => {
    const value = { hidden: new Tensor('float32', [1000, 50], new Uint8Array(200_000).fill(3)), ids: [1, 2] }
    await stage.put('0', '1', `${prefix}-there`, value)
    await peer.ask({ op: 'echo', from: `${prefix}-there`, to: `${prefix}-back`, wait: WAIT_S })
    expect(digest(wire((await take(stage, `${prefix}-back`)).data))).toBe(digest(wire(value)))
  })

  it('does not see a payload twice', async () => {
    const key = `${prefix}-once`
    await stage.put('0', '1', key, 1)
    expect(await peer.ask({ op: 'get', key, wait: WAIT_S })).toMatchObject({ value: 1 })
    expect(await peer.ask({ op: 'get', key, wait: 0 })).toEqual({ size: null })
    expect(unwrap(await stage.get('0', '1', key))).toBeNull()
  })

  it.each(['fresh', 'recycled'] as const)(
    'reads every payload of keys that a bench stage fills again and again (%s)',
    async segments => {
      const writer = await connect({}, { runPrefix: prefix, segments })
      const keys = [`${prefix}-a-${segments}`, `${prefix}-b-${segments}`]
      const count = 150
      const reading = peer.ask({ op: 'get_many', keys, count, wait: WAIT_S })
      for (let number = 0; number < count; number += 1) {
        await untilTaken(writer)
        sizeOf(await writer.put('0', '1', keys[number % 2] ?? '', numbered(number, 3000)))
      }
      const { seen } = await reading
      expect(numbersOf(seen).sort((a, b) => a - b)).toEqual(
        Array.from({ length: count }, (_, index) => index),
      )
      await writer.close()
    },
  )

  it('writes to keys that a bench stage reads at once, and none is lost or torn', async () => {
    const keys = [`${prefix}-c`, `${prefix}-d`]
    const count = 150
    const writing = peer.ask({ op: 'put_many', keys, count, size: 5000 })
    const seen: number[] = []
    while (seen.length < count) {
      for (const key of keys) {
        const got = unwrap(await stage.get('0', '1', key))
        if (got === null) continue
        seen.push(numberOf(got))
        got.release()
      }
      await nextTurn()
    }
    expect(await writing).toEqual({ done: count })
    expect(seen.sort((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, index) => index))
  })

  it('and a bench stage share the payloads of the same keys, each payload going to one of them', async () => {
    const keys = [`${prefix}-e`, `${prefix}-f`, `${prefix}-g`]
    const count = 150
    const reading = peer.ask({ op: 'get_many', keys, count, wait: WAIT_S, until: count })
    const writer = await connect({}, { runPrefix: prefix })
    const here: number[] = []
    let isDone = false
    const readHere = async (): Promise<void> => {
      while (!isDone) {
        for (const key of keys) {
          const got = unwrap(await stage.get('0', '1', key))
          if (got !== null) here.push(numberOf(got))
        }
        await nextTurn()
      }
    }
    const readingHere = readHere()
    for (let number = 0; number < count; number += 1) {
      await untilTaken(writer)
      sizeOf(await writer.put('0', '1', keys[number % 3] ?? '', numbered(number, 2000)))
    }
    await untilTaken(writer)
    isDone = true
    await readingHere
    sizeOf(await writer.put('0', '1', `${prefix}-e`, numbered(count, 1)))
    const there = numbersOf((await reading).seen).filter(number => number !== count)
    expect([...here, ...there].sort((a, b) => a - b)).toEqual(
      Array.from({ length: count }, (_, index) => index),
    )
    await writer.close()
  })
})

/** Waits until whatever the writer has put was read, by whomever. */
async function untilTaken(writer: Connector): Promise<void> {
  await writer.reapConsumed()
  while (writer.health().pending > 0) {
    await nextTurn()
    await writer.reapConsumed()
  }
}

function numbersOf(seen: unknown): number[] {
  return Array.isArray(seen) ? seen.map(pair => Number(Array.isArray(pair) ? pair[1] : Number.NaN)) : []
}
