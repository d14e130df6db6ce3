import { createServer, type Server, type Socket } from 'node:net'
import { ok, type Result } from '../../../../core/contract/result.ts'
import { pagePipe } from '../../native/page-pipe.ts'
import type { Endpoint } from '../connector.ts'
import { FRAME, type FrameHead, HEAD_BYTES, readHead, writeHead } from './frames.ts'
import { requireLoopback } from './loopback-only.ts'
import { Outbox } from './outbox.ts'
import type { Offer, Shelf } from './shelf.ts'

/** A key is far shorter; whoever sends more is no receiver of ours. */
const LONGEST_QUESTION = 16 * 1024

/** The sender's listener: answers queries and pulls from the shelf. */
export interface Sender {
  readonly at: Endpoint
  close(): Promise<void>
}

/** Binds as the runtime binds its ROUTER socket: exclusively, failing when somebody has the port. */
export async function listen(name: string, endpoint: Endpoint, shelf: Shelf): Promise<Result<Sender>> {
  const allowed = requireLoopback(endpoint, 'bind')
  if (!allowed.ok) return allowed
  const sockets = new Set<Socket>()
  const server = createServer({ noDelay: true }, socket => serve(socket, shelf, sockets))
  const error = await bound(server, endpoint)
  if (error !== null)
    return {
      ok: false,
      error: {
        code: error,
        message: `${name} failed to bind ${endpoint.host}:${endpoint.port}: ${BIND_ADVICE[error] ?? error}`,
      },
    }
  return ok({
    at: addressOf(server, endpoint),
    close: () => closeServer(server, sockets),
  })
}

const BIND_ADVICE: Readonly<Record<string, string>> = {
  EADDRINUSE:
    'the address is in use. Another sender or program has the port; give this edge another zmq_port.',
  EACCES: 'this user may not bind the port. Take one from 1024 up.',
  EADDRNOTAVAIL: 'this system has no such loopback address. On macOS add it with ifconfig lo0 alias.',
}

function bound(server: Server, { host, port }: Endpoint): Promise<string | null> {
  return new Promise(resolve => {
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'bind-failed'))
    server.listen({ host, port, exclusive: true }, () => resolve(null))
  })
}

function addressOf(server: Server, asked: Endpoint): Endpoint {
  const address = server.address()
  return typeof address === 'object' && address !== null ? { host: asked.host, port: address.port } : asked
}

function closeServer(server: Server, sockets: ReadonlySet<Socket>): Promise<void> {
  return new Promise(resolve => {
    server.close(() => resolve())
    for (const socket of sockets) socket.destroy()
  })
}

function serve(socket: Socket, shelf: Shelf, sockets: Set<Socket>): void {
  sockets.add(socket)
  const outbox = new Outbox(socket, shelf.isReleased ? pagePipe() : null)
  let rest: Buffer = Buffer.alloc(0)
  socket.on('data', (chunk: Buffer) => {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
    rest = answerAll(socket, outbox, shelf, bytes)
    if (rest.length > HEAD_BYTES + LONGEST_QUESTION) socket.destroy()
  })
  // A reset is the receiver's end; its payloads stay for the next one.
  socket.on('error', () => undefined)
  socket.on('close', () => {
    sockets.delete(socket)
    shelf.abandon(socket)
  })
}

/** Answers every whole question, all at once, and returns what is left of an unfinished one. */
function answerAll(socket: Socket, outbox: Outbox, shelf: Shelf, bytes: Buffer): Buffer {
  let answers: Uint8Array[] = []
  let at = 0
  while (bytes.length - at >= HEAD_BYTES) {
    const head = readHead(bytes, at)
    const end = at + HEAD_BYTES + head.descriptionBytes + head.bodyBytes
    if (head.bodyBytes > LONGEST_QUESTION) {
      socket.destroy()
      return Buffer.alloc(0)
    }
    if (end > bytes.length) break
    // Nobody waits for a release, but somebody does for what was asked before it.
    if (head.kind === FRAME.release && end === bytes.length && answers.length > 0) {
      outbox.send(answers)
      answers = []
    }
    const key = bytes.toString('utf8', end - head.bodyBytes, end)
    answer(head, key, shelf, socket, answers)
    at = end
  }
  if (answers.length > 0) outbox.send(answers)
  return bytes.subarray(at)
}

/** Adds what goes back for a question; nothing for a release and for what is no question. */
function answer(head: FrameHead, key: string, shelf: Shelf, reader: object, answers: Uint8Array[]): void {
  switch (head.kind) {
    case FRAME.query:
      answers.push(infoFrame(head.id, shelf.find(key)))
      break
    case FRAME.pull:
      addDataFrame(head.id, shelf.lend(key, reader), answers)
      break
    case FRAME.release:
      shelf.release(key, reader)
      break
  }
}

function infoFrame(id: number, offer: Offer | null): Uint8Array {
  if (offer === null) return notFoundFrame(id)
  const frame = Buffer.allocUnsafe(HEAD_BYTES + 8)
  const head = { kind: FRAME.info, id, fast: offer.fast, descriptionBytes: 0, bodyBytes: 8 }
  frame.writeBigUInt64LE(BigInt(offer.size), writeHead(frame, 0, head))
  return frame
}

/** Up to here a copy into one piece costs less than a `writev` of several. */
const ONE_PIECE_BYTES = 32 * 1024

function addDataFrame(id: number, offer: Offer | null, answers: Uint8Array[]): void {
  if (offer === null) {
    answers.push(notFoundFrame(id))
    return
  }
  const { fast, description, size, parts } = offer
  const isOnePiece = size <= ONE_PIECE_BYTES
  const frame = Buffer.allocUnsafe(HEAD_BYTES + description.length + (isOnePiece ? size : 0))
  const head = { kind: FRAME.data, id, fast, descriptionBytes: description.length, bodyBytes: size }
  let at = writeHead(frame, 0, head)
  at += description.copy(frame, at)
  answers.push(frame)
  for (const part of parts) {
    if (!isOnePiece) answers.push(part)
    else frame.set(part, at)
    at += part.byteLength
  }
}

function notFoundFrame(id: number): Uint8Array {
  const frame = Buffer.allocUnsafe(HEAD_BYTES)
  writeHead(frame, 0, { kind: FRAME.notFound, id, fast: false, descriptionBytes: 0, bodyBytes: 0 })
  return frame
}
