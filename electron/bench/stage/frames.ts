import type { Socket } from 'node:net'
import { deserialize, serialize } from 'node:v8'

const HEAD = 4
/** Above any notice: inline payloads of 2025-12 stay below the threshold of 64 KiB unless the file raises it. */
const MAX_FRAME = 1 << 30

/** Sends one value: four bytes of length, then its structured clone. */
export function writeFrame(socket: Socket, value: unknown): void {
  const body = serialize(value)
  const head = Buffer.allocUnsafe(HEAD)
  head.writeUInt32LE(body.byteLength)
  socket.cork()
  socket.write(head)
  socket.write(body)
  socket.uncork()
}

/** Cuts what arrives into values. Calls `onBroken` once, and nothing after it, when the bytes make no sense. */
export function readFrames(socket: Socket, onValue: (value: unknown) => void, onBroken: () => void): void {
  let waiting: Buffer = Buffer.alloc(0)
  let broken = false
  socket.on('data', (chunk: Buffer) => {
    if (broken) return
    waiting = waiting.byteLength === 0 ? chunk : Buffer.concat([waiting, chunk])
    try {
      waiting = takeFrames(waiting, onValue)
    } catch {
      broken = true
      onBroken()
    }
  })
}

function takeFrames(bytes: Buffer, onValue: (value: unknown) => void): Buffer {
  let at = 0
  while (bytes.byteLength - at >= HEAD) {
    const length = bytes.readUInt32LE(at)
    if (length > MAX_FRAME) throw new RangeError('frame too long')
    if (bytes.byteLength - at - HEAD < length) break
    onValue(deserialize(bytes.subarray(at + HEAD, at + HEAD + length)))
    at += HEAD + length
  }
  return bytes.subarray(at)
}
