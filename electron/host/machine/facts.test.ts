import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { machineFacts } from '../../../core/contract/index.ts'
import { addressInHosts } from './auto-address.ts'
import { measureMachine } from './facts.ts'
import { parseMemlock, parseMemoryAvailable, parsePortRange, parseReservedPorts } from './limits.ts'
import { listRdmaDevices } from './rdma.ts'
import { lockedInodes, shmResidue } from './shm.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sw-machine-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

describe('limits', () => {
  it('reads the soft limit of locked memory', () => {
    expect(parseMemlock('Max locked memory         8388608              unlimited            bytes')).toBe(
      8388608,
    )
    expect(parseMemlock('Max locked memory         unlimited            unlimited            bytes')).toBe(
      'unlimited',
    )
    expect(parseMemlock('')).toBeNull()
  })
  it('reads port ranges', () => {
    expect(parsePortRange('32768\t60999\n')).toEqual([32768, 60999])
    expect(parseReservedPorts('8080,50051-50300\n')).toEqual([
      [8080, 8080],
      [50051, 50300],
    ])
    expect(parseReservedPorts('\n')).toEqual([])
  })
  it('reads the memory that is available', () => {
    expect(parseMemoryAvailable('MemTotal: 9 kB\nMemAvailable:   2048 kB\n')).toBe(2_097_152)
  })
})

describe('rdma devices', () => {
  it('are active when a port is in state 4', async () => {
    for (const [device, state] of [
      ['mlx5_0', '4: ACTIVE\n'],
      ['mlx5_1', '1: DOWN\n'],
    ] as const) {
      await mkdir(join(folder, device, 'ports/1'), { recursive: true })
      await writeFile(join(folder, device, 'ports/1/state'), state)
    }
    expect(await listRdmaDevices(folder)).toEqual([
      { name: 'mlx5_0', active: true },
      { name: 'mlx5_1', active: false },
    ])
  })
})

describe('residue in shared memory', () => {
  it('is what has a known name, is old, and nobody holds', async () => {
    const now = Date.now()
    for (const name of ['shm_k1_lockfile.lock', 'k1', 'psm_ab12', 'foreign', 'psm_fresh']) {
      await writeFile(join(folder, name), 'x'.repeat(10))
      const age = name === 'psm_fresh' ? 5 : 120
      await utimes(join(folder, name), now / 1000 - age, now / 1000 - age)
    }
    const found = await shmResidue(folder, now)
    expect(found.map(entry => entry.name)).toEqual(['k1', 'psm_ab12', 'shm_k1_lockfile.lock'])
    expect(found[0]).toMatchObject({ bytes: 10, ageSeconds: 120 })
  })
  it('reads the inodes of held locks', () => {
    expect(lockedInodes('1: FLOCK  ADVISORY  WRITE 77 00:1a:4711 0 EOF\n')).toEqual(new Set([4711]))
  })
})

describe('the machine', () => {
  it('finds the host name in /etc/hosts without asking anyone', () => {
    expect(addressInHosts('# x\n::1 box\n10.1.2.3  box box.local # nic\n', 'box')).toBe('10.1.2.3')
    expect(addressInHosts('10.1.2.3 box', 'other')).toBeNull()
  })
  it('is measured in the shape that the contract promises', async () => {
    const facts = await measureMachine()
    expect(machineFacts.safeParse(facts).success).toBe(true)
    expect(facts.cpuCount).toBeGreaterThan(0)
  })
})
