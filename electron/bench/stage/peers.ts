import { createConnection, createServer, type Socket } from 'node:net'
import { fail, ok, type Result } from '../../../core/contract/result.ts'
import { nowNs } from '../clock.ts'
import { type Notice, notice, type Receipt, receipt } from '../messages.ts'
import { readFrames, writeFrame } from './frames.ts'

export type OnNotice = (notice: Notice, arrivedNs: bigint, answer: (receipt: Receipt) => void) => void

export interface NoticeServer {
  close(): Promise<void>
}

/**
 * Listens for the notices of this stage's producers. The runtime's orchestrator carries them over a queue; here a
 * socket between the two processes does, so that the coordinator is not in the way of what is timed.
 */
export async function listenForNotices(path: string, onNotice: OnNotice): Promise<Result<NoticeServer>> {
  const sockets = new Set<Socket>()
  const server = createServer(socket => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => socket.destroy())
    const answer = (value: Receipt) => {
      if (!socket.destroyed) writeFrame(socket, value)
    }
    const take = (value: unknown) => {
      const arrived = nowNs()
      const parsed = notice.safeParse(value)
      if (parsed.success) onNotice(parsed.data, arrived, answer)
      else socket.destroy()
    }
    readFrames(socket, take, () => socket.destroy())
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

/** A producer's line to one consumer. */
export interface PeerLink {
  send(notice: Notice): void
  onReceipt(listener: (receipt: Receipt) => void): void
  onClosed(listener: () => void): void
  close(): void
}

export async function connectPeer(path: string): Promise<Result<PeerLink>> {
  const socket = createConnection(path)
  try {
    await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject))
  } catch (error) {
    return fail('process-died', `The receiving stage does not answer: ${String(error)}`)
  }
  const listeners = new Set<(receipt: Receipt) => void>()
  socket.on('error', () => socket.destroy())
  const take = (value: unknown) => {
    const parsed = receipt.safeParse(value)
    if (parsed.success) for (const listener of listeners) listener(parsed.data)
    else socket.destroy()
  }
  readFrames(socket, take, () => socket.destroy())
  return ok({
    send: value => writeFrame(socket, value),
    onReceipt: listener => void listeners.add(listener),
    onClosed: listener => void socket.on('close', listener),
    close: () => void socket.destroy(),
  })
}
