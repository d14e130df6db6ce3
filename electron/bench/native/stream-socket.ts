import type { Socket } from 'node:net'
import { onceOnLinux } from './linux.ts'

/** Calls on a connected socket that Node has no name for, or a long way to. None of them waits. */
export interface StreamSocket {
  /** Bytes that the socket took: fewer than there are when it is full, none or -1 when it takes nothing. */
  send(fd: number, bytes: Uint8Array): number
  /** Bytes that the kernel may hold unread for the socket, its own structures counted. */
  receiveBuffer(fd: number): number
  /** Has the socket count as readable only with so many bytes unread, or at its end. */
  setReceiveLowWater(fd: number, bytes: number): void
}

const MSG_DONTWAIT = 0x40
const MSG_NOSIGNAL = 0x4000
const SOL_SOCKET = 1
const SO_RCVBUF = 8
const SO_RCVLOWAT = 18

/** Null where only Node's own way is open. */
export const streamSocket = onceOnLinux<StreamSocket>(library => {
  const send = library.func('int64_t send(int fd, const void *bytes, size_t size, int flags)')
  const setsockopt = library.func(
    'int setsockopt(int fd, int level, int name, const void *value, uint32_t size)',
  )
  const getsockopt = library.func('int getsockopt(int fd, int level, int name, void *value, void *size)')
  const value = Buffer.alloc(4)
  const valueBytes = Buffer.alloc(4)
  return {
    send: (fd, bytes) => Number(send(fd, bytes, bytes.byteLength, MSG_DONTWAIT | MSG_NOSIGNAL)),
    receiveBuffer(fd) {
      valueBytes.writeUInt32LE(value.length)
      return getsockopt(fd, SOL_SOCKET, SO_RCVBUF, value, valueBytes) === 0 ? value.readInt32LE() : 0
    },
    setReceiveLowWater(fd, bytes) {
      value.writeInt32LE(bytes)
      setsockopt(fd, SOL_SOCKET, SO_RCVLOWAT, value, value.length)
    },
  }
})

/** Node names the descriptor of a socket nowhere but in its handle; null when there is none (any more). */
export function descriptorOf(socket: Socket): number | null {
  const handle: unknown = Reflect.get(socket, '_handle')
  if (typeof handle !== 'object' || handle === null) return null
  const fd: unknown = Reflect.get(handle, 'fd')
  return typeof fd === 'number' && fd >= 0 ? fd : null
}
