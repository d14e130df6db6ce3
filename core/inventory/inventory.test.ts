import { describe, expect, it } from 'vitest'
import { findHost, hostByAddress, hostNamesOf, hostOfReplica, parseInventory } from './index.ts'
import type { HostInventory } from './types.ts'

function read(text: string): HostInventory {
  const result = parseInventory(text)
  if (!result.ok) throw new Error(result.error.map(problem => problem.message).join('\n'))
  return result.value
}

const TWO_HOSTS = `
hosts:
  alpha:
    address: [10.0.0.1, alpha.lan]
    gpus: 2
    gpu_memory: 80 GiB
    visible_devices: "4,5"
    shm_size: 64 MiB
    nics: mlx5_0
  beta:
stages:
  0: alpha
  1: [alpha, beta]
  2: {host: beta, visible_devices: 7, container: decoder}
`

describe('parseInventory', () => {
  it('reads hosts with sizes in bytes and devices as texts', () => {
    expect(findHost(read(TWO_HOSTS), 'alpha')).toEqual({
      name: 'alpha',
      addresses: ['10.0.0.1', 'alpha.lan'],
      gpus: [{ memoryBytes: 80 * 1024 ** 3 }, { memoryBytes: 80 * 1024 ** 3 }],
      visibleDevices: ['4', '5'],
      memoryBytes: null,
      shmBytes: 64 * 1024 ** 2,
      nics: ['mlx5_0'],
    })
  })

  it('places stages by name, by list and with devices of their own', () => {
    const inventory = read(TWO_HOSTS)
    expect(hostNamesOf(inventory, '0')).toEqual(['alpha'])
    expect([0, 1, 2].map(replica => hostOfReplica(inventory, '1', replica)?.name)).toEqual([
      'alpha',
      'beta',
      'alpha',
    ])
    expect(inventory.placements[2]).toEqual({
      stage: '2',
      hosts: ['beta'],
      visibleDevices: ['7'],
      container: 'decoder',
    })
    expect(hostNamesOf(inventory, '9')).toEqual([])
  })

  it('finds a host by any of its addresses', () => {
    expect(hostByAddress(read(TWO_HOSTS), 'alpha.lan')?.name).toBe('alpha')
    expect(hostByAddress(read(TWO_HOSTS), '10.0.0.9')).toBeNull()
  })

  it.each([
    ['INVENTORY-1', 'hosts: ['],
    ['INVENTORY-2', 'hosts: {a: {gpu: 1}}'],
    ['INVENTORY-2', 'hosts: {a: {shm_size: much}}'],
    ['INVENTORY-2', 'stages: {0: a}'],
    ['INVENTORY-3', 'hosts: {a: {}}\nstages: {0: b}'],
  ])('refuses with %s what is wrong in %j', (code, text) => {
    const result = parseInventory(text)
    expect(result.ok).toBe(false)
    if (!result.ok) expect(result.error.map(problem => problem.code)).toContain(code)
  })

  it('says where a stage is placed on a host that is not listed', () => {
    const text = 'hosts: {a: {}}\nstages: {0: b}'
    const result = parseInventory(text)
    const range = result.ok ? null : (result.error[0]?.range ?? null)
    expect(range === null ? null : text.slice(range.start, range.end)).toBe('b')
  })
})
