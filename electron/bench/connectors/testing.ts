import { once } from 'node:events'
import { type AddressInfo, createServer, connect as dial, Socket } from 'node:net'
import { setImmediate } from 'node:timers/promises'
import { afterEach, beforeEach } from 'vitest'
import type { Result } from '../../../core/contract/result.ts'
import { descriptorOf } from '../native/stream-socket.ts'
import type { Connector, ConnectorOptions, ConnectorSpec, Got, PutResult } from './connector.ts'
import { createConnector } from './index.ts'
import { newRunPrefix } from './shm/index.ts'

/** What a result holds; a failure fails the test with its sentence. */
export function unwrap<T>(result: Result<T>): T {
  if (result.ok) return result.value
  throw new Error(`${result.error.code}: ${result.error.message}`)
}

export const SHARED_MEMORY: ConnectorSpec = {
  name: 'SharedMemoryConnector',
  extra: {},
  transport: 'shared-memory',
  role: 'dual',
}

/** Options of a run of this test's own. */
export const testOptions = (options: Partial<ConnectorOptions> = {}): ConnectorOptions => ({
  target: '2026-07',
  segments: 'fresh',
  runPrefix: newRunPrefix(),
  stageId: '0',
  ...options,
})

export const connect = async (
  spec: Partial<ConnectorSpec> = {},
  options: Partial<ConnectorOptions> = {},
): Promise<Connector> => unwrap(await createConnector({ ...SHARED_MEMORY, ...spec }, testOptions(options)))

/** Size on the wire of a put that has to succeed. */
export function sizeOf(put: PutResult): number {
  if (put.ok) return put.size
  throw new Error(`${put.error?.code}: ${put.error?.message}`)
}

/** A payload that has to be there. */
export async function take(
  connector: Connector,
  key: string,
  metadata: PutResult['metadata'] = null,
): Promise<Got> {
  const got = unwrap(await connector.get('0', '1', key, metadata))
  if (got === null) throw new Error(`nothing under ${key}`)
  return got
}

/** Both ends of a TCP connection on loopback: the one that was accepted, and the one that dialled. */
interface SocketPair {
  readonly sending: Socket
  readonly receiving: Socket
}

/** A connection of its own for every test of a file, destroyed after it. */
export function pairForEachTest(): SocketPair {
  let pair: SocketPair | null = null
  const made = (): SocketPair => {
    if (pair === null) throw new Error('there is a connection only while a test runs')
    return pair
  }
  beforeEach(async () => {
    pair = await socketPair()
  })
  afterEach(() => {
    pair?.sending.destroy()
    pair?.receiving.destroy()
    pair = null
  })
  return {
    get sending() {
      return made().sending
    },
    get receiving() {
      return made().receiving
    },
  }
}

async function socketPair(): Promise<SocketPair> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const receiving = dial(port, '127.0.0.1')
  const [sending] = await once(server, 'connection')
  server.close()
  if (!(sending instanceof Socket)) throw new Error('no connection')
  return { sending, receiving }
}

export function fdOf(socket: Socket): number {
  const fd = descriptorOf(socket)
  if (fd === null) throw new Error('the socket has no descriptor')
  return fd
}

/** Lets the event loop look once at every socket: what came over loopback before is told of then. */
export async function nextTurn(): Promise<void> {
  await setImmediate()
  await setImmediate()
}

/** The next so many bytes of a socket. */
export function receiveBytes(socket: Socket, count: number): Promise<Buffer> {
  const chunks: Buffer[] = []
  let rest = count
  return new Promise(resolve => {
    const take = (chunk: Buffer): void => {
      chunks.push(chunk)
      rest -= chunk.length
      if (rest > 0) return
      socket.off('data', take)
      resolve(Buffer.concat(chunks))
    }
    socket.on('data', take)
  })
}
