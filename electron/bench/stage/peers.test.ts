import { mkdtemp, rm } from 'node:fs/promises'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Announcement, GoAhead, Receipt } from '../messages.ts'
import { connectPeer, listenForNotices, type NoticeServer, type PeerLink } from './peers.ts'

type Heard = { readonly announced: Announcement; readonly goAhead: GoAhead }

let folder = ''
let server: NoticeServer
let link: PeerLink
const heard: Heard[] = []
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stagewright-peers-'))
  heard.length = 0
  const listening = await listenForNotices(join(folder, 's'), (announced, answer) => goAhead => {
    heard.push({ announced, goAhead })
    answer({ kind: 'receipt', lane: announced.lane, key: announced.key, result: { ok: true, asideUs: 1 } })
  })
  const connected = await connectPeer(join(folder, 's'))
  if (!listening.ok || !connected.ok) throw new Error('no line')
  server = listening.value
  link = connected.value
})
afterEach(async () => {
  link.close()
  await server.close()
  await rm(folder, { recursive: true })
})

const parcel = (request: number) => ({
  job: 1,
  edge: '0->1',
  lane: '0->1',
  request,
  chunk: 0,
  last: true,
  key: `key-${request}`,
  sizeBytes: 1,
  warmup: false,
  hash: null,
})
const at = (metadata: GoAhead['metadata']): GoAhead => ({ metadata, startedNs: 1.5e15, putNs: 1.5e15 + 1 })
const receipts = (count: number) =>
  new Promise<readonly Receipt[]>(resolve => {
    const all: Receipt[] = []
    link.onReceipt(receipt => {
      all.push(receipt)
      if (all.length === count) resolve(all)
    })
  })

describe('a line between two stages', () => {
  it('tells what was announced once it has been put, in whatever order', async () => {
    const answered = receipts(2)
    const [first, second] = [link.announce(parcel(1)), link.announce(parcel(2))]
    link.goAhead(second, at(null))
    link.goAhead(first, at({ shm: { name: 'key-1', size: 9 } }))
    expect((await answered).map(({ key }) => key)).toEqual(['key-2', 'key-1'])
    expect(heard[1]).toMatchObject({
      announced: { request: 1, kind: 'announcement' },
      goAhead: { metadata: { shm: { name: 'key-1', size: 9 } }, startedNs: 1.5e15, putNs: 1.5e15 + 1 },
    })
  })

  it('carries the inline payload of 2025-12', async () => {
    const answered = receipts(1)
    const inline = new Uint8Array(70_000).fill(7)
    link.goAhead(link.announce(parcel(1)), at({ inline_bytes: inline, size: 70_000 }))
    await answered
    const bytes = heard[0]?.goAhead.metadata?.inline_bytes
    expect(bytes instanceof Uint8Array && Buffer.compare(bytes, inline)).toBe(0)
  })

  it('does not hear twice, nor of what nobody announced', async () => {
    const answered = receipts(2)
    const first = link.announce(parcel(1))
    link.goAhead(first, at(null))
    link.goAhead(first, at(null))
    link.goAhead(99, at(null))
    link.goAhead(link.announce(parcel(2)), at(null))
    await answered
    expect(heard.map(({ announced }) => announced.request)).toEqual([1, 2])
  })

  it('tells when the other side is gone', async () => {
    const closed = new Promise<void>(resolve => link.onClosed(resolve))
    await server.close()
    await closed
    expect((await connectPeer(join(folder, 's'))).ok).toBe(false)
  })
})

describe('a line that somebody else writes to', () => {
  const closes = (socket: Socket) => new Promise<void>(resolve => socket.once('close', () => resolve()))
  it.each([
    ['no JSON', [1, 0, 0, 0, 0, 123]],
    ['a length without end', [255, 255, 255, 255, 0]],
    ['a value that is no announcement', [2, 0, 0, 0, 0, 123, 125]],
    ['a go-ahead that is cut short', [2, 0, 0, 0, 1, 0, 0]],
  ])('is closed: %s', async (_, bytes) => {
    const socket = connect(join(folder, 's'))
    const closed = closes(socket)
    socket.write(Buffer.from(bytes))
    await closed
    expect(heard).toEqual([])
  })
})
