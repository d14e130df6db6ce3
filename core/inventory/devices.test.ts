import { describe, expect, it } from 'vitest'
import { analyze } from '../analyze.ts'
import { devicesOf, inventoryVisible, parseInventory } from './index.ts'

function uses(stage: string, hosts: string | null = null, visible: readonly string[] | null = null) {
  const [view] = analyze(`stages:\n  - stage_id: 0\n${stage}`).stages
  const inventory = hosts === null ? null : parseInventory(hosts)
  if (view === undefined || inventory?.ok === false) throw new Error('the fixture is wrong')
  const known = inventory?.value ?? null
  return devicesOf(view, known, (id, replica) => inventoryVisible(known)(id, replica) ?? visible)
}

const cards = (list: ReturnType<typeof uses>) =>
  list.map(({ host, physical, rank, replica }) => `${host ?? '-'} ${replica}.${rank} ${physical ?? 'none'}`)

describe('the devices of a stage', () => {
  it('are slices of a pool, or a template that moves on', () => {
    const pool = uses('    devices: "4,5,6,7"\n    num_replicas: 2\n    tensor_parallel_size: 2\n')
    expect(cards(pool)).toEqual(['- 0.0 4', '- 0.1 5', '- 1.0 6', '- 1.1 7'])
    const template = uses('    devices: "0,1"\n    num_replicas: 2\n    tensor_parallel_size: 2\n')
    expect(cards(template)).toEqual(['- 0.0 0', '- 0.1 1', '- 1.0 2', '- 1.1 3'])
  })

  it('are positions among the visible ones', () => {
    expect(cards(uses('    devices: "1,2"\n', null, ['6', '7']))).toEqual(['- 0.0 7', '- 0.1 none'])
    expect(cards(uses('    devices: "cpu"\n', null, ['6']))).toEqual(['- 0.0 none'])
  })

  it('are on the host of each replica, with the visible devices of that host', () => {
    const hosts = `hosts: {alpha: {visible_devices: "2,3"}, beta: {}}\nstages: {0: [alpha, beta]}`
    expect(cards(uses('    devices: "0,1"\n    num_replicas: 2\n', hosts))).toEqual([
      'alpha 0.0 2',
      'beta 1.0 1',
    ])
  })

  it('are none where they are left to the launcher', () => {
    expect(uses('    tensor_parallel_size: 2\n')).toEqual([])
  })
})
