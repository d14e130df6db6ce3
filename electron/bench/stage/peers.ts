import { createConnection, createServer, type Socket } from 'node:net'
import { fail, ok, type Result } from '../../../core/contract/result.ts'
import { nowNs } from '../clock.ts'
import { type Announcement, announcement, type GoAhead, type Receipt, receipt } from '../messages.ts'
import { readFrames, writeGoAhead, writeValue } from './frames.ts'

/** Called when the announced payload has been put; `arrivedNs` is when this process heard of it. */
export type OnGoAhead = (goAhead: GoAhead, arrivedNs: number) => void

/** Gets ready for a payload, off the clock. */
export type OnAnnounced = (announced: Announcement, answer: (receipt: Receipt) => void) => OnGoAhead

export interface NoticeServer {
  close(): Promise<void>
}

/**
 * Listens for the notices of this stage's producers. The runtime's orchestrator carries them over a queue; here a
 * socket between the two processes does, so that the coordinator is not in the way of what is timed.
 */
export async function listenForNotices(
  path: string,
  onAnnounced: OnAnnounced,
): Promise<Result<NoticeServer>> {
  const sockets = new Set<Socket>()
  const server = createServer(socket => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => socket.destroy())
    hear(socket, onAnnounced)
  })
  try {
    await new Promise<void>((resolve, reject) => server.once('error', reject).listen(path, resolve))
  } catch (error) {
    return fail('notice-socket', `The stage cannot listen for notices: ${String(error)}`)
  }
  return ok({
    close: () =>
      new Promise(resolve => {
        for (const socket of sockets) socket.destroy()
        server.close(() => resolve())
      }),
  })
}

/** What a producer may have announced and not put; beyond it the line is broken. */
const MOST_ANNOUNCED = 100_000

function hear(socket: Socket, onAnnounced: OnAnnounced): void {
  const announced = new Map<number, OnGoAhead>()
  const answer = (value: Receipt) => {
    if (!socket.destroyed) writeValue(socket, value)
  }
  readFrames(socket, {
    onGoAhead(id, goAhead) {
      const arrivedNs = nowNs()
      const go = announced.get(id)
      announced.delete(id)
      go?.(goAhead, arrivedNs)
    },
    onValue(value) {
      const parsed = announcement.safeParse(value)
      if (!parsed.success || announced.size >= MOST_ANNOUNCED) socket.destroy()
      else announced.set(parsed.data.id, onAnnounced(parsed.data, answer))
    },
    onBroken: () => socket.destroy(),
  })
}

/** A producer's line to one consumer. */
export interface PeerLink {
  /** Tells of a payload before it is put; the number is for the go-ahead. */
  announce(announced: Omit<Announcement, 'kind' | 'id'>): number
  goAhead(id: number, goAhead: GoAhead): void
  onReceipt(listener: (receipt: Receipt) => void): void
  onClosed(listener: () => void): void
  close(): void
}

const LAST_ID = 0xffff_ffff

export async function connectPeer(path: string): Promise<Result<PeerLink>> {
  const socket = createConnection(path)
  try {
    await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject))
  } catch (error) {
    return fail('process-died', `The receiving stage does not answer: ${String(error)}`)
  }
  const listeners = new Set<(receipt: Receipt) => void>()
  let lastId = 0
  socket.on('error', () => socket.destroy())
  readFrames(socket, {
    onValue(value) {
      const parsed = receipt.safeParse(value)
      if (parsed.success) for (const listener of listeners) listener(parsed.data)
      else socket.destroy()
    },
    onGoAhead: () => socket.destroy(),
    onBroken: () => socket.destroy(),
  })
  return ok({
    announce(announced) {
      lastId = lastId === LAST_ID ? 1 : lastId + 1
      writeValue(socket, { ...announced, kind: 'announcement', id: lastId } satisfies Announcement)
      return lastId
    },
    goAhead: (id, goAhead) => writeGoAhead(socket, id, goAhead),
    onReceipt: listener => void listeners.add(listener),
    onClosed: listener => void socket.on('close', listener),
    close: () => void socket.destroy(),
  })
}
