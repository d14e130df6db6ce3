import { openSync } from 'node:fs'
import koffi, { type LibraryHandle } from 'koffi'
import { onceOnLinux } from './linux.ts'

/**
 * Gives a socket memory by reference: the kernel notes the pages instead of copying them, so the only copy of a payload
 * is the receiver's. The memory must not change before the other end has read it.
 */
export interface PagePipe {
  /**
   * Hands over bytes from `from` on and returns how many the socket took: fewer than there are when its buffer is full.
   * Null when it takes none any more.
   *
   * @param fd a stream socket that does not block
   */
  send(fd: number, bytes: Uint8Array, from: number): number | null
}

const O_NONBLOCK = 0o4000
const O_CLOEXEC = 0o2000000
const F_SETPIPE_SZ = 1031
const SPLICE_F_NONBLOCK = 2
const SPLICE_F_MORE = 4
const EAGAIN = 11
/** The most that an ordinary user may ask for (`fs.pipe-max-size`). */
const PIPE_BYTES = 1024 * 1024
const IOVEC_BYTES = 16

/** The one of this process; it is empty between two calls. Null where the system has no `vmsplice` (only Linux has). */
export const pagePipe = onceOnLinux(bind)

function bind(library: LibraryHandle): PagePipe | null {
  const pipe2 = library.func('int pipe2(void *fds, int flags)')
  const fcntl = library.func('int fcntl(int fd, int command, ...)')
  const vmsplice = library.func('int64_t vmsplice(int fd, const void *iov, size_t count, uint32_t flags)')
  const splice = library.func(
    'int64_t splice(int from, void *fromAt, int into, void *intoAt, size_t size, uint32_t flags)',
  )
  const ends = Buffer.alloc(8)
  if (pipe2(ends, O_NONBLOCK | O_CLOEXEC) !== 0) return null
  const [readEnd, writeEnd] = [ends.readInt32LE(0), ends.readInt32LE(4)]
  // Where it is refused the pipe stays smaller, and takes more turns.
  fcntl(writeEnd, F_SETPIPE_SZ, 'int', PIPE_BYTES)
  const nowhere = openSync('/dev/null', 'w')
  const iovec = Buffer.alloc(IOVEC_BYTES)
  let isUsable = true

  const move = (into: number, size: number, flags: number): number =>
    Number(splice(readEnd, null, into, null, size, SPLICE_F_NONBLOCK | flags))

  function fill(address: bigint, size: number): number {
    iovec.writeBigUInt64LE(address, 0)
    iovec.writeBigUInt64LE(BigInt(size), 8)
    return Number(vmsplice(writeEnd, iovec, 1, SPLICE_F_NONBLOCK))
  }

  /** Bytes that the socket took of the `size` in the pipe; what it did not take is dropped. */
  function drainInto(fd: number, size: number, flags: number): number | null {
    let taken = 0
    while (taken < size) {
      const moved = move(fd, size - taken, flags)
      if (moved <= 0) {
        const isFull = moved < 0 && koffi.errno() === EAGAIN
        return empty(size - taken) && isFull ? taken : null
      }
      taken += moved
    }
    return taken
  }

  /** A pipe that could not be emptied would put what is left in front of the next payload: it is not used again. */
  function empty(size: number): boolean {
    isUsable = move(nowhere, size, 0) === size
    return isUsable
  }

  return {
    send(fd, bytes, from) {
      if (!isUsable) return null
      const base = koffi.address(bytes)
      let at = from
      while (at < bytes.byteLength) {
        const size = fill(base + BigInt(at), Math.min(PIPE_BYTES, bytes.byteLength - at))
        if (size <= 0) return null
        const taken = drainInto(fd, size, at + size < bytes.byteLength ? SPLICE_F_MORE : 0)
        if (taken === null) return null
        at += taken
        if (taken < size) break
      }
      return at - from
    },
  }
}
