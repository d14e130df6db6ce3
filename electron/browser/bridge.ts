import type { WebSocket } from 'ws'
import { fail } from '../../core/contract/result.ts'
import { callFrame, type HostFrame } from '../../core/contract/socket.ts'
import type { Host } from '../host/host.ts'
import type { Shell } from '../host/shell.ts'

/** Progress is dropped for a window that has this much unread; the next one tells the same and more. */
const MAX_UNREAD_BYTES = 1024 * 1024

function parseFrame(data: string): unknown {
  try {
    return JSON.parse(data)
  } catch {
    return null
  }
}

const idOf = (frame: unknown): number | null =>
  typeof frame === 'object' && frame !== null && 'id' in frame && typeof frame.id === 'number'
    ? frame.id
    : null

/** Joins one socket to the host until it closes. */
export function attachBridge(socket: WebSocket, host: Host, shell: Shell): void {
  const send = (frame: HostFrame) => {
    if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(frame))
  }
  const session = host.connect(shell, (event, payload) => {
    if (event === 'bench.progress' && socket.bufferedAmount > MAX_UNREAD_BYTES) return
    send({ event, payload })
  })
  socket.on('message', async (data, isBinary) => {
    const raw = isBinary ? null : parseFrame(data.toString())
    const frame = callFrame.safeParse(raw)
    const id = frame.success ? frame.data.id : idOf(raw)
    if (id === null) return socket.close(1008, 'Not a call.')
    const result = frame.success
      ? await session.call(frame.data.call, frame.data.args)
      : fail('invalid-call', 'The host has no such call, or its arguments are no list.')
    send({ id, result })
  })
  socket.on('close', () => void session.close())
  // The close event follows; without a listener the error would end the process.
  socket.on('error', () => undefined)
}
