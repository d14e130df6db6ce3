import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { crc32 } from 'node:zlib'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { encode, joinParts, type PayloadValue, Tensor } from '../../wire/index.ts'
import type { Connector, ConnectorOptions } from '../connector.ts'
import { connect, sizeOf, take, unwrap } from '../testing.ts'
import { newRunPrefix, residueOfRun, sweepRun } from './index.ts'
import { lockName } from './names.ts'

const NOTHING = { segments: [], lockFiles: [], fifos: [] }

let prefix: string
let open: Connector[]

beforeEach(() => {
  prefix = newRunPrefix()
  open = []
})

afterEach(async () => {
  for (const connector of open) await connector.close()
  expect(sweepRun(prefix)).toEqual(NOTHING)
})

async function end(options: Partial<ConnectorOptions> = {}, extra: Record<string, unknown> = {}) {
  const connector = await connect({ extra }, { runPrefix: prefix, ...options })
  open.push(connector)
  return connector
}

const wire = (value: PayloadValue): Buffer => Buffer.from(joinParts(unwrap(encode(value))))
const segment = (key: string): string => `/dev/shm/${key}`
const lockFile = (key: string): string => `/dev/shm/${lockName(key)}`

describe.each(['fresh', 'recycled'] as const)('shared memory with %s segments', segments => {
  it('names the segment by the key and holds exactly the serialised bytes', async () => {
    const sender = await end({ segments })
    const key = `${prefix}-a`
    const put = await sender.put('0', '1', key, { text: 'hello', number: 7 })
    const bytes = wire({ text: 'hello', number: 7 })
    expect(put).toMatchObject({ ok: true, size: bytes.length })
    expect(put.metadata).toEqual({ shm: { name: key, size: bytes.length }, size: bytes.length })
    expect(readFileSync(segment(key))).toEqual(bytes)
    expect(existsSync(lockFile(key))).toBe(true)
  })

  it('gives a payload once and removes segment and lock file', async () => {
    const [sender, receiver] = [await end({ segments }), await end({ segments })]
    const key = `${prefix}-b`
    await sender.put('0', '1', key, new Tensor('int8', [3], Uint8Array.of(1, 2, 3)))
    const got = await take(receiver, key)
    expect(got.data).toEqual(new Tensor('int8', [3], Buffer.from([1, 2, 3])))
    expect(unwrap(await receiver.get('0', '1', key))).toBeNull()
    expect(existsSync(segment(key))).toBe(false)
    expect(existsSync(lockFile(key))).toBe(false)
    await sender.reapConsumed()
    expect(sender.health().pending).toBe(0)
  })

  it('brings every size back, growing and shrinking', async () => {
    const [sender, receiver] = [await end({ segments }), await end({ segments })]
    const sizes = [1, 4096, 4097, 70_000, 12, 70_001, 20_000_000, 300, 9_000_000, 5_000_000]
    for (const [index, size] of sizes.entries()) {
      const key = `${prefix}-${index}`
      const bytes = new Uint8Array(size).fill(index + 1)
      bytes[size - 1] = 99
      sizeOf(await sender.put('0', '1', key, bytes))
      const got = await take(receiver, key)
      expect(Buffer.compare(got.data as Buffer, bytes)).toBe(0)
      got.release()
    }
  })

  it('keeps a payload that was not released valid while others arrive', async () => {
    const [sender, receiver] = [await end({ segments }), await end({ segments })]
    const kept = []
    for (let index = 0; index < 5; index += 1) {
      await sender.put('0', '1', `${prefix}-${index}`, new Uint8Array(5000).fill(index))
      kept.push(await take(receiver, `${prefix}-${index}`))
    }
    expect(kept.map(got => (got.data as Uint8Array)[4999])).toEqual([0, 1, 2, 3, 4])
  })

  it('replaces a payload under the same key that nobody read', async () => {
    const [sender, receiver] = [await end({ segments }), await end({ segments })]
    const key = `${prefix}-c`
    await sender.put('0', '1', key, 'a long first payload')
    await sender.put('0', '1', key, 'second')
    expect((await take(receiver, key)).data).toBe('second')
    expect(unwrap(await receiver.get('0', '1', key))).toBeNull()
  })

  it('leaves nothing after closing with unread payloads', async () => {
    const sender = await end({ segments })
    for (let index = 0; index < 100; index += 1) await sender.put('0', '1', `${prefix}-${index}`, index)
    expect(residueOfRun(prefix).segments).toHaveLength(100)
    await sender.close()
    expect(residueOfRun(prefix)).toEqual(NOTHING)
  })
})

describe('shared memory', () => {
  it('writes anything that it can read back', async () => {
    const [sender, receiver] = [await end(), await end()]
    let count = 0
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 10_000 }), fc.string(), async (bytes, text) => {
        count += 1
        const key = `${prefix}-${count}`
        await sender.put('0', '1', key, { bytes, text })
        expect(wire((await take(receiver, key)).data)).toEqual(wire({ bytes, text }))
      }),
      { numRuns: 50 },
    )
  })

  it('follows metadata, nested by key or not, and ignores that of other connectors', async () => {
    const [sender, receiver] = [await end(), await end()]
    const put = await sender.put('0', '1', `${prefix}-real`, 1)
    expect((await take(receiver, `${prefix}-other`, put.metadata)).data).toBe(1)
    const again = await sender.put('0', '1', `${prefix}-real`, 2)
    expect((await take(receiver, `${prefix}-k`, { [`${prefix}-k`]: again.metadata })).data).toBe(2)
    await sender.put('0', '1', `${prefix}-real`, 3)
    expect((await take(receiver, `${prefix}-real`, { source_host: '10.0.0.1', source_port: 1 })).data).toBe(3)
  })

  it('is not there yet while it is empty, locked or without its lock file', async () => {
    const [sender, receiver] = [await end(), await end()]
    const key = `${prefix}-d`
    writeFileSync(segment(key), '')
    expect(unwrap(await receiver.get('0', '1', key))).toBeNull()
    writeFileSync(segment(key), 'x')
    expect(unwrap(await receiver.get('0', '1', key))).toBeNull()
    await sender.cleanup(key)
    expect(existsSync(segment(key))).toBe(false)
  })

  it('reads a segment with the newer header and checks it', async () => {
    const [sender, receiver] = [await end(), await end()]
    const key = `${prefix}-e`
    const payload = wire({ a: 1 })
    const header = Buffer.alloc(20)
    header.write('OMNIIPC1')
    header.writeBigUInt64BE(BigInt(payload.length), 8)
    header.writeUInt32BE(crc32(payload), 16)
    await sender.put('0', '1', key, null)
    writeFileSync(segment(key), Buffer.concat([header, payload]))
    expect((await take(receiver, key)).data).toEqual(new Map([['a', 1]]))
    await sender.put('0', '1', key, null)
    header.writeUInt32BE(1, 16)
    writeFileSync(segment(key), Buffer.concat([header, payload]))
    expect(await receiver.get('0', '1', key)).toMatchObject({ ok: false, error: { code: 'shm-damaged' } })
  })

  it('consumes a payload that is no MessagePack and says so', async () => {
    const [sender, receiver] = [await end(), await end()]
    const key = `${prefix}-f`
    await sender.put('0', '1', key, null)
    writeFileSync(segment(key), Buffer.from([0xc1]))
    expect(await receiver.get('0', '1', key)).toMatchObject({ ok: false, error: { code: 'wire-decode' } })
    expect(existsSync(segment(key))).toBe(false)
  })

  it('refuses keys that are no file names or do not tell the run', async () => {
    const connector = await end()
    for (const key of [`${prefix}/x`, `${prefix}\0`, prefix + 'x'.repeat(250), 'somebody-elses'])
      expect(await connector.put('0', '1', key, 1)).toMatchObject({
        ok: false,
        size: 0,
        metadata: null,
        error: { code: 'shm-key' },
      })
    expect(await connector.get('0', '1', 'somebody-elses')).toMatchObject({ ok: false })
  })

  it('reports a full shared memory and leaves nothing of that payload', async () => {
    const connector = await end({ quotaBytes: 10_000 })
    expect(await connector.put('0', '1', `${prefix}-g`, new Uint8Array(20_000))).toMatchObject({
      ok: false,
      error: { code: 'ENOSPC' },
    })
    expect(residueOfRun(prefix)).toEqual(NOTHING)
    expect(await connector.put('0', '1', `${prefix}-h`, new Uint8Array(9000))).toMatchObject({ ok: true })
  })

  it('refuses everything once closed', async () => {
    const connector = await end()
    await connector.close()
    expect(await connector.put('0', '1', `${prefix}-i`, 1)).toMatchObject({ error: { code: 'closed' } })
    expect(await connector.get('0', '1', `${prefix}-i`)).toMatchObject({ ok: false })
    expect(connector.health().status).toBe('unhealthy')
  })
})

describe('the shared memory of 2025-12', () => {
  const target = '2025-12'

  it('travels in the metadata up to the threshold and in a segment beyond it', async () => {
    const extra = { shm_threshold_bytes: 1000 }
    const [sender, receiver] = [await end({ target }, extra), await end({ target }, extra)]
    const inline = await sender.put('0', '1', 'any/key', new Uint8Array(1000 - 3))
    expect(inline.size).toBe(1000)
    expect(Object.keys(inline.metadata ?? {})).toEqual(['inline_bytes', 'size'])
    const large = await sender.put('0', '1', 'any/key', new Uint8Array(1001 - 3))
    const { shm } = large.metadata as { shm: { name: string; size: number } }
    expect(shm.name).toMatch(/^psm_/)
    expect(statSync(segment(shm.name)).size).toBe(1001)
    expect((await take(receiver, 'any/key', inline.metadata)).size).toBe(1000)
    expect((await take(receiver, 'any/key', large.metadata)).size).toBe(1001)
    expect(existsSync(segment(shm.name))).toBe(false)
  })

  it('finds nothing without metadata', async () => {
    const receiver = await end({ target })
    expect(await receiver.get('0', '1', 'k')).toMatchObject({
      ok: false,
      error: { code: 'shm-no-metadata' },
    })
  })

  it('takes unread segments away when it closes', async () => {
    const sender = await end({ target })
    await sender.put('0', '1', 'k', new Uint8Array(100_000))
    expect(residueOfRun(prefix).segments).toHaveLength(1)
    await sender.close()
    expect(residueOfRun(prefix)).toEqual(NOTHING)
  })
})

describe('the shared memory of 2026-09', () => {
  const target = '2026-09'

  it('wakes the receiver of the stage that a payload is for', async () => {
    const sender = await end({ target, stageId: '0' })
    const receiver = await end({ target, stageId: '1' })
    const other = await end({ target, stageId: '10' })
    const before = receiver.wakeGeneration?.() ?? -1
    await sender.put('0', '1', `${prefix}-j`, 1)
    await receiver.waitForChange?.(before, 10_000)
    expect(receiver.wakeGeneration?.()).toBeGreaterThan(before)
    expect(other.wakeGeneration?.()).toBe(0)
    expect((await take(receiver, `${prefix}-j`)).data).toBe(1)
  })

  it('has its FIFO where the scope says and takes it away', async () => {
    const receiver = await end({ target, stageId: '3' }, { wakeup_scope: prefix })
    const [fifo] = residueOfRun(prefix).fifos
    expect(fifo).toMatch(/^\/dev\/shm\/omni_shm_wake_\d+_[0-9a-f]{24}\/3_[0-9a-f]{32}$/)
    await receiver.close()
    expect(residueOfRun(prefix).fifos).toEqual([])
    expect(existsSync((fifo ?? '').replace(/\/[^/]*$/, ''))).toBe(false)
  })

  it('polls where the stage has no number', async () => {
    const receiver = await end({ target, stageId: 'vision' })
    expect(receiver.wakeGeneration).toBeUndefined()
  })
})
