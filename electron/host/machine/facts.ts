import { availableParallelism, hostname } from 'node:os'
import type { MachineFacts } from '../../../core/contract/analysis.ts'
import { autoHostAddress } from './auto-address.ts'
import { readEphemeralRange, readMemlock, readMemoryAvailable, readReservedPorts } from './limits.ts'
import { infinibandPresent, listRdmaDevices } from './rdma.ts'
import { shmResidue, shmSpace } from './shm.ts'
import { listListeners } from './sockets.ts'

/** Leaves out what could not be measured, so that no rule takes a missing figure for a small one. */
function known<T extends Record<string, unknown>>(facts: T): { [K in keyof T]?: NonNullable<T[K]> } {
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== null)) as {
    [K in keyof T]?: NonNullable<T[K]>
  }
}

/** Measures this machine, reading only: nothing is bound, sent or changed. */
export async function measureMachine(): Promise<MachineFacts> {
  const [memoryAvailableBytes, memlockLimitBytes, shm, ephemeralPortRange, reservedPorts, listeningPorts] =
    await Promise.all([
      readMemoryAvailable(),
      readMemlock(),
      shmSpace(),
      readEphemeralRange(),
      readReservedPorts(),
      listListeners(),
    ])
  const onLinux = process.platform === 'linux'
  return {
    hostName: hostname(),
    cpuCount: availableParallelism(),
    autoHostAddress: await autoHostAddress(),
    ...known({
      memoryAvailableBytes,
      memlockLimitBytes,
      shmTotalBytes: shm?.total ?? null,
      shmFreeBytes: shm?.free ?? null,
      ephemeralPortRange,
      reservedPorts,
      listeningPorts,
      rdmaDevices: onLinux ? await listRdmaDevices() : null,
      infinibandPresent: onLinux ? await infinibandPresent() : null,
      shmResidue: shm === null ? null : await shmResidue(),
    }),
  }
}
