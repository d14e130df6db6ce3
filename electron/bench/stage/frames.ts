import type { Socket } from 'node:net'
import { deserialize, serialize } from 'node:v8'
import type { GoAhead } from '../messages.ts'
import { writeNow } from '../native/write-now.ts'

/** What one end of a line hears. */
export interface FrameListener {
  onValue(value: unknown): void
  /** The payload announced under this number has been put. */
  onGoAhead(id: number, goAhead: GoAhead): void
  /** The bytes make no sense; nothing is heard after it. */
  onBroken(): void
}

/** Length of what follows (four bytes), then what it is (one). */
const HEAD = 5
const VALUE = 0
const GO_AHEAD = 1
/** Number (four bytes), two times (eight each), form of the metadata (one). */
const GO_AHEAD_HEAD = 21
const NO_METADATA = 0
const JSON_METADATA = 1
const CLONED_METADATA = 2
/** Above any notice: inline payloads of 2025-12 stay below the threshold of 64 KiB unless the file raises it. */
const MAX_FRAME = 1 << 30

/** Sends a value of plain data. */
export function writeValue(socket: Socket, value: unknown): void {
  const text = JSON.stringify(value)
  const frame = newFrame(VALUE, Buffer.byteLength(text))
  frame.write(text, HEAD)
  writeNow(socket, frame)
}

/** Sends a go-ahead in one write of few bytes: it is on the clock. */
export function writeGoAhead(socket: Socket, id: number, { metadata, startedNs, putNs }: GoAhead): void {
  const [form, body] = metadataBytes(metadata)
  const frame = newFrame(GO_AHEAD, GO_AHEAD_HEAD + body.byteLength)
  frame.writeUInt32LE(id, HEAD)
  frame.writeDoubleLE(startedNs, HEAD + 4)
  frame.writeDoubleLE(putNs, HEAD + 12)
  frame[HEAD + 20] = form
  body.copy(frame, HEAD + GO_AHEAD_HEAD)
  writeNow(socket, frame)
}

function newFrame(kind: number, bodyBytes: number): Buffer {
  const frame = Buffer.allocUnsafe(HEAD + bodyBytes)
  frame.writeUInt32LE(bodyBytes)
  frame[4] = kind
  return frame
}

const NOTHING = Buffer.alloc(0)

/** JSON is the fastest to write and read; bytes go as a structured clone. */
function metadataBytes(metadata: GoAhead['metadata']): readonly [form: number, body: Buffer] {
  if (metadata === null) return [NO_METADATA, NOTHING]
  return Object.values(metadata).some(value => value instanceof Uint8Array)
    ? [CLONED_METADATA, serialize(metadata)]
    : [JSON_METADATA, Buffer.from(JSON.stringify(metadata))]
}

/** Cuts what arrives into frames. */
export function readFrames(socket: Socket, listener: FrameListener): void {
  let waiting: Buffer = NOTHING
  let broken = false
  socket.on('data', (chunk: Buffer) => {
    if (broken) return
    waiting = waiting.byteLength === 0 ? chunk : Buffer.concat([waiting, chunk])
    try {
      waiting = takeFrames(waiting, listener)
    } catch {
      broken = true
      listener.onBroken()
    }
  })
}

function takeFrames(bytes: Buffer, listener: FrameListener): Buffer {
  let at = 0
  while (bytes.byteLength - at >= HEAD) {
    const length = bytes.readUInt32LE(at)
    if (length > MAX_FRAME) throw new RangeError('frame too long')
    const end = at + HEAD + length
    if (bytes.byteLength < end) break
    const body = bytes.subarray(at + HEAD, end)
    if (bytes[at + 4] === GO_AHEAD) listener.onGoAhead(body.readUInt32LE(0), goAheadOf(body))
    else listener.onValue(JSON.parse(body.toString()))
    at = end
  }
  return bytes.subarray(at)
}

const goAheadOf = (body: Buffer): GoAhead => ({
  startedNs: body.readDoubleLE(4),
  putNs: body.readDoubleLE(12),
  metadata: metadataOf(body[20], body.subarray(GO_AHEAD_HEAD)),
})

function metadataOf(form: number | undefined, body: Buffer): GoAhead['metadata'] {
  if (form === NO_METADATA) return null
  const metadata: unknown = form === CLONED_METADATA ? deserialize(body) : JSON.parse(body.toString())
  if (typeof metadata !== 'object' || metadata === null) throw new TypeError('metadata is no object')
  return { ...metadata }
}
