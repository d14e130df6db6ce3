import koffi, { type LibraryHandle } from 'koffi'
import { fail, ok, type Result } from '../../../core/contract/result.ts'

/** The few calls of the C library that Node has no name for. Failing ones give the errno, 0 is success. */
export interface Libc {
  /** Exclusive flock; `EWOULDBLOCK` (11 on Linux) when another holds it. Never waits. */
  tryLock(fd: number): number
  unlock(fd: number): number
  /** A FIFO that only its owner may use (mode 0600). */
  makeFifo(path: string): number
  /** Maps `size` bytes of a file, shared; null when the system refuses, for example a file not open for writing. */
  map(fd: number, size: number, access: 'read' | 'write'): Mapping | null
  /** Scheduling affinity of a process to these CPUs (Linux). */
  setAffinity(pid: number, cpus: readonly number[]): number
}

/** Memory that stays outside V8: it is copied from and to, never handed out as an ArrayBuffer. */
export interface Mapping {
  readonly size: number
  write(bytes: Uint8Array, offset: number): void
  read(into: Uint8Array, offset: number): void
  unmap(): void
}

const LOCK_EX = 2
const LOCK_NB = 4
const LOCK_UN = 8
const PROT_READ = 1
const PROT_WRITE = 2
const MAP_SHARED = 1
const MAP_FAILED = 0xffff_ffff_ffff_ffffn
const OWNER_ONLY = 0o600

let loaded: Result<Libc> | null = null

/** The C library of this process, loaded once. Fails where no foreign calls can be made (Windows, a foreign CPU). */
export function libc(): Result<Libc> {
  loaded ??= load()
  return loaded
}

function load(): Result<Libc> {
  if (process.platform === 'win32')
    return fail('libc-missing', 'Windows has no flock and no POSIX shared memory. Run the bench on Linux.')
  try {
    return ok(bind(koffi.load(null)))
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return fail('libc-missing', `The C library could not be called: ${reason}. Install the packages again.`)
  }
}

function bind(library: LibraryHandle): Libc {
  const flock = library.func('int flock(int fd, int operation)')
  const mkfifo = library.func('int mkfifo(const char *path, uint32_t mode)')
  const mmap = library.func('void *mmap(void *at, size_t size, int prot, int flags, int fd, int64_t offset)')
  const munmap = library.func('int munmap(void *at, size_t size)')
  const memcpy = library.func('void *memcpy(void *into, const void *from, size_t size)')
  const errnoOf = (status: number): number => (status === 0 ? 0 : koffi.errno())

  return {
    tryLock: fd => errnoOf(flock(fd, LOCK_EX | LOCK_NB)),
    unlock: fd => errnoOf(flock(fd, LOCK_UN)),
    makeFifo: path => errnoOf(mkfifo(path, OWNER_ONLY)),
    map(fd, size, access) {
      const prot = access === 'read' ? PROT_READ : PROT_READ | PROT_WRITE
      const base: bigint = mmap(null, size, prot, MAP_SHARED, fd, 0)
      if (base === MAP_FAILED) return null
      return {
        size,
        write: (bytes, offset) => memcpy(base + BigInt(offset), bytes, bytes.byteLength),
        read: (into, offset) => memcpy(into, base + BigInt(offset), into.byteLength),
        unmap: () => munmap(base, size),
      }
    },
    setAffinity: affinityCall(library, errnoOf),
  }
}

/** Only Linux has the call; elsewhere it answers `ENOSYS`. */
function affinityCall(library: LibraryHandle, errnoOf: (status: number) => number): Libc['setAffinity'] {
  const ENOSYS = 38
  if (process.platform !== 'linux') return () => ENOSYS
  const call = library.func('int sched_setaffinity(int pid, size_t size, const void *mask)')
  return (pid, cpus) => {
    const mask = Buffer.alloc(128)
    for (const cpu of cpus) mask[cpu >> 3] = (mask[cpu >> 3] ?? 0) | (1 << (cpu & 7))
    return errnoOf(call(pid, mask.length, mask))
  }
}
