import { describe, expect, it } from 'vitest'
import type { AnalysisContext, StageView } from '../../core/contract/analysis.ts'
import { parseInventory } from '../../core/inventory/index.ts'
import { devicesAfter, placeOnHost } from './move-stage.ts'
import { buildRack, LONE_HOST, type RackCard } from './rack.ts'
import { launchOf, stageOf } from './stage-fixture.ts'

const inventoryOf = (text: string) => {
  const parsed = parseInventory(text)
  if (!parsed.ok) throw new Error(parsed.error.map(problem => problem.message).join())
  return parsed.value
}
const rackOf = (stages: readonly StageView[], hosts?: string, context: AnalysisContext = {}) =>
  buildRack({ stages }, launchOf(hosts === undefined ? null : inventoryOf(hosts), context))
const cardOf = (
  stages: readonly StageView[],
  physical: string,
  hosts?: string,
  host = LONE_HOST,
): RackCard => {
  const found = rackOf(stages, hosts)
    .hosts.find(({ name }) => name === host)
    ?.cards.find(card => card.physical === physical)
  if (found === undefined) throw new Error(`no card ${physical} on ${host}`)
  return found
}

describe('the rack', () => {
  it('sums the shares of the stages on a card, with the runtime’s default where none is set', () => {
    const stages = [
      stageOf({ id: '0', devices: ['1'], gpuMemoryUtilization: 0.8 }),
      stageOf({ id: '1', devices: ['1'], gpuMemoryUtilization: 0.3 }),
      stageOf({ id: '2', devices: ['0'], gpuMemoryUtilization: null }),
    ]
    expect(cardOf(stages, '1').sum).toBeCloseTo(1.1)
    expect(cardOf(stages, '0')).toMatchObject({ sum: 0.9, shares: [{ stage: '2', assumed: true }] })
  })

  it('leads from the id in the file over the visible list to the physical card', () => {
    const hosts = 'hosts: {a: {gpus: 8, gpu_memory: 80 GiB, visible_devices: "4,5"}}\nstages: {0: a}'
    const stages = [stageOf({ id: '0', devices: ['0', '1', '2'], tensorParallelSize: 3, worldSize: 3 })]
    expect(rackOf(stages, hosts).rows.map(row => [row.yamlId, row.physical])).toEqual([
      ['0', '4'],
      ['1', '5'],
      ['2', null],
    ])
    expect(cardOf(stages, '4', hosts, 'a').memoryBytes).toBe(80 * 1024 ** 3)
    expect(rackOf(stages, hosts).hosts[0]?.cards).toHaveLength(8)
  })

  it('follows the visible devices of the launch where no inventory tells them', () => {
    const stages = [stageOf({ id: '0', devices: ['1'] }), stageOf({ id: '1', devices: ['0'] })]
    const physical = (context: AnalysisContext) =>
      rackOf(stages, undefined, context).rows.map(row => row.physical)
    expect(physical({ env: { CUDA_VISIBLE_DEVICES: '4,5' } })).toEqual(['5', '4'])
    const command = 'CUDA_VISIBLE_DEVICES=6,7 vllm serve m --omni'
    expect(physical({ command })).toEqual(['7', '6'])
    expect(rackOf(stages, undefined, { command }).hosts[0]?.visible).toEqual(['6', '7'])
  })

  it('gives each replica its own cards, and names the mistake where that fails', () => {
    const rows = (devices: readonly string[]) => rackOf([stageOf({ id: '0', devices, replicas: 2 })])
    expect(rows(['0', '3']).rows.map(row => [row.replica, row.yamlId, row.position])).toEqual([
      [0, '0', 0],
      [1, '3', 1],
    ])
    expect(rows(['0']).rows.map(row => [row.replica, row.yamlId, row.position])).toEqual([
      [0, '0', null],
      [1, '1', null],
    ])
    expect(rows(['0', '1', '2']).problems[0]?.message).toContain('3 id(s)')
  })

  it('keeps stages apart that leave the devices to the launcher', () => {
    const stages = [stageOf({ id: '0', devices: null }), stageOf({ id: '1', devices: ['cpu'] })]
    expect(rackOf(stages)).toMatchObject({ rows: [], unplaced: [{ id: '0' }, { id: '1' }] })
  })

  it('reserves nothing for a diffusion stage that sets no share', () => {
    const stages = [stageOf({ kind: 'diffusion', gpuMemoryUtilization: null })]
    expect(cardOf(stages, '0')).toMatchObject({ sum: 0, shares: [{ share: null }] })
  })
})

describe('moving a stage', () => {
  const stages = [stageOf({ id: '0', devices: ['0', '1'], worldSize: 2 })]
  const [stage] = stages
  if (stage === undefined) throw new Error('stage missing')

  it('changes the one id, or swaps two ranks of the stage', () => {
    const from = cardOf(stages, '0')
    const [share] = from.shares
    if (share === undefined) throw new Error('share missing')
    const moved = { kind: 'share', share, from } as const
    expect(devicesAfter(stage, moved, cardOf(stages, '2'), null)).toEqual({ ok: true, value: '2,1' })
    expect(devicesAfter(stage, moved, cardOf(stages, '1'), null)).toEqual({ ok: true, value: '1,0' })
  })

  it('writes the index into the visible list, and refuses a card that is not in it', () => {
    const moved = { kind: 'stage', stage: '0' } as const
    const single = stageOf({ id: '0', devices: null })
    const card = cardOf(stages, '1')
    expect(devicesAfter(single, moved, card, ['3', '1'])).toEqual({ ok: true, value: '1' })
    expect(devicesAfter(single, moved, card, ['3'])).toMatchObject({
      ok: false,
      error: { code: 'not-visible' },
    })
  })

  it('gives a stage without devices one card for each of its ranks', () => {
    const wide = stageOf({ id: '0', devices: null, worldSize: 2, replicas: 2 })
    expect(devicesAfter(wide, { kind: 'stage', stage: '0' }, cardOf(stages, '2'), null)).toEqual({
      ok: true,
      value: '2,3,4,5',
    })
  })

  it('places the stage on the other host in the inventory’s text and leaves the rest of it alone', () => {
    const text = '# ours\nhosts: {a: {}, b: {}}\nstages:\n  0: a   # first\n'
    const card: RackCard = { host: 'b', physical: '0', memoryBytes: null, shares: [], sum: 0 }
    const moved = { kind: 'stage', stage: '0' } as const
    expect(placeOnHost(text, inventoryOf(text), moved, card)).toEqual({
      ok: true,
      value: '# ours\nhosts: {a: {}, b: {}}\nstages:\n  0: b   # first\n',
    })
    expect(placeOnHost(text, inventoryOf(text), moved, { ...card, host: 'a' })).toEqual({
      ok: true,
      value: null,
    })
  })
})
